import type { OutputPath } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import type { Plan } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { isAssignable } from "@/lib/planning/check-value";
import { outputFields, typeOf } from "@/lib/planning/output-fields";
import { dependentsOf } from "@/lib/planning/topological-order";

/** A place in another step's output that an input may read. */
export interface Source {
  /** For pickers: `s2/summary`. */
  key: string;
  stepId: StepId;
  stepTitle: string;
  icon: string;
  path: OutputPath;
  label: string;
  schema: JsonSchema;
}

/** Everything a step may read without making a circle: the outputs of all steps that don't depend on it. */
export function sourcesFor(
  plan: Pick<Plan, "steps">,
  tools: ReadonlyMap<ToolId, Tool>,
  stepId: StepId,
): Source[] {
  const later = dependentsOf(plan.steps, stepId);
  return plan.steps
    .filter((step) => step.id !== stepId && !later.has(step.id))
    .flatMap((step) => {
      const tool = tools.get(step.toolId);
      if (!tool) return [];
      return outputFields(tool.output).map((field) => ({
        key: `${step.id}/${field.path.join("/")}`,
        stepId: step.id,
        stepTitle: step.title,
        icon: tool.icon,
        ...field,
      }));
    });
}

/** The sources whose values fit: as they are, or as one item of a wanted list. Same format first. */
export function fittingSources(sources: readonly Source[], wanted: JsonSchema): Source[] {
  const isList = typeOf(wanted) === "array";
  const fits = ({ schema }: Source) =>
    isAssignable(schema, wanted) || (isList && isAssignable(schema, wanted.items ?? {}));
  const format = wanted.format ?? wanted.items?.format;
  const rank = ({ schema }: Source) => (format && (schema.format ?? schema.items?.format) === format ? 0 : 1);
  return sources.filter(fits).sort((a, b) => rank(a) - rank(b));
}
