// What a call is taken to fail with.
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import type { ToolErrorKind, ToolFailure } from "@/lib/domain/tool-error";

/** The last failure of a tool's calls. */
export type PastFailures = ReadonlyMap<ToolId, ToolFailure>;

export interface SimulatedFailure {
  failure: ToolFailure;
  /** The effect may have taken place all the same. */
  effectUncertain: boolean;
  from: "past" | "typical" | "chosen";
}

const words: Record<ToolErrorKind, string> = {
  transient: "could not be reached",
  timeout: "did not answer in time",
  quota: "has had enough calls for now",
  credentials: "did not accept the account",
  "bad-input": "could not use what it was given",
  "not-found": "did not find what was asked for",
  refused: "refused the call",
  "too-large": "was given more than it takes",
  "broken-tool": "came back with something that does not fit its description",
};

/** Reads and calls that can be repeated mostly fail for a moment; of any other the worst is not to know. */
function typicalError({ effect, idempotency }: Pick<Tool, "effect" | "idempotency">): ToolErrorKind {
  return effect === "read" || idempotency !== "none" ? "transient" : "timeout";
}

/** The error asked for, else what the tool failed with here last, else what is typical for it. */
export function simulateFailure(
  tool: Tool,
  past: PastFailures,
  chosen: ToolErrorKind | null,
): SimulatedFailure {
  const last = chosen === null ? past.get(tool.id) : undefined;
  const kind = chosen ?? last?.kind ?? typicalError(tool);
  const message = last?.message ?? `Simulated: "${tool.title}" ${words[kind]}.`;
  return {
    failure: { kind, message, evidence: null },
    // No answer says nothing about the effect, and a broken one comes after it.
    effectUncertain: tool.effect !== "read" && (kind === "timeout" || kind === "broken-tool"),
    from: chosen !== null ? "chosen" : last ? "past" : "typical",
  };
}

/** True for a tool whose call leaves this machine. */
export function callsOutside({ source, connectionKind, controlInputs }: Tool): boolean {
  return source.kind !== "builtin" || connectionKind !== null || controlInputs.includes("url");
}
