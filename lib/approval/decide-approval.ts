import type { Effect } from "@/lib/domain/effect";
import type { Origin, Provenance } from "@/lib/domain/origin";
import type { Policy } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";

export type ApprovalNeed = { kind: "run" } | { kind: "ask"; reasons: string[] };

const effectReasons: Record<Exclude<Effect, "read">, string> = {
  write: "It changes something outside.",
  irreversible: "It can't be taken back.",
};

const undoneReason = "It stands unless another call undoes it.";

/**
 * Whether a call needs a person. In this order: an irreversible effect always does; an untrusted value that chooses
 * what is reached always does, even in a read (A2: a query or an address can carry data out), and so does one that chooses
 * how often something is changed; a write does unless
 * its tool is trusted by the plan's policy; a read does only where the policy says so.
 */
export function decideApproval(call: {
  tool: Pick<Tool, "id" | "effect" | "undo" | "controlInputs" | "input">;
  provenance: Record<string, Provenance>;
  policy: Policy;
  /** Of a step done for each item of a list: where the list came from; null for a step that is done once. */
  listOrigin?: Origin | null;
}): ApprovalNeed {
  const { tool, provenance, policy, listOrigin } = call;
  const reasons: string[] = [];
  const isTrustedWrite = tool.effect === "write" && policy.trustedWrites.includes(tool.id);
  if (tool.effect !== "read" && !isTrustedWrite) {
    const isUndone = tool.effect === "irreversible" && tool.undo.kind === "tool" && tool.undo.inputs;
    reasons.push(isUndone ? undoneReason : effectReasons[tool.effect]);
  }
  for (const input of tool.controlInputs) {
    if (provenance[input]?.origin !== "untrusted") continue;
    const title = tool.input.properties?.[input]?.title ?? input;
    reasons.push(`"${title}" comes from outside content and decides what is reached.`);
  }
  if (tool.effect !== "read" && listOrigin === "untrusted") {
    reasons.push("How often it is done is decided by outside content.");
  }
  if (tool.effect === "read" && policy.reads === "ask") reasons.push("This plan asks before reading, too.");
  return reasons.length > 0 ? { kind: "ask", reasons } : { kind: "run" };
}
