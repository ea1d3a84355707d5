// Where tables and files come from: a step that has them, a query, an attached file.

import { answersDataQuestions, readsNamedTables, selectsRows } from "./data-inputs";
import type { DataQuestion } from "./data-question";
import { withUsed } from "./draft";
import { pullIn } from "./fill-chained";
import { outputBinding, type Producer, placeFor, producersOf } from "./find-producers";
import { type Context, fileMentioned, refersBack } from "./planning-context";
import { objectOf } from "./read-clause";
import type { Filled, Situation } from "./situation";
import { inputFields } from "./tool-fields";

/** A table input: what earlier steps gave, or the data the intent's own words ask for. */
export function tableBinding(situation: Situation): Filled | null {
  const { context, draft, field, tool, inputs } = situation;
  if (!field.isRequired && !wantsTable(situation)) return null;
  const { source } = context.intent;
  // A tool that works out figures takes the file's rows; a chart takes what was worked out from them.
  const takesRows = answersDataQuestions(tool) || isPlain(source?.question ?? null);
  const reuse = [...draft.steps].reverse().find((step) => {
    const place = step.tool.effect === "read" ? placeFor(step.tool, field) : null;
    return (
      place !== null &&
      (source === null || covers(step.question, source.question) || (isSameFile(context, step) && takesRows))
    );
  });
  const place = reuse && placeFor(reuse.tool, field);
  if (reuse && place) return { draft, binding: outputBinding(reuse, place, field) };
  if (!field.isRequired && Object.keys(inputs).length === 0) return null;
  return pullIn(situation, dataProducers(context, tool, producersOf(context, tool, field)), null);
}

/** A file that is read by an earlier step needn't be read again, whatever is asked of it now. */
function isSameFile(
  context: Context,
  step: { tool: Situation["tool"]; question: DataQuestion | null },
): boolean {
  const { source } = context.intent;
  const isReader = inputFields(step.tool).some((field) => field.isRequired && field.meaning === "file");
  return source?.kind === "file" && isReader;
}

/** True when what was asked before holds what is asked now, so that the same rows do. */
function covers(earlier: DataQuestion | null, now: DataQuestion | null): boolean {
  if (!now) return true;
  if (!earlier) return false;
  const has = (list: readonly { column: string }[], column: string) =>
    list.some((one) => one.column === column);
  return (
    now.measures.every((measure) => has(earlier.measures, measure.column)) &&
    now.dimensions.every((dimension) => has(earlier.dimensions, dimension.column)) &&
    (now.grain === null || now.grain.value === earlier.grain?.value) &&
    now.filters.every((filter) => earlier.filters.some((one) => one.words === filter.words)) &&
    (now.limit === null || now.limit.value === earlier.limit?.value)
  );
}

/** A question that asks for nothing to be worked out. */
function isPlain(question: DataQuestion | null): boolean {
  if (!question) return true;
  const { dimensions, grain, filters, order } = question;
  return dimensions.length === 0 && !grain && filters.length === 0 && !order;
}

/** The tools that fetch what the intent asks for, the fitting ones first. */
function dataProducers(
  context: Context,
  consumer: Situation["tool"],
  producers: readonly Producer[],
): Producer[] {
  const { source } = context.intent;
  const takesFile = ({ tool }: Producer) =>
    inputFields(tool).some((field) => field.isRequired && field.meaning === "file");
  if (source?.kind === "database") {
    return producers
      .filter(({ tool }) => readsNamedTables(tool) && tool.connectionKind === source.connectionKind)
      .slice(0, 2);
  }
  const readers = producers.filter(takesFile).slice(0, 2);
  if (source?.kind === "file" && !isPlain(source.question) && !answersDataQuestions(consumer)) {
    const workers = producers.filter(({ tool }) => selectsRows(tool) && !readsNamedTables(tool));
    return workers.length > 0 ? workers.slice(0, 1) : readers;
  }
  return readers;
}

/** An optional table is filled when the intent hands on what was found, and nothing else of the call can hold it. */
function wantsTable({ context, tool, draft, inputs }: Situation): boolean {
  const { intent } = context;
  if (inputFields(tool).some((field) => field.isRequired && field.meaning === "table")) return false;
  const needsText = inputFields(tool).some((field) => field.isRequired && field.meaning === "text");
  const name = Object.values(inputs).find(
    (binding) => binding.kind === "literal" && /\.(?:md|txt|html?)$/i.test(String(binding.value)),
  );
  if (needsText || intent.content || name) return false;
  return draft.steps.some((step) => step.isMain) || intent.source !== null;
}

/** A file input: the attached file the words name, or one an earlier step made. */
export function fileBinding(situation: Situation): Filled | null {
  const { context, draft, field, tool } = situation;
  const { intent, request } = context;
  const made = [...draft.steps].reverse().find((step) => step.isMain && placeFor(step.tool, field) !== null);
  const madePlace = made && placeFor(made.tool, field);
  const attached =
    intent.file ??
    fileMentioned(intent.words, request.files) ??
    (field.isRequired ? request.files[0] : undefined);
  if (!field.isRequired) {
    const wantsFile =
      /\b(?:attach(?:ed|ment|ing)?|enclosed?|as (?:an? )?(?:csv|excel|file|pdf|image|png|spreadsheet))\b/i.test(
        intent.words,
      );
    const object = objectOf(intent)?.words ?? "";
    const hands =
      made !== undefined &&
      (refersBack(object) || object === "" || context.intents.some((one) => one.isSupply));
    if (made && madePlace && tool.effect !== "read" && (wantsFile || hands)) {
      return { draft, binding: outputBinding(made, madePlace, field) };
    }
    if (!intent.file || tool.effect === "read" || draft.steps.some((step) => step.isMain)) return null;
  } else if (made && madePlace && refersBack(objectOf(intent)?.words ?? "")) {
    return { draft, binding: outputBinding(made, madePlace, field) };
  }
  if (!attached) return null;
  const value = field.isList ? [attached.id] : attached.id;
  return {
    draft: withUsed(draft, intent.start),
    binding: { kind: "literal", value, origin: "person", words: attached.name },
  };
}
