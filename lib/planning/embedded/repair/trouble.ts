// What a step's trouble is, as far as it decides what is proposed: its class, and what is known of it beside what the
// service said. No message and no evidence gets any further than this, so nothing written in one can steer (A1).
import type { Json } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import { isTroubledStep, itemRunsOf, type Run, type StepRun, stepRunOf } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import type { ToolErrorKind } from "@/lib/domain/tool-error";

export interface Trouble {
  kind: ToolErrorKind | "unexpected" | "unknown";
  /** False where the call may have done something: only a person may have it done in another way (R2). */
  isHarmless: boolean;
  /** How long the service wants to be left alone, in minutes; null when it didn't say. */
  patienceMinutes: number | null;
  /** Of a repeated step: some items have been done. */
  hasDoneItems: boolean;
  /** What the last call was given, by input. */
  sent: Readonly<Record<string, Json>>;
}

/** Failures after which nobody can say that nothing was done. */
const uncertain: ReadonlySet<ToolErrorKind> = new Set(["transient", "timeout", "broken-tool"]);

/** The trouble a step, or the first of its items that is, is in; null when it is in none. */
export function troubleOf(
  run: Run,
  step: Step,
  tool: Pick<Tool, "effect"> | null,
  patienceMs: number | null,
): Trouble | null {
  const stepRun = stepRunOf(run, step.id);
  const items = itemRunsOf(run, stepRun);
  const troubled = [stepRun, ...items].find(isTroubledStep);
  if (!troubled) return null;
  const isRead = tool?.effect === "read";
  return {
    kind: kindOf(troubled),
    isHarmless: isRead || [stepRun, ...items].filter(isTroubledStep).every(hasDoneNothing),
    patienceMinutes: patienceMs ? Math.ceil(patienceMs / 60_000) : null,
    hasDoneItems: items.some(({ status }) => status === "completed"),
    sent: troubled.inputs ?? {},
  };
}

/** The failure of a step in trouble, or of the first of its items; null where nothing failed. */
export function failureOf(run: Run, step: Step) {
  const stepRun = stepRunOf(run, step.id);
  const failed = [stepRun, ...itemRunsOf(run, stepRun)].find(({ status }) => status === "failed");
  return failed?.status === "failed" ? failed.failure : null;
}

function kindOf(troubled: StepRun): Trouble["kind"] {
  if (troubled.status === "failed") return troubled.failure.kind;
  return troubled.status === "unexpected" ? "unexpected" : "unknown";
}

/** Every attempt was turned down, or none was made. */
function hasDoneNothing(stepRun: StepRun): boolean {
  if (stepRun.status !== "failed") return false;
  return stepRun.attempts.every(({ failure }) => failure !== null && !uncertain.has(failure.kind));
}
