// One call of one tool, with every input bound: to a value of the goal, to another step's output, to a step pulled
// in for it, or to a question.
import type { Binding } from "@/lib/domain/binding";
import type { Tool } from "@/lib/domain/tool";
import { isAssignable } from "@/lib/planning/check-value";
import { askFor } from "./ask";
import { answersDataQuestions, dataInputs, readsNamedTables, selectsRows } from "./data-inputs";
import type { DataQuestion } from "./data-question";
import { type Draft, type DraftStep, withNote, withStep } from "./draft";
import { addressBinding } from "./fill-address";
import { chainedBinding } from "./fill-chained";
import { currencyBinding, isCurrency } from "./fill-currency";
import { fileBinding, tableBinding } from "./fill-data";
import { handedBinding } from "./fill-handed";
import { writtenBinding } from "./fill-text";
import { withUsual } from "./fill-usual";
import { namedValue, valueBinding } from "./fill-value";
import { ownSubject } from "./own-subject";
import type { Context } from "./planning-context";
import type { Filled, FillingContext, Situation, StepPurpose } from "./situation";
import { type InputField, inputFields, outputPlaces } from "./tool-fields";
import { isMessenger } from "./weigh-tools";

const deepestChain = 4;

/** A draft with a step for a tool, and the steps it needs before it. Null when it can't be made to work. */
export function fillStep(
  context: FillingContext,
  draft: Draft,
  tool: Tool,
  purpose: StepPurpose,
): { draft: Draft; step: DraftStep } | null {
  if (context.stack.length >= deepestChain || context.stack.includes(tool)) return null;
  const inside: FillingContext = { ...context, stack: [...context.stack, tool] };
  const question = withPeriods(questionFor(inside, tool), context.stack.at(-1));
  let current = draft;
  const inputs: Record<string, Binding> = question ? dataInputs(tool, question) : {};
  const fill = (field: InputField, binding: (situation: Situation) => Filled | null) => {
    if (Object.hasOwn(inputs, field.name)) return;
    const filled = binding({ context: inside, draft: current, tool, field, inputs });
    if (!filled) return;
    current = filled.draft;
    inputs[field.name] = filled.binding;
  };
  // What is named goes where it is named, before anything is taken for what it might be.
  for (const field of inputFields(tool)) if (isPlain(field)) fill(field, namedValue);
  for (const field of inputFields(tool)) {
    fill(field, (situation) => fieldBinding(situation) ?? (field.isRequired ? askFor(situation) : null));
  }
  Object.assign(inputs, agreedOn(current, tool, inputs), contentsAsked(tool, inputs));
  current = withUsual(inside, current, tool, inputs);
  const { intent } = context;
  const missed = question?.missed ?? [];
  if (missed.length > 0) {
    const words = missed
      .slice(0, 5)
      .map((word) => `“${word}”`)
      .join(", ");
    current = withNote(
      current,
      `${words} could not be found in the columns of ${question?.table.name}, so the figures don't take it into account.`,
    );
  }
  return withStep(current, {
    tool,
    inputs,
    title: purpose.title,
    words: intent.words,
    reason: purpose.reason,
    intent: intent.position,
    isMain: purpose.isMain,
    subject: purpose.subject ?? ownSubject(inside, draft),
    question,
    resolves: purpose.resolves ?? null,
  });
}

/** The question about figures a tool answers here; null when an earlier step has, or the tool can't. */
function questionFor(context: Context, tool: Tool) {
  const { source } = context.intent;
  if (!source || !answersDataQuestions(tool)) return null;
  if (readsNamedTables(tool)) {
    return source.kind === "database" && source.connectionKind === tool.connectionKind
      ? source.question
      : null;
  }
  return source.kind === "file" ? source.question : null;
}

/** Rows fetched to be described or drawn: one total says nothing, so they come per quarter. */
function withPeriods(question: DataQuestion | null, consumer: Tool | undefined): DataQuestion | null {
  if (!question || !consumer || selectsRows(consumer)) return question;
  const { measures, dimensions, grain, timeColumn } = question;
  if (measures.length === 0 || dimensions.length > 0 || grain || !timeColumn) return question;
  return { ...question, grain: { value: "quarter", words: "" } };
}

/** Filled by what the goal says of it alone. */
const isPlain = (field: InputField) => /^(?:id|count|number|boolean|other)$/.test(field.meaning);

function fieldBinding(situation: Situation): Filled | null {
  const currency = isCurrency(situation.field) ? currencyBinding(situation) : null;
  if (currency) return currency;
  switch (situation.field.meaning) {
    case "email":
    case "phone":
    case "chat":
      return addressBinding(situation);
    case "table":
      return tableBinding(situation);
    case "file":
      return fileBinding(situation);
    case "text":
    case "subject":
    case "instructions":
    case "template":
    case "values":
      return (isMessenger(situation.tool) ? null : handedBinding(situation)) ?? writtenBinding(situation);
    case "file-name":
      return writtenBinding(situation) ?? handedBinding(situation);
    case "airport":
      // That of the very place in the words, not whichever an earlier step has found.
      return valueBinding(situation) ?? chainedBinding(situation);
    case "id":
      return handedBinding(situation) ?? valueBinding(situation) ?? chainedBinding(situation);
    case "count":
    case "number":
    case "boolean":
    case "other":
      return (
        handedBinding(situation) ??
        valueBinding(situation) ??
        (situation.field.isRequired ? chainedBinding(situation) : null)
      );
    case "place":
    case "party":
    case "person-name":
    case "url":
    case "date":
    case "instant":
    case "query":
    case "choice":
      return (
        valueBinding(situation) ??
        handedBinding(situation) ??
        (situation.field.isRequired ? chainedBinding(situation) : null)
      );
    default:
      return situation.field.meaning satisfies never;
  }
}

/** A document with a name and nothing in it: the person is asked what to put there. */
function contentsAsked(tool: Tool, inputs: Readonly<Record<string, Binding>>): Record<string, Binding> {
  const fields = inputFields(tool);
  const holders = fields.filter((field) => field.meaning === "text" || field.meaning === "table");
  const isDocument = fields.some((field) => field.isRequired && field.meaning === "file-name");
  const text = holders.find((field) => field.meaning === "text");
  if (!isDocument || !text || holders.some((field) => Object.hasOwn(inputs, field.name))) return {};
  return { [text.name]: { kind: "question", question: "What should be in the file?", suggestions: [] } };
}

/**
 * What was agreed on: when a call acts on one of several things found (an offer by its id), its optional inputs of
 * the same names repeat that thing's details, so that the person approves them and the service checks them.
 */
function agreedOn(
  draft: Draft,
  tool: Tool,
  inputs: Readonly<Record<string, Binding>>,
): Record<string, Binding> {
  const agreed: Record<string, Binding> = {};
  if (tool.effect === "read") return agreed;
  const chosen = Object.values(inputs).find(
    (binding) => binding.kind === "output" && binding.path.length >= 2,
  );
  if (chosen?.kind !== "output") return agreed;
  const source = draft.steps.find((step) => step.id === chosen.stepId);
  const inside = chosen.path.slice(0, -1);
  for (const field of inputFields(tool)) {
    if (field.isRequired || field.isList || Object.hasOwn(inputs, field.name)) continue;
    const place =
      source && outputPlaces(source.tool).find(({ path }) => isSame(path, [...inside, field.name]));
    if (place && isAssignable(place.schema, field.schema)) {
      agreed[field.name] = { kind: "output", stepId: chosen.stepId, path: place.path };
    }
  }
  return agreed;
}

const isSame = (a: readonly (string | number)[], b: readonly (string | number)[]) =>
  a.length === b.length && a.every((segment, i) => segment === b[i]);
