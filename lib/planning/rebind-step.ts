import { type Binding, sourceSteps } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import { requiredInputs, type Tool } from "@/lib/domain/tool";
import { bindingSchemaOf, checkValue, isAssignable } from "./check-value";
import { outputFields, typeOf } from "./output-fields";
import { outputSchemaOf, readSchema, surroundingsOf } from "./read-schema";
import { type ReaderChange, rebindReaders } from "./rebind-readers";
import { ancestorsOf } from "./topological-order";
import { inputProblemsOf } from "./validate-plan";

/** What giving a step another tool does to its inputs and to the steps that read it. */
export interface Rebinding {
  /** All inputs of the step with the new tool. */
  inputs: Record<string, Binding>;
  /** Inputs of the new tool that got a value. */
  kept: string[];
  /** Where each of those has it from. */
  carried: CarriedInput[];
  /** Inputs of the old tool whose values go nowhere. */
  dropped: string[];
  /** Required inputs of the new tool that become questions. */
  missing: string[];
  /** Inputs of other steps that read the step and can't go on as they do. */
  readers: ReaderChange[];
  /** Those of them that become questions. */
  broken: { stepId: StepId; input: string }[];
}

export interface CarriedInput {
  input: string;
  /** `input`: of the old tool; `step`: an earlier step gives it. */
  from: { kind: "input"; input: string } | { kind: "step"; stepId: StepId };
}

export interface SwapSituation {
  plan: Pick<Plan, "steps">;
  step: Step;
  /** Null when it is not in the catalogue any more. */
  from: Tool | null;
  to: Tool;
  tools: ReadonlyMap<ToolId, Tool>;
}

/**
 * Carries a step's values over to another tool: by name, then by format ("the phone numbers of the same people
 * instead of their addresses"), then by role as the text; what is required and found nowhere becomes a question.
 */
export function rebindStep(situation: SwapSituation): Rebinding {
  const { step, to } = situation;
  const found = new Map<string, Exclude<Carried, null>>();
  const used = new Set<string>();
  // Required inputs choose first, and exact names before likenesses, so that nothing is taken from a better home.
  const required = requiredInputs(to);
  const names = Object.keys(to.input.properties ?? {});
  const ordered = [
    ...names.filter((name) => required.includes(name)),
    ...names.filter((name) => !required.includes(name)),
  ];
  const ways = [carryByName, carryByFormat, carryText, carryHeadline, carryFromAncestors];
  for (const carry of ways) {
    for (const name of ordered) {
      if (found.has(name)) continue;
      const carried = carry(situation, name, used);
      if (!carried || !isAccepted(situation, name, carried.binding)) continue;
      found.set(name, carried);
      if (carried.from.kind === "input" && !carried.leaves) used.add(carried.from.input);
    }
  }
  const missing = required.filter((name) => !found.has(name));
  const inputs = Object.fromEntries([
    ...[...found].map(([name, { binding }]) => [name, binding] as const),
    ...missing.map((name) => [name, questionFor(to, name)] as const),
  ]);
  const carried = [...found].map(([input, { from }]) => ({ input, from }));
  const origins = carried.flatMap(({ from }) => (from.kind === "input" ? [from.input] : []));
  const readers = rebindReaders({ ...situation, inputs });
  return {
    inputs,
    kept: [...found.keys()],
    carried,
    dropped: Object.keys(step.inputs).filter((name) => !origins.includes(name)),
    missing,
    readers,
    broken: readers.flatMap(({ stepId, input, becomes }) =>
      becomes.kind === "question" ? [{ stepId, input }] : [],
    ),
  };
}

function questionFor(tool: Tool, name: string): Binding {
  const schema = tool.input.properties?.[name] ?? {};
  return {
    kind: "question",
    question: `What should "${schema.title ?? name}" be?`.slice(0, 500),
    suggestions: (schema.enum ?? schema.examples ?? []).slice(0, 20),
  };
}

/** Whether the plan could be saved with this value: the same judgement as the plan's own. */
function isAccepted({ plan, step, to, tools }: SwapSituation, input: string, binding: Binding): boolean {
  const problems = inputProblemsOf({ step, tool: to, input, binding, plan, tools });
  return problems.every(({ severity }) => severity !== "invalid");
}

/** A value of the right kind that any step before this one gives. */
function carryFromAncestors(situation: SwapSituation, name: string): Carried {
  const { plan, step, to, tools } = situation;
  const wanted = to.input.properties?.[name] ?? {};
  const format = formatOf(wanted);
  if (!format || format === "text" || !requiredInputs(to).includes(name)) return null;
  for (const ancestor of ancestorsOf(plan.steps, step.id)) {
    const binding = outputOf(plan, tools, ancestor, wanted);
    if (binding) return { binding, from: { kind: "step", stepId: ancestor } };
  }
  return null;
}

type Carried = {
  binding: Binding;
  from: CarriedInput["from"];
  /** True when the value may go into another input as well. */
  leaves?: true;
} | null;

/** The format of a value, or of the items of a list. */
function formatOf(schema: JsonSchema): string | undefined {
  return schema.format ?? schema.items?.format;
}

function schemaOfInput({ from }: SwapSituation, name: string): JsonSchema {
  return from?.input.properties?.[name] ?? {};
}

/** A binding in the shape an input wants: one value made a list where a list is wanted. Null when it can't fit. */
function shaped(situation: SwapSituation, binding: Binding, wanted: JsonSchema): Binding | null {
  const surroundings = surroundingsOf(situation.plan, situation.tools);
  const given = bindingSchemaOf(binding, (read) => readSchema(read, situation.step, surroundings));
  const fits = (one: Binding) => (one.kind === "literal" ? checkValue(one.value, wanted) === null : true);
  if (isAssignable(given, wanted) && fits(binding)) return binding;
  if (typeOf(wanted) === "array" && isAssignable(given, wanted.items ?? {})) {
    return { kind: "list", items: [binding] };
  }
  if (typeOf(wanted) !== "array" && binding.kind === "list" && binding.items.length === 1) {
    const only = binding.items[0];
    return only ? shaped(situation, only, wanted) : null;
  }
  return null;
}

function carryByName(situation: SwapSituation, name: string): Carried {
  const { step, to } = situation;
  const binding = step.inputs[name];
  const wanted = to.input.properties?.[name] ?? {};
  const isOtherKind = situation.from && formatOf(wanted) !== formatOf(schemaOfInput(situation, name));
  if (!binding || isOtherKind) return null;
  const fitting = shaped(situation, binding, wanted);
  return fitting && { binding: fitting, from: { kind: "input", input: name } };
}

function carryByFormat(situation: SwapSituation, name: string, used: ReadonlySet<string>): Carried {
  const { plan, step, to, tools } = situation;
  const wanted = to.input.properties?.[name] ?? {};
  const format = formatOf(wanted);
  if (!format || format === "text") return null;
  for (const [input, binding] of Object.entries(step.inputs)) {
    if (used.has(input)) continue;
    if (formatOf(schemaOfInput(situation, input)) === format) {
      const fitting = shaped(situation, binding, wanted);
      if (fitting) return { binding: fitting, from: { kind: "input", input } };
    }
  }
  // The same people or things by another of their names: another output of a step that is read already.
  if (!requiredInputs(to).includes(name)) return null;
  for (const [input, binding] of Object.entries(step.inputs)) {
    for (const source of sourceSteps(binding)) {
      const sibling = outputOf(plan, tools, source, wanted);
      if (sibling) return { binding: sibling, from: { kind: "input", input } };
    }
  }
  return null;
}

/** The first output of a step with the format an input wants, in the number it wants. */
function outputOf(
  plan: Pick<Plan, "steps">,
  tools: ReadonlyMap<ToolId, Tool>,
  stepId: StepId,
  wanted: JsonSchema,
): Binding | null {
  const source = plan.steps.find((one) => one.id === stepId);
  const tool = source && tools.get(source.toolId);
  if (!source || !tool) return null;
  const format = formatOf(wanted);
  const fields = outputFields(outputSchemaOf(source, tool)).filter(
    (field) => formatOf(field.schema) === format,
  );
  const field = fields.find((one) => isAssignable(one.schema, wanted));
  if (field) return { kind: "output", stepId, path: field.path };
  const item = fields.find((one) => isAssignable(one.schema, wanted.items ?? { type: "never" }));
  return item ? { kind: "list", items: [{ kind: "output", stepId, path: item.path }] } : null;
}

const longestHeadline = 100;

/** A short message says what it is about, so it is its own subject. */
function carryHeadline(situation: SwapSituation, name: string): Carried {
  const { step, to } = situation;
  const wanted = to.input.properties?.[name] ?? {};
  const isLine = typeOf(wanted) === "string" && (wanted.format ?? "text") === "text" && !wanted.enum;
  if (!isLine || !requiredInputs(to).includes(name)) return null;
  const short = Object.entries(step.inputs).find(
    ([input, binding]) =>
      isText(schemaOfInput(situation, input)) &&
      binding.kind === "literal" &&
      String(binding.value).length <= longestHeadline,
  );
  return short ? { binding: short[1], from: { kind: "input", input: short[0] }, leaves: true } : null;
}

const isText = (schema: JsonSchema) => typeOf(schema) === "string" && schema.format === "text";

/** The text of one tool becomes the text of the other, whatever they call it. */
function carryText(situation: SwapSituation, name: string, used: ReadonlySet<string>): Carried {
  const { step, to } = situation;
  const wanted = to.input.properties?.[name] ?? {};
  if (!isText(wanted) || !requiredInputs(to).includes(name)) return null;
  const texts = Object.entries(step.inputs).filter(
    ([input]) => isText(schemaOfInput(situation, input)) && !used.has(input),
  );
  const [longest] = texts.sort(([, a], [, b]) => JSON.stringify(b).length - JSON.stringify(a).length);
  if (!longest) return null;
  const fitting = shaped(situation, longest[1], wanted);
  return fitting && { binding: fitting, from: { kind: "input", input: longest[0] } };
}
