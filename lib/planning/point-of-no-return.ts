import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { topologicalOrder } from "./topological-order";
import { undoabilityOf } from "./undo-call";

/** The first step after which a run can't be rolled back entirely. */
export interface PointOfNoReturn {
  stepId: StepId;
  /** Why its effect can't be undone, as a sentence. */
  reason: string;
}

export const noReturnWords = "After this step the run can’t be rolled back entirely.";

/** Null where everything that is changed can be undone, or nothing is. @param tools those of the steps, and those that undo them */
export function pointOfNoReturn(
  steps: readonly Step[],
  tools: ReadonlyMap<ToolId, Tool>,
): PointOfNoReturn | null {
  const byId = new Map(steps.map((step) => [step.id, step]));
  for (const stepId of topologicalOrder(steps) ?? []) {
    const tool = tools.get(byId.get(stepId)?.toolId as ToolId);
    if (!tool || tool.effect === "read") continue;
    const undoability = undoabilityOf(tool, tools);
    if (undoability.kind === "cannot") return { stepId, reason: undoability.reason };
  }
  return null;
}
