// What a person's edits say about what they usually choose. Only their own edits count: nothing a tool gave, a model
// wrote or a program sent is ever remembered.

import type { Querier } from "@/lib/db/client";
import { dropCorrections, keepCorrection } from "@/lib/db/corrections";
import type { ToolId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { isMemorable } from "@/lib/domain/remembered-value";
import type { Tool } from "@/lib/domain/tool";
import { inputFields } from "@/lib/planning/embedded/tool-fields";

/** What differs from goal to goal is no habit. */
const oneOff =
  /^(?:text|subject|instructions|template|values|date|instant|file|file-name|table|query|person-name)$/;

/** Keeps the values that changes of a person give inputs of the plan they lead to. */
export async function rememberCorrections(
  plan: Plan,
  changes: readonly PlanChange[],
  tools: ReadonlyMap<ToolId, Tool>,
  querier: Querier,
): Promise<void> {
  for (const change of changes) {
    if (change.kind === "swap-tool" || change.kind === "remove-step")
      await dropCorrections({ planId: plan.id, stepId: change.stepId }, querier);
    if (change.kind !== "bind-input" && change.kind !== "clear-input") continue;
    const { stepId, input } = change;
    const step = plan.steps.find(({ id }) => id === stepId);
    const tool = step && tools.get(step.toolId);
    const binding = change.kind === "bind-input" ? change.binding : null;
    const value =
      binding?.kind === "literal" && binding.origin === "person" && !binding.words ? binding.value : null;
    if (tool && value !== null && isHabit(tool, input) && isMemorable(tool, input, value)) {
      await keepCorrection({ planId: plan.id, stepId, toolId: tool.id, input, value }, querier);
    } else {
      await dropCorrections({ planId: plan.id, stepId, input }, querier);
    }
  }
}

function isHabit(tool: Tool, input: string): boolean {
  const field = inputFields(tool).find(({ name }) => name === input);
  return field !== undefined && !oneOff.test(field.meaning);
}
