import type { Effect } from "@/lib/domain/effect";
import type { Provenance } from "@/lib/domain/origin";
import type { Policy } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";

export type ApprovalNeed = { kind: "run" } | { kind: "ask"; reasons: string[] };

const effectReasons: Record<Exclude<Effect, "read">, string> = {
  write: "It changes something outside.",
  irreversible: "It can't be taken back.",
};

/**
 * Whether a call needs a person. In this order: an irreversible effect always does; an untrusted value that chooses
 * what is reached always does, even in a read (A2: a query or an address can carry data out); a write does unless
 * its tool is trusted by the plan's policy; a read does only where the policy says so.
 */
export function decideApproval(call: {
  tool: Pick<Tool, "id" | "effect" | "controlInputs" | "input">;
  provenance: Record<string, Provenance>;
  policy: Policy;
}): ApprovalNeed {
  const { tool, provenance, policy } = call;
  const reasons: string[] = [];
  const isTrustedWrite = tool.effect === "write" && policy.trustedWrites.includes(tool.id);
  if (tool.effect !== "read" && !isTrustedWrite) reasons.push(effectReasons[tool.effect]);
  for (const input of tool.controlInputs) {
    if (provenance[input]?.origin !== "untrusted") continue;
    const title = tool.input.properties?.[input]?.title ?? input;
    reasons.push(`"${title}" comes from outside content and decides what is reached.`);
  }
  if (tool.effect === "read" && policy.reads === "ask") reasons.push("This plan asks before reading, too.");
  return reasons.length > 0 ? { kind: "ask", reasons } : { kind: "run" };
}
