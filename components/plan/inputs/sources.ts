import type { StepId, ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { isAssignable, type ReadBinding } from "@/lib/planning/check-value";
import { outputFields, typeOf } from "@/lib/planning/output-fields";
import { isListLike, itemSchemaOf, outputSchemaOf, surroundingsOf } from "@/lib/planning/read-schema";
import { dependentsOf } from "@/lib/planning/topological-order";

/** A place in another step's output, or in the item a repeated step is at, that an input may read. */
export interface Source {
  /** For pickers: `s2/summary`. */
  key: string;
  read: ReadBinding;
  stepTitle: string;
  icon: string;
  label: string;
  schema: JsonSchema;
}

/** What the item of a repeated step is called where its sources are listed. */
export const itemTitle = "This item";

export function sourceKey(read: ReadBinding): string {
  return [read.kind === "output" ? read.stepId : itemTitle, ...read.path].join("/");
}

/** Everything a step may read without making a circle: its item, and the outputs of all steps that don't depend on it. */
export function sourcesFor(
  plan: Pick<Plan, "steps">,
  tools: ReadonlyMap<ToolId, Tool>,
  stepId: StepId,
): Source[] {
  const later = dependentsOf(plan.steps, stepId);
  const step = plan.steps.find((one) => one.id === stepId);
  const item = step && itemSchemaOf(step, surroundingsOf(plan, tools));
  return [...(item ? itemSources(item) : []), ...outputSources(plan, tools, { stepId, later })];
}

/** A column of the rows a step goes through, which nobody knows before the table is read. */
export function columnSource(name: string): Source {
  const read: ReadBinding = { kind: "item", path: [name] };
  return { key: sourceKey(read), read, stepTitle: itemTitle, icon: "repeat", label: name, schema: {} };
}

/** True where the item is a row whose columns are not known. */
export function hasNamedColumns(sources: readonly Source[]): boolean {
  return sources.some(
    ({ read, schema }) =>
      read.kind === "item" && read.path.length === 0 && typeOf(schema) === "object" && !schema.properties,
  );
}

/** The places in what a step's own tool gives, the whole of it first: what expectations are about. */
export function ownSources(step: Pick<Step, "id">, tool: Pick<Tool, "icon" | "output">): Source[] {
  const whole = { path: [], schema: tool.output, label: "all that it gives" };
  return [whole, ...outputFields(tool.output)].map(({ path, ...field }) => {
    const read: ReadBinding = { kind: "output", stepId: step.id, path };
    return { ...field, key: sourceKey(read), read, stepTitle: "What it gives", icon: tool.icon };
  });
}

/** The sources that can be gone through item by item. */
export function listSources(sources: readonly Source[]): Source[] {
  return sources.filter(
    ({ read, schema }) => read.kind === "output" && typeOf(schema) !== null && isListLike(schema),
  );
}

function itemSources(schema: JsonSchema): Source[] {
  const whole = { path: [], schema, label: "the whole item" };
  return [whole, ...outputFields(schema)].map(({ path, ...field }) => {
    const read: ReadBinding = { kind: "item", path };
    return { ...field, key: sourceKey(read), read, stepTitle: itemTitle, icon: "repeat" };
  });
}

function outputSources(
  plan: Pick<Plan, "steps">,
  tools: ReadonlyMap<ToolId, Tool>,
  { stepId, later }: { stepId: StepId; later: ReadonlySet<StepId> },
): Source[] {
  return plan.steps
    .filter((step) => step.id !== stepId && !later.has(step.id))
    .flatMap((step) => {
      const tool = tools.get(step.toolId);
      if (!tool) return [];
      return outputFields(outputSchemaOf(step, tool)).map(({ path, ...field }) => {
        const read: ReadBinding = { kind: "output", stepId: step.id, path };
        return { ...field, key: sourceKey(read), read, stepTitle: step.title, icon: tool.icon };
      });
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
