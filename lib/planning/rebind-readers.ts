// What becomes of the inputs that read a step whose tool is swapped. Pure.
import { type Binding, leafBindings, mapLeaves, type OutputPath, sourceSteps } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { isAssignable } from "./check-value";
import { lostValue } from "./lost-readings";
import { outputFields, schemaAt } from "./output-fields";
import { outputSchemaOf } from "./read-schema";
import { inputProblemsOf } from "./validate-plan";

/** An input that read what the new tool doesn't give, or gives as another kind of value. */
export interface ReaderChange {
  stepId: StepId;
  input: string;
  /** What it read of the old tool's output. */
  reads: OutputPath;
  /** Another place of the new output that means the same, or a question to the person. */
  becomes: { kind: "output"; path: OutputPath } | { kind: "question" };
  /** The whole input as it is afterwards. */
  binding: Binding;
}

/** The inputs of other steps that can't go on reading the step as they do, and what stands there instead. */
export function rebindReaders(swap: {
  plan: Pick<Plan, "steps">;
  step: Step;
  from: Tool | null;
  to: Tool;
  tools: ReadonlyMap<ToolId, Tool>;
  inputs: Record<string, Binding>;
}): ReaderChange[] {
  const { plan, step, from, to, inputs } = swap;
  const given = outputSchemaOf(step, to);
  const tools = new Map([...swap.tools, [to.id, to] as const]);
  const steps = plan.steps.map((one) => (one.id === step.id ? { ...one, toolId: to.id, inputs } : one));
  return steps.flatMap((reader) => {
    const tool = tools.get(reader.toolId);
    if (reader.id === step.id || !tool) return [];
    return Object.entries(reader.inputs).flatMap(([input, binding]): ReaderChange[] => {
      if (!sourceSteps(binding).includes(step.id)) return [];
      const isAccepted = (candidate: Binding) =>
        inputProblemsOf({ step: reader, tool, input, binding: candidate, plan: { steps }, tools }).every(
          ({ severity }) => severity !== "invalid",
        );
      if (isAccepted(binding)) return [];
      const reads = lostPath(binding, step.id, given);
      const wanted = from && schemaAt(outputSchemaOf(step, from), reads);
      for (const path of wanted ? likePlaces(given, { path: reads, schema: wanted }) : []) {
        const rewired = mapLeaves(binding, (leaf) =>
          leaf.kind === "output" && leaf.stepId === step.id && samePath(leaf.path, reads)
            ? { ...leaf, path }
            : leaf,
        );
        if (isAccepted(rewired)) {
          return [{ stepId: reader.id, input, reads, becomes: { kind: "output", path }, binding: rewired }];
        }
      }
      const question = lostValue(reader, input);
      const inPlace = mapLeaves(binding, (leaf) =>
        leaf.kind === "output" && leaf.stepId === step.id ? question : leaf,
      );
      return [
        {
          stepId: reader.id,
          input,
          reads,
          becomes: { kind: "question" },
          binding: isAccepted(inPlace) ? inPlace : question,
        },
      ];
    });
  });
}

const samePath = (a: OutputPath, b: OutputPath) => JSON.stringify(a) === JSON.stringify(b);

/** The path in the binding that the new output doesn't have; the first one where all are there in another shape. */
function lostPath(binding: Binding, stepId: StepId, output: JsonSchema): OutputPath {
  const paths = leafBindings(binding).flatMap((leaf) =>
    leaf.kind === "output" && leaf.stepId === stepId ? [leaf.path] : [],
  );
  return paths.find((path) => schemaAt(output, path) === null) ?? paths[0] ?? [];
}

/** Places of an output that mean the same as one of another output, the likest first: same name, or same special format. */
function likePlaces(output: JsonSchema, wanted: { path: OutputPath; schema: JsonSchema }): OutputPath[] {
  const name = nameOf(wanted.path);
  const format = formatOf(wanted.schema);
  return outputFields(output)
    .filter((field) => isAssignable(field.schema, wanted.schema))
    .map((field) => {
      const sameName = name !== "" && nameOf(field.path) === name;
      const sameFormat = format !== undefined && format !== "text" && formatOf(field.schema) === format;
      return { path: field.path, rank: (sameName ? 2 : 0) + (sameFormat ? 1 : 0) };
    })
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.path.length - b.path.length)
    .map(({ path }) => path);
}

const formatOf = (schema: JsonSchema) => schema.format ?? schema.items?.format;

/** `userName` and `user_name` are the same name. */
function nameOf(path: OutputPath): string {
  const last = path.findLast((segment) => typeof segment === "string" && segment !== "*");
  return String(last ?? "")
    .replace(/[^a-z0-9]/gi, "")
    .toLowerCase();
}
