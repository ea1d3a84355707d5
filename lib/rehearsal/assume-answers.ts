import { mapLeaves } from "@/lib/domain/binding";
import type { Plan, Step } from "@/lib/domain/plan";
import type { RehearsalFinding } from "@/lib/domain/rehearsal";
import type { Tool } from "@/lib/domain/tool";
import { sampleValue } from "./sample-value";

/** The plan as if what is still asked had been answered: with the first suggestion, else with a value made up. */
export function assumeAnswers(
  plan: Plan,
  tools: ReadonlyMap<string, Tool>,
): { plan: Plan; assumed: RehearsalFinding[] } {
  const assumed: RehearsalFinding[] = [];
  const answered = (step: Step): Step => {
    const schemas = tools.get(step.toolId)?.input.properties ?? {};
    const inputs = Object.entries(step.inputs).map(([name, binding]) => {
      const schema = (Object.hasOwn(schemas, name) ? schemas[name] : undefined) ?? {};
      const filled = mapLeaves(binding, (leaf) => {
        if (leaf.kind !== "question") return leaf;
        const value = leaf.suggestions[0] ?? sampleValue(schema, [], name);
        const shown = typeof value === "string" ? value : JSON.stringify(value);
        const short = shown.length > 80 ? `${shown.slice(0, 80)}…` : shown;
        const message = `"${leaf.question}" has no answer yet. Rehearsed with: ${short}`;
        assumed.push({ kind: "assumed", stepId: step.id, message, waiting: [] });
        return { kind: "literal", value, origin: "person" };
      });
      return [name, filled] as const;
    });
    return { ...step, inputs: Object.fromEntries(inputs) };
  };
  return { plan: { ...plan, steps: plan.steps.map(answered) }, assumed };
}
