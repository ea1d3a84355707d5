import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Tool } from "@/lib/domain/tool";
import type { Rebinding } from "./rebind-step";

/** The changes that give a step another tool, with what becomes of its readers: to be applied together, as one edit. */
export function swapChanges(step: Step, to: Tool, rebinding: Rebinding): PlanChange[] {
  return [
    { kind: "swap-tool", stepId: step.id, toolId: to.id, inputs: rebinding.inputs },
    ...rebinding.readers.map(
      ({ stepId, input, binding }): PlanChange => ({ kind: "bind-input", stepId, input, binding }),
    ),
  ];
}
