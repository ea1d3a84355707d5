import { type Binding, leafBindings } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import { leastTrusted, type Origin } from "@/lib/domain/origin";
import type { Plan } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";

/**
 * Where a binding's value will come from, as far as the plan tells before it runs: the least trusted of its parts.
 * Questions count as the person's. Null for a reading of a step or tool that is not there.
 */
export function expectedOrigin(
  binding: Binding,
  plan: Pick<Plan, "steps">,
  tools: ReadonlyMap<ToolId, Tool>,
): Origin | null {
  const known = new Map<StepId, Origin>();
  const ofStep = (stepId: StepId): Origin | null => {
    const found = known.get(stepId);
    if (found) return found;
    const step = plan.steps.find((one) => one.id === stepId);
    const tool = step && tools.get(step.toolId);
    if (!step || !tool) return null;
    // Stands until the real one is known, so that a circle in a half-edited plan ends.
    known.set(stepId, "trusted");
    const origins =
      tool.outputTrust === "derived" ? Object.values(step.inputs).flatMap((input) => ofBinding(input)) : [];
    const isUntrusted = tool.outputTrust === "untrusted" || origins.includes("untrusted");
    known.set(stepId, isUntrusted ? "untrusted" : "trusted");
    return isUntrusted ? "untrusted" : "trusted";
  };
  const ofBinding = (one: Binding): Origin[] =>
    leafBindings(one).flatMap((leaf) => {
      if (leaf.kind === "literal") return [leaf.origin];
      if (leaf.kind !== "output") return ["person" as const];
      const origin = ofStep(leaf.stepId);
      return origin ? [origin] : [];
    });
  const origins = ofBinding(binding);
  return origins.length === 0 ? null : leastTrusted(origins);
}
