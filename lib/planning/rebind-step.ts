import { type Binding, leafBindings, sourceSteps } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import { requiredInputs, type Tool } from "@/lib/domain/tool";
import { bindingSchemaOf, checkValue, isAssignable } from "./check-value";
import { outputFields, schemaAt, typeOf } from "./output-fields";
import { ancestorsOf } from "./topological-order";

/** What giving a step another tool does to its inputs and to the steps that read it. */
export interface Rebinding {
  /** All inputs of the step with the new tool. */
  inputs: Record<string, Binding>;
  /** Inputs of the new tool that got a value. */
  kept: string[];
  /** Required inputs of the new tool that become questions. */
  missing: string[];
  /** Inputs of other steps that read an output the new tool doesn't have; they become questions. */
  broken: { stepId: StepId; input: string }[];
}

interface Situation {
  plan: Pick<Plan, "steps">;
  step: Step;
  from: Tool;
  to: Tool;
  tools: ReadonlyMap<ToolId, Tool>;
}

/**
 * Carries a step's values over to another tool: by name, then by format ("the phone numbers of the same people
 * instead of their addresses"), then by role as the text; what is required and found nowhere becomes a question.
 */
export function rebindStep(situation: Situation): Rebinding {
  const { plan, step, to, tools } = situation;
  const inputs: Record<string, Binding> = {};
  const used = new Set<string>();
  // Required inputs choose first, and exact names before likenesses, so that nothing is taken from a better home.
  const names = Object.keys(to.input.properties ?? {});
  const isRequired = (name: string) => requiredInputs(to).includes(name);
  const ordered = [...names.filter(isRequired), ...names.filter((name) => !isRequired(name))];
  for (const carry of [carryByName, carryByFormat, carryText, carryHeadline]) {
    for (const name of ordered) {
      if (Object.hasOwn(inputs, name)) continue;
      const found = carry(situation, name, used);
      if (!found) continue;
      inputs[name] = found.binding;
      if (found.from) used.add(found.from);
    }
  }
  for (const name of requiredInputs(to)) {
    if (Object.hasOwn(inputs, name)) continue;
    const reachable = fromAncestors(situation, name);
    if (reachable) inputs[name] = reachable;
  }
  const kept = Object.keys(inputs);
  const missing = requiredInputs(to).filter((name) => !Object.hasOwn(inputs, name));
  for (const name of missing) inputs[name] = questionFor(to, name);
  const broken = plan.steps.flatMap((reader) =>
    Object.entries(reader.inputs)
      .filter(([, binding]) =>
        leafBindings(binding).some(
          (leaf) =>
            leaf.kind === "output" && leaf.stepId === step.id && schemaAt(to.output, leaf.path) === null,
        ),
      )
      .map(([input]) => ({ stepId: reader.id, input })),
  );
  return { inputs, kept, missing, broken };

  function questionFor(tool: Tool, name: string): Binding {
    const schema = tool.input.properties?.[name] ?? {};
    return {
      kind: "question",
      question: `What should "${schema.title ?? name}" be?`,
      suggestions: (schema.enum ?? schema.examples ?? []).slice(0, 20),
    };
  }

  function fromAncestors(place: Situation, name: string): Binding | null {
    const wanted = place.to.input.properties?.[name] ?? {};
    const format = formatOf(wanted);
    if (!format || format === "text") return null;
    for (const ancestor of [...ancestorsOf(plan.steps, step.id)]) {
      const binding = outputOf(plan, tools, ancestor, wanted);
      if (binding) return binding;
    }
    return null;
  }
}

type Carried = { binding: Binding; from: string | null } | null;

/** The format of a value, or of the items of a list. */
function formatOf(schema: JsonSchema): string | undefined {
  return schema.format ?? schema.items?.format;
}

function schemaOfInput({ from }: Situation, name: string): JsonSchema {
  return from.input.properties?.[name] ?? {};
}

/** A binding in the shape an input wants: one value made a list where a list is wanted. Null when it can't fit. */
function shaped(situation: Situation, binding: Binding, wanted: JsonSchema): Binding | null {
  const given = bindingSchemaOf(binding, (output) => {
    const source = situation.plan.steps.find((step) => step.id === output.stepId);
    const tool = source && situation.tools.get(source.toolId);
    return tool ? schemaAt(tool.output, output.path) : null;
  });
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

function carryByName(situation: Situation, name: string): Carried {
  const { step, to } = situation;
  const binding = step.inputs[name];
  const wanted = to.input.properties?.[name] ?? {};
  if (!binding || formatOf(wanted) !== formatOf(schemaOfInput(situation, name))) return null;
  const fitting = shaped(situation, binding, wanted);
  return fitting && { binding: fitting, from: name };
}

function carryByFormat(situation: Situation, name: string, used: ReadonlySet<string>): Carried {
  const { plan, step, to, tools } = situation;
  const wanted = to.input.properties?.[name] ?? {};
  const format = formatOf(wanted);
  if (!format || format === "text") return null;
  for (const [input, binding] of Object.entries(step.inputs)) {
    if (used.has(input)) continue;
    if (formatOf(schemaOfInput(situation, input)) === format) {
      const fitting = shaped(situation, binding, wanted);
      if (fitting) return { binding: fitting, from: input };
    }
  }
  // The same people or things by another of their names: another output of a step that is read already.
  if (!requiredInputs(to).includes(name)) return null;
  for (const [input, binding] of Object.entries(step.inputs)) {
    for (const source of sourceSteps(binding)) {
      const sibling = outputOf(plan, tools, source, wanted);
      if (sibling) return { binding: sibling, from: input };
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
  if (!tool) return null;
  const format = formatOf(wanted);
  const fields = outputFields(tool.output).filter((field) => formatOf(field.schema) === format);
  const field = fields.find((one) => isAssignable(one.schema, wanted));
  if (field) return { kind: "output", stepId, path: field.path };
  const item = fields.find((one) => isAssignable(one.schema, wanted.items ?? { type: "never" }));
  return item ? { kind: "list", items: [{ kind: "output", stepId, path: item.path }] } : null;
}

const longestHeadline = 100;

/** A short message says what it is about, so it is its own subject. */
function carryHeadline(situation: Situation, name: string): Carried {
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
  return short ? { binding: short[1], from: null } : null;
}

const isText = (schema: JsonSchema) => typeOf(schema) === "string" && schema.format === "text";

/** The text of one tool becomes the text of the other, whatever they call it. */
function carryText(situation: Situation, name: string, used: ReadonlySet<string>): Carried {
  const { step, to } = situation;
  const wanted = to.input.properties?.[name] ?? {};
  if (!isText(wanted) || !requiredInputs(to).includes(name)) return null;
  const texts = Object.entries(step.inputs).filter(
    ([input]) => isText(schemaOfInput(situation, input)) && !used.has(input),
  );
  const [longest] = texts.sort(([, a], [, b]) => JSON.stringify(b).length - JSON.stringify(a).length);
  if (!longest) return null;
  const fitting = shaped(situation, longest[1], wanted);
  return fitting && { binding: fitting, from: longest[0] };
}
