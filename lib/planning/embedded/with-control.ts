// Conditions and repetition of the goal, put on the steps they are said of: bound to what earlier steps give, and where
// nothing gives it, a question. Nothing that was said about when or how often is ever dropped.
import type { Binding, OutputPath, Reading } from "@/lib/domain/binding";
import { type Condition, oppositeOf } from "@/lib/domain/condition";
import { isJsonObject } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import { itemLimit } from "@/lib/domain/repeat";
import { typeOf } from "@/lib/planning/output-fields";
import { validatePlan } from "@/lib/planning/validate-plan";
import { type Draft, type DraftStep, stepOf } from "./draft";
import { itemizedInputs, type ListPlace, listPlaceOf } from "./itemize";
import type { PlannedIntent } from "./planning-context";
import type { PlanningRequest } from "./planning-request";
import { narrowed, type ReadCondition, readCondition } from "./read-condition";
import type { Aside } from "./split-clauses";
import { outputPlaces } from "./tool-fields";
import { contentStems, stem } from "./words";

export interface Controlled {
  steps: Step[];
  notes: string[];
}

/** The steps of a draft, each with what the goal says about when and how often it is done. */
export function withControl(
  draft: Draft,
  intents: readonly PlannedIntent[],
  request: PlanningRequest,
): Controlled {
  const notes: string[] = [];
  const steps = draft.steps.map((step): Step => {
    const intent = intents[step.intent];
    const plain = stepOf(step);
    if (!intent || !step.isMain || intent.aside) return plain;
    const condition = intent.condition && conditionOf(draft, intents, step, intent.condition);
    const repeated = repetitionOf(draft, intents, step, request);
    if (repeated) notes.push(repeatNote(plain, itemLimit(request.facts.mostItems)));
    const ofItem = repeated && intent.repeat && itemCondition(repeated, intent.repeat);
    const both = condition && ofItem ? bothOf(condition, ofItem) : (condition ?? ofItem);
    const { fields: _fields, ...control } = repeated ?? {};
    return { ...plain, ...control, ...(both ? { condition: both } : {}) };
  });
  return { steps: withoutMistakes(steps, request), notes };
}

const repeatNote = ({ title }: Step, limit: number) =>
  `“${title}” is done once for each item, at most ${limit} times.`;

/** A condition or list that does not fit what it reads is asked for instead. */
function withoutMistakes(steps: Step[], { tools, facts }: PlanningRequest): Step[] {
  const connectedKinds = facts.connectedKinds;
  const wrong = new Set(
    validatePlan({ plan: { steps }, tools, connectedKinds })
      .filter(({ code }) => code === "wrong-condition")
      .map(({ stepId }) => stepId),
  );
  if (wrong.size === 0) return steps;
  return steps.map((step) => {
    const { condition } = step;
    if (!condition || !wrong.has(step.id)) return step;
    return { ...step, condition: unknownCondition(condition.words ?? "") };
  });
}

export function unknownCondition(words: string): Condition {
  const question = `Which value decides “${words}”?`.slice(0, 500);
  const value: Reading = { kind: "question", question, suggestions: [] };
  return { match: "all", tests: [{ value, of: "any", operator: "is", operand: true }], words };
}

/** The steps that serve what an aside asks for, or, where it points back, those before the step. */
function sourcesOf(
  draft: Draft,
  intents: readonly PlannedIntent[],
  step: DraftStep,
  aside: Aside,
): DraftStep[] {
  const position = intents.findIndex((intent) => intent.aside?.tokens === aside.tokens);
  const own = draft.steps.filter((one) => one.intent === position && one.isMain);
  if (own.length > 0) return own;
  return draft.steps
    .slice(0, draft.steps.indexOf(step))
    .filter((one) => one.isMain && one.intent !== step.intent)
    .reverse();
}

/** A condition in words bound to what the steps give; asked for where nothing gives it. */
export function conditionOf(
  draft: Draft,
  intents: readonly PlannedIntent[],
  step: DraftStep,
  aside: Aside,
): Condition {
  const read = readCondition(aside);
  const { comparison, isNegated } = read;
  const words = aside.words.slice(0, 500);
  if (!comparison) return unknownCondition(words);
  for (const source of sourcesOf(draft, intents, step, aside)) {
    const place = decisivePlace(source, read);
    if (!place) continue;
    const value: Reading = { kind: "output", stepId: source.id, path: place.path };
    const operand = place.isYesNo ? true : comparison.operand;
    const condition: Condition = {
      match: "all",
      tests: [{ value, of: "any", operator: comparison.operator, operand }],
      words,
    };
    return isNegated ? oppositeOf(condition) : condition;
  }
  return unknownCondition(words);
}

interface Place {
  path: OutputPath;
  /** A yes or no that is called what the goal says: "if the account is active". */
  isYesNo?: true;
}

const lowNames = /\b(?:min|minimum|low|lowest|least)\b/i;
const highNames = /\b(?:max|maximum|high|highest|most)\b/i;

/** The place of a step's output that the comparison is about; null when none can be meant, or several equally. */
function decisivePlace(source: DraftStep, read: ReadCondition): Place | null {
  const { comparison, hints } = read;
  if (!comparison) return null;
  const isCounting = comparison.operator === "is-empty" || comparison.operator === "is-not-empty";
  const rows = rowCount(source, read);
  if (rows) return { path: rows };
  const figure = soleFigure(source);
  if (figure && typeof comparison.operand === "number") return { path: figure };
  const named = new Set(contentStems(`${source.words} ${source.tool.title}`));
  const places = outputPlaces(source.tool).filter(({ path }) => !path.some((one) => typeof one === "number"));
  const ranked = places
    .flatMap((place) => {
      const type = typeOf(place.schema);
      const item = typeOf(place.schema.items ?? {});
      const isTable = place.schema.format === "table";
      const isNumber = type === "number" || type === "integer" || item === "number" || item === "integer";
      const isYesNo = type === "boolean" && hasStem(place.stems, comparison.operand);
      if (
        isCounting ? type !== "array" && !isTable : typeof comparison.operand === "number" ? !isNumber : false
      ) {
        return [];
      }
      if (typeof comparison.operand === "string" && type !== "string" && !isYesNo) return [];
      const { schema, path, stems } = place;
      const wanted = String(comparison.operand).toLowerCase();
      const isChoice = schema.enum?.some((option) => {
        const text = String(option).toLowerCase();
        return comparison.operator === "contains" ? text.includes(wanted) : text === wanted;
      });
      const said = new Set(contentStems(`${schema.title ?? ""} ${schema.description ?? ""}`));
      const label = `${schema.title ?? ""} ${path.at(-1) ?? ""}`.replace(/([a-z])([A-Z])/g, "$1 $2");
      const leaning =
        (/^(?:below|at-most)$/.test(comparison.operator) && lowNames.test(label)) ||
        (/^(?:above|at-least)$/.test(comparison.operator) && highNames.test(label));
      const share = (words: ReadonlySet<string>) =>
        hints.length === 0 ? 0 : hints.filter((hint) => words.has(hint)).length / hints.length;
      const own = new Set(stems);
      const closeness = own.size === 0 ? 0 : share(own) / Math.sqrt(own.size);
      const score =
        closeness * 2 +
        share(said) * 0.5 +
        (leaning ? 0.3 : 0) +
        (isChoice || isYesNo ? 1 : 0) -
        path.length * 0.02;
      return [{ path, score, isYesNo }];
    })
    .sort((a, b) => b.score - a.score);
  const [best, second] = ranked;
  if (!best) return null;
  const isSaid = best.score > 0.1;
  const isOnly = ranked.length === 1 || isCounting;
  const isPlain = hints.every((hint) => named.has(hint)) && best.score > (second?.score ?? -1) + 0.2;
  if (!isSaid && !isOnly && !isPlain) return null;
  if (second && second.score === best.score && !isOnly) return null;
  return best.isYesNo ? { path: best.path, isYesNo: true } : { path: best.path };
}

function hasStem(stems: readonly string[], operand: string | number | null): boolean {
  return typeof operand === "string" && contentStems(operand).some((one) => stems.includes(one));
}

/** "more than 10 rows", "no rows": how many a table has, or the table. */
function rowCount(source: DraftStep, { comparison, hints }: ReadCondition): OutputPath | null {
  const isCounted = comparison !== null && hints.some((hint) => countedWords.has(hint));
  const table = outputPlaces(source.tool).find(({ schema }) => schema.format === "table");
  if (!isCounted || !table) return null;
  if (typeof comparison.operand === "number") return [...table.path, "rowCount"];
  return /^is-(?:not-)?empty$/.test(comparison.operator) ? table.path : null;
}

const countedWords = new Set(["row", "line", "record", "entry", "result", "match"].map(stem));

/** Of a question about one figure without groups, the figure itself: a table of one row and one column. */
function soleFigure(step: DraftStep): OutputPath | null {
  const { measures, dimensions, timeGrain } = step.inputs;
  if (measures?.kind !== "literal" || dimensions || timeGrain || !Array.isArray(measures.value)) return null;
  const [only, ...others] = measures.value;
  const table = outputPlaces(step.tool).find(
    ({ schema, path }) => schema.format === "table" && path.length === 1,
  );
  if (!table || others.length > 0 || !isJsonObject(only)) return null;
  const name = only.as ?? only.column;
  return typeof name === "string" ? [...table.path, "rows", 0, name] : null;
}

interface Repetition extends Pick<Step, "repeat" | "inputs"> {
  /** What an item has, as far as it is known. */
  fields: ListPlace["fields"];
}

/** "… whose balance is above 1000": decided for each item; asked for where no field of it is meant. */
function itemCondition({ fields }: Repetition, aside: Aside): Condition | null {
  const which = narrowed(aside);
  if (!which) return null;
  const { comparison, hints } = readCondition(which);
  const field = fields.find(({ stems }) => stems.some((one) => hints.includes(one)));
  if (!comparison || !field) return unknownCondition(which.words);
  const value: Reading = { kind: "item", path: [field.name] };
  const { operator, operand } = comparison;
  return { match: "all", tests: [{ value, of: "any", operator, operand }], words: which.words.slice(0, 500) };
}

/** Two conditions as one; each is one test, so that all of them is what both say. */
const bothOf = (one: Condition, other: Condition): Condition => ({
  ...one,
  match: "all",
  tests: [...one.tests, ...other.tests],
});

/** What a step is repeated over, with its inputs read from the item; null for a step that is done once. */
function repetitionOf(
  draft: Draft,
  intents: readonly PlannedIntent[],
  step: DraftStep,
  request: PlanningRequest,
): Repetition | null {
  const intent = intents[step.intent];
  if (!intent) return null;
  const { repeat: aside } = intent;
  const each = aside ? null : eachPhrase(intent);
  if (!aside && !each) return null;
  const words = (aside?.words ?? each ?? "").slice(0, 500);
  const sources = aside ? sourcesOf(draft, intents, step, aside) : readBy(draft, step);
  for (const source of sources) {
    const list = listPlaceOf(source, request, words);
    if (!list) continue;
    const inputs = itemizedInputs(step, source, list);
    if (!inputs) continue;
    const over: Binding = { kind: "output", stepId: source.id, path: list.path };
    return {
      repeat: { over, limit: itemLimit(request.facts.mostItems), words },
      inputs,
      fields: list.fields,
    };
  }
  if (!aside) return null;
  const question = `Over which list: “${words}”?`.slice(0, 500);
  const over: Binding = { kind: "question", question, suggestions: [] };
  return {
    repeat: { over, limit: itemLimit(request.facts.mostItems), words },
    inputs: { ...step.inputs },
    fields: [],
  };
}

/** "every employee in marketing" of an intent that reaches people: a message each, not one to all. */
function eachPhrase(intent: PlannedIntent): string | null {
  if (intent.aim !== "write") return null;
  const isTime = /^(?:each|every) (?:other )?(?:day|week|month|year|quarter|hour|morning|evening|time)\b/i;
  const phrase = intent.phrases.find(
    ({ words }) => /^(?:each|every) \p{L}/iu.test(words) && !isTime.test(words),
  );
  return phrase?.words ?? null;
}

/** The steps a step reads from. */
function readBy(draft: Draft, step: DraftStep): DraftStep[] {
  const ids = new Set(
    Object.values(step.inputs).flatMap((binding) => (binding.kind === "output" ? [binding.stepId] : [])),
  );
  return draft.steps.filter(({ id }) => ids.has(id));
}
