// One intent on its way to becoming steps, with all there is to know about it.
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import type { DataQuestion } from "./data-question";
import type { FieldLikeness } from "./field-likeness";
import type { GoalValue } from "./goal-values";
import { isSpeaker, type Phrase } from "./phrases";
import type { FileFacts, PlanningRequest } from "./planning-request";
import type { Intent } from "./read-clause";
import { objectOf } from "./read-clause";
import { isMessageNoun } from "./read-content";
import { type ReadGoal, valuesIn } from "./read-goal";
import { isDataVerb, isKeepingVerb } from "./verbs";
import { splitName } from "./words";

/** Where the figures an intent is about come from. */
export type DataSource =
  | { kind: "database"; connectionKind: string; question: DataQuestion }
  | { kind: "file"; file: FileFacts; question: DataQuestion | null };

/** An intent of the goal, or one that supplies what another is to send ("*the weather in Paris*" of "text Bob …"). */
export interface PlannedIntent extends Intent {
  position: number;
  isSupply: boolean;
  values: readonly GoalValue[];
  source: DataSource | null;
  /** What tools are searched with: the intent's words without what others supply or a message says. */
  searchWords: string;
  /** The attached file it names, if any. */
  file: FileFacts | null;
}

export interface Context {
  request: PlanningRequest;
  goal: ReadGoal;
  intents: readonly PlannedIntent[];
  likeness: FieldLikeness;
  intent: PlannedIntent;
  /** How well tools fit this intent's words, as the search had it. */
  scores: ReadonlyMap<ToolId, number>;
  /** Tools being filled right now, the outermost first: none of them is pulled in again. */
  stack: readonly Tool[];
  /** What a pulled-in step is to start from: a phrase or value of the goal, or nothing known yet. */
  hint: Hint | null;
}

export type Hint = { kind: "words"; words: string; start: number } | { kind: "question"; question: string };

/** Generic nouns for whatever earlier steps gave. */
const resultNouns =
  /^(?:(?:the|these|those|that|this|my|all|all the|a|an|its|their) )?(?:(?:final|full|whole|short|brief|quick|complete) )?(?:results?|findings|outcome|output|answer|numbers|figures|data|it|them|that|this|those|these|everything|both|summary|report|list|table|overview|analysis|chart|graph|plot|details|info|information|insights|highlights|file|csv|spreadsheet|names?|one|top one)$/i;

/** True when an object stands for what earlier steps gave: "it", "the results", "a summary". */
export function refersBack(words: string): boolean {
  return resultNouns.test(words.trim());
}

const fileWords = "file|csv|spreadsheet|document|attachment|workbook|sheet|upload|excel|xlsx|json";
const fileMention = new RegExp(
  String.raw`\b(?:this|the|my|these|that|attached|uploaded|enclosed)\s+(?:(?:attached|uploaded|csv|excel|text|data|json)\s+)*(?:${fileWords})s?\b|\b(?:attached|uploaded)\b`,
  "i",
);

/** The attached file a stretch of the goal names: by name, or as "this file". */
export function fileMentioned(words: string, files: readonly FileFacts[]): FileFacts | null {
  const lower = words.toLowerCase();
  const named = files.find((file) => lower.includes(file.name.toLowerCase()));
  return named ?? (fileMention.test(words) ? (files[0] ?? null) : null);
}

/** Where the words point at a file, as offsets into them; null when they don't. */
export function fileMentionIn(words: string): { start: number; end: number } | null {
  const match = fileMention.exec(words);
  return match ? { start: match.index, end: match.index + match[0].length } : null;
}

/** True when the words point at a file, attached or not. */
export function mentionsFile(words: string): boolean {
  return fileMention.test(words);
}

const addressing = new Set(["to", "recipient"]);

/** Those a message of this intent goes to, as phrases: none for addresses, which are values. */
export function recipientsOf(intent: PlannedIntent): Phrase[] {
  const addressed = intent.phrases.filter(
    (phrase) => addressing.has(phrase.preposition ?? "") && phrase.party >= 0.4,
  );
  if (addressed.length > 0 || hasAddress(intent)) return addressed;
  const object = objectOf(intent);
  const isMessage = object !== null && (isMessageNoun(object.words) || refersBack(object.words));
  if (
    object &&
    intent.isTelling &&
    object.party >= 0.4 &&
    (!isMessage || /^(?:them|her|him)$/i.test(object.words))
  ) {
    return [object];
  }
  if (object && isMessage === false && isLoneName(intent, object)) return [object];
  return intent.phrases.filter(
    (phrase) => /^(?:for|with)$/.test(phrase.preposition ?? "") && phrase.party >= 0.55,
  );
}

/** True for what is to be put into a file; "write a poem" isn't, unless it says so. */
export function isKeeping(intent: Pick<PlannedIntent, "verb" | "words">): boolean {
  if (!isKeepingVerb(intent.verb ?? "")) return false;
  const namesFile = /\b(?:file|csv|json|xlsx|excel|spreadsheet|markdown|document)\b|\.[a-z]{2,4}\b/i;
  return intent.verb !== "write" || namesFile.test(intent.words);
}

/** "email priya": a single word after a verb that takes people, and no figures it could mean. */
function isLoneName(intent: PlannedIntent, object: Phrase): boolean {
  const takesPeople =
    /^(?:email|mail|text|message|notify|alert|dm|ping|page|sms|remind|tell|ask|inform|warn)$/.test(
      intent.verb ?? "",
    );
  const [token] = object.tokens;
  return (
    takesPeople &&
    object.tokens.length === 1 &&
    token?.kind === "word" &&
    token.tags.has("Singular") &&
    !intent.source
  );
}

function hasAddress(intent: PlannedIntent): boolean {
  return intent.values.some((value) => /^(?:email|phone|chat)$/.test(value.kind));
}

export const isPronoun = (words: string) =>
  /^(?:him|her|them|they|everyone|everybody|each of them|all of them)$/i.test(words.trim());

export { isSpeaker };

/** What an intent is about, as a noun phrase for texts and titles: "quarterly sales data". */
export function subjectOf(intent: PlannedIntent, goal: ReadGoal): string {
  if (isDataVerb(intent.verb ?? "") && intent.source?.question)
    return questionSubject(intent.source.question);
  const recipients = new Set(intent.isTelling ? recipientsOf(intent) : []);
  const kept = intent.phrases.filter(
    (phrase) =>
      !recipients.has(phrase) &&
      !isSpeaker(phrase.words) &&
      !/^(?:recipient|as|possessor|naming)$/.test(phrase.preposition ?? "") &&
      !(phrase.preposition === "of" && intent.phrases.some((other) => isInside(phrase, other))) &&
      !isFormatPhrase(phrase) &&
      !isFilePhrase(phrase),
  );
  if (kept.length === 0)
    return intent.file?.name ?? intent.values.find((value) => value.kind === "url")?.words ?? "";
  const parts = kept.map((phrase, i) => {
    if (intent.file && fileMention.test(phrase.words))
      return phrase.words.replace(fileMention, intent.file.name);
    if (i === 0) return phrase.words;
    return `${phrase.preposition ?? "and"} ${phrase.words}`;
  });
  const times = valuesIn(goal, intent).filter(
    (value) => value.kind === "time" && !parts.some((part) => part.includes(value.words)),
  );
  const said = times.map((value) => timeWords(goal, value));
  return [...parts, ...said].join(" ").replace(/\s+/g, " ").trim();
}

/** "revenue by country", of "group it by country and sum the revenue". */
function questionSubject({ measures, dimensions, table }: DataQuestion): string {
  const what =
    measures
      .map(({ aggregate, words }) => (words !== "" && aggregate === "avg" ? `average ${words}` : words))
      .filter((words) => words !== "")
      .join(" and ") || table.name;
  const by = dimensions.map((dimension) => dimension.words).join(" and ");
  return by === "" ? what : `${what} by ${by}`;
}

const isInside = (inner: Phrase, outer: Phrase) =>
  inner !== outer && inner.start >= outer.start && inner.end <= outer.end;

/** "to a CSV file", "as a spreadsheet": the form something is to have. */
export const isFormatPhrase = (phrase: Phrase) =>
  /^(?:to|as|into|in)$/.test(phrase.preposition ?? "") &&
  /^(?:a |an |one )?(?:new )?(?:(?:csv|excel|json|text|xlsx|markdown)(?: (?:file|spreadsheet|sheet|document|table))?|file|spreadsheet|document|download)(?: (?:called|named) .*)?$/i.test(
    phrase.words,
  );

const isFilePhrase = (phrase: Phrase) => phrase.preposition !== null && fileMention.test(phrase.words);

/** A time with the little word before it: "in 2016", "for next Tuesday". */
function timeWords(goal: ReadGoal, value: GoalValue): string {
  const before = /(?:^|\s)(in|on|of|for|since|during|from|at|over)(?: the)?\s+$/i.exec(
    goal.text.slice(0, value.start),
  );
  return before ? `${before[1]} ${value.words}` : value.words;
}

/** What a chart or a report is of: "a bar chart of profit by region" → "profit by region". */
export function contentsOf(words: string): string {
  return bare(words).replace(
    /^(?:[\w-]+ )?(?:chart|graph|plot|report|summary|overview|analysis|table|list|breakdown) (?:of|on|about|for) /i,
    "",
  );
}

/** A noun phrase without what only points or wraps: "the sales data" → "sales data". */
export function bare(words: string): string {
  return words.replace(/^(?:(?:the|a|an|my|our|this|that|these|those|some|all|me|us)\s+)+/i, "").trim();
}

/** True when a phrase names several things: "the five customers". */
export function isPlural(words: string): boolean {
  const head = splitName(words.replace(/\b(?:with|by|in|of|for|from|to|on|at|per)\b.*$/i, "")).at(-1) ?? "";
  if (/^(?:a|an|this|that|each|every) /i.test(words)) return false;
  return (/s$/.test(head) && !/(?:ss|is|us)$/.test(head)) || head === "people";
}
