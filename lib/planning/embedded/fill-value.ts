// Values the goal itself holds, for inputs by what they mean: days, places, numbers, names, choices.
import { typeOf } from "@/lib/planning/output-fields";
import { directionOf } from "./ask";
import { bound, freeValues } from "./bound-value";
import { slotFor } from "./fill-slot";
import { timeBinding } from "./fill-time";
import type { GoalValue } from "./goal-values";
import type { Phrase } from "./phrases";
import { bare, isSpeaker, type PlannedIntent, subjectOf } from "./planning-context";
import type { Filled, Situation } from "./situation";
import type { TaggedToken } from "./tag-words";
import { type InputField, inputFields } from "./tool-fields";
import { numberOf, splitName, stem, wordSimilarity } from "./words";

/** A value of the goal for an input; null when it holds none. */
export function valueBinding(situation: Situation): Filled | null {
  const { context, field } = situation;
  const named = namedValue(situation);
  if (named) return named;
  if (context.hint?.kind === "words" && takesHint(situation)) {
    return bound(situation, hintWords(situation, context.hint.words), context.hint.words, context.hint.start);
  }
  if (context.hint?.kind === "question") return null;
  switch (field.meaning) {
    case "date":
    case "instant":
      return timeBinding(situation);
    case "place":
      return placeBinding(situation);
    case "airport":
      return codeBinding(situation);
    case "party":
      return partyBinding(situation);
    case "person-name":
      return personBinding(situation);
    case "url":
      return firstValue(situation, "url");
    case "query":
      return queryBinding(situation);
    case "count":
    case "number":
      return numberBinding(situation);
    case "choice":
      return choiceBinding(situation);
    case "id":
    case "other":
      return looseBinding(situation);
    default:
      return null;
  }
}

/** A pulled-in step starts from the words it is to turn into something: its first required text takes them. */
function takesHint({ field, inputs }: Situation): boolean {
  const isText = typeOf(field.item) === "string" && !field.item.enum;
  return (
    field.isRequired &&
    isText &&
    Object.keys(inputs).length === 0 &&
    !/^(?:date|instant|file|url|id)$/.test(field.meaning)
  );
}

const hintWords = ({ field }: Situation, words: string) => (field.meaning === "party" ? words : bare(words));

function firstValue(situation: Situation, kind: GoalValue["kind"]): Filled | null {
  const value = freeValues(situation).find((one) => one.kind === kind);
  return value ? bound(situation, value.value, value.words, value.start) : null;
}

/** The phrase of the intent that fits best as a place at this end of a way. */
export function placePhrase(situation: Situation): Phrase | null {
  const { context, draft, field } = situation;
  const direction = directionOf(field);
  const rank = (phrase: Phrase) => {
    if (draft.used.has(phrase.start)) return -1;
    const end =
      phrase.preposition === "from" ? "from" : /^(?:to|into)$/.test(phrase.preposition ?? "") ? "to" : null;
    if (direction && end && direction !== end) return -1;
    // A lone "in Paris" is no place of departure.
    if (direction === "from" && end !== "from") return -1;
    return phrase.place + (direction && direction === end ? 0.4 : 0) - (phrase.party >= 0.9 ? 0.5 : 0);
  };
  const enough = field.isRequired ? 0.6 : 0.75;
  const all = [...context.intent.phrases].sort((a, b) => rank(b) - rank(a));
  const best = all[0];
  return best && rank(best) >= enough ? best : null;
}

function placeBinding(situation: Situation): Filled | null {
  const phrase = placePhrase(situation);
  return phrase ? bound(situation, bare(phrase.words), phrase.words, phrase.start) : null;
}

/** "SFO" where an airport's code is wanted. */
function codeBinding(situation: Situation): Filled | null {
  const phrase = placePhrase(situation);
  return phrase && /^[A-Z]{3}$/.test(phrase.words)
    ? bound(situation, phrase.words, phrase.words, phrase.start)
    : null;
}

/** Somebody in the staff directory: a team, a role or a person; in "who is on call", what is said of them. */
function partyBinding(situation: Situation): Filled | null {
  const { context } = situation;
  const parties = [...context.intent.phrases]
    .filter((phrase) => phrase.party >= 0.5 && !isSpeaker(phrase.words))
    .sort((a, b) => b.party - a.party);
  const [best] = parties;
  if (best) return bound(situation, best.words, best.words, best.start);
  const leads =
    /\bwho (?:runs|leads|heads|manages|is in charge of|is responsible for)\s+(?:the )?(.+)$/i.exec(
      context.intent.words,
    );
  if (leads?.[1]) return bound(situation, `head of ${leads[1]}`, leads[0], null);
  const asked = /\bwho(?:'s| is| are)?\s+(.+)$/i.exec(context.intent.words);
  const said = asked?.[1]
    ?.replace(/\b(?:right now|now|today|tonight|this week|currently|at the moment)\b/gi, "")
    .trim();
  if (said) return bound(situation, said, said, null);
  const named = context.intent.phrases.find((phrase) => /^(?:of|for|'s)$/.test(phrase.preposition ?? ""));
  return named ? bound(situation, named.words, named.words, named.start) : null;
}

function personBinding(situation: Situation): Filled | null {
  const person = situation.context.intent.phrases.find(
    (phrase) =>
      phrase.party >= 0.6 &&
      !isSpeaker(phrase.words) &&
      /^(?:for|recipient|under|by)$/.test(phrase.preposition ?? "") &&
      phrase.tokens.every((token) => /^\p{Lu}/u.test(token.text)),
  );
  return person ? bound(situation, person.words, person.words, person.start) : null;
}

function queryBinding(situation: Situation): Filled | null {
  const { context, field } = situation;
  if (!field.isRequired) return null;
  const quoted = firstValue(situation, "quote");
  if (quoted) return quoted;
  const subject = bare(subjectOf(context.intent, context.goal));
  return subject === "" ? null : bound(situation, subject, subject, null);
}

function numberBinding(situation: Situation): Filled | null {
  const { field } = situation;
  const numbers = freeValues(situation).filter((value) => value.kind === "number");
  const named = numbers.find(
    (value) =>
      value.kind === "number" &&
      value.unit &&
      countedBy(field).some((word) => wordSimilarity(value.unit ?? "", word) >= 0.85),
  );
  const sized = field.meaning === "count" ? numbers[0] : undefined;
  const value = named ?? (field.isRequired ? (sized ?? numbers[0]) : undefined);
  return value ? bound(situation, value.value, value.words, value.start) : null;
}

/** What a number is a number of: guests, for `number_of_guests`; a price, for `price_per_night`. */
function countedBy(field: InputField): readonly string[] {
  const [name = []] = field.names;
  const rest = /^(?:number|num|count|total|max|min)$/.test(name[0] ?? "") ? name.slice(1) : name;
  const words = rest[0] === "of" ? rest.slice(1) : rest;
  const cut = words.findIndex((word, i) => i > 0 && /^(?:per|of|in|for|by)$/.test(word));
  return cut < 0 ? [...words, ...field.stems.filter((word) => !name.includes(word))] : words.slice(0, cut);
}

/** The option of an enum the intent's words name: "urgent", "as a pie chart". */
function choiceBinding(situation: Situation): Filled | null {
  const { context, field } = situation;
  const words = context.intent.tokens.filter((token) => token.kind === "word");
  for (const option of field.item.enum ?? []) {
    if (typeof option !== "string") continue;
    const parts = splitName(option).map(stem);
    if (parts.length === 0 || parts.join("").length < 2) continue;
    const at = words.findIndex((_, i) => parts.every((part, j) => stem(words[i + j]?.lower ?? "") === part));
    const said = words
      .slice(at, at + parts.length)
      .map((token) => token.text)
      .join(" ");
    if (at >= 0 && isChoice(situation, said, words[at + parts.length]?.lower))
      return bound(situation, option, said, null);
  }
  return null;
}

/** A common word is a choice only beside the input's name ("pie chart" for the kind of chart), or in capitals. */
function isChoice({ field }: Situation, said: string, next: string | undefined): boolean {
  if (field.isRequired || said === said.toUpperCase()) return true;
  return next !== undefined && field.stems.includes(stem(next));
}

/** "a thrust of 25,000", for `thrust_per_engine`. */
function namesOf(field: InputField): readonly (readonly string[])[] {
  if (!/^(?:count|number)$/.test(field.meaning)) return field.names;
  const counted = countedBy(field);
  return counted.length > 0 && counted.length < (field.names[0]?.length ?? 0)
    ? [...field.names, counted]
    : field.names;
}

const stemsOf = new WeakMap<PlannedIntent, readonly string[]>();

function tokenStems(intent: PlannedIntent): readonly string[] {
  const known = stemsOf.get(intent) ?? intent.tokens.map((token) => stem(token.lower));
  stemsOf.set(intent, known);
  return known;
}

/** `code ABC123`, `subject: "…"`, `priority 2`: a value behind the input's own name. */
export function namedValue(situation: Situation): Filled | null {
  const { context, field } = situation;
  const tokens = context.intent.tokens;
  const stems = tokenStems(context.intent);
  for (const [i, token] of tokens.entries()) {
    for (const name of namesOf(field)) {
      if (!name.every((word, j) => stems[i + j] === word)) continue;
      let at = i + name.length;
      while (/^(?:is|of|=|:|to|as|named|called|the|number|#)$/.test(tokens[at]?.lower ?? "")) at += 1;
      const value = tokens[at];
      if (!value || name.join("").length < 3) continue;
      const filled = literalOf(situation, value, token.text);
      if (filled) return filled;
    }
  }
  return null;
}

function literalOf(
  situation: Situation,
  { text, kind, start }: Pick<TaggedToken, "text" | "kind" | "start">,
  name: string,
): Filled | null {
  const type = typeOf(situation.field.item);
  const words = `${name} ${text}`;
  if (kind === "quote") return type === "string" ? bound(situation, text.slice(1, -1), words, start) : null;
  if (type === "integer" || type === "number") {
    const number = numberOf(text);
    return number === null ? null : bound(situation, number, words, start);
  }
  // A plain word after a name is rarely its value; one with digits or in capitals is.
  const isCode = /\d/.test(text) || (text.length >= 2 && text === text.toUpperCase() && /\p{L}/u.test(text));
  return type === "string" && isCode && !situation.field.schema.format
    ? bound(situation, text, words, start)
    : null;
}

/** A quotation or a code ("ABC123") for what may be one. */
function looseBinding(situation: Situation): Filled | null {
  const { context, field, draft, tool } = situation;
  if (!field.isRequired || typeOf(field.item) !== "string") return null;
  const slot = slotFor(field, context.intent.tokens);
  if (slot) return bound(situation, slot.value, slot.words, slot.start);
  // Of several texts any might be meant: only one that is called like it gets it.
  const texts = inputFields(tool).filter((one) => one.isRequired && typeOf(one.item) === "string");
  const isOnly = texts.length === 1;
  const quoted = isOnly || wordy.test(field.stems.join(" ")) ? firstValue(situation, "quote") : null;
  if (quoted) return quoted;
  const code = context.intent.tokens.find(
    (token) =>
      token.kind === "word" &&
      /\d/.test(token.text) &&
      /\p{L}/u.test(token.text) &&
      token.text.length >= 4 &&
      !draft.used.has(token.start),
  );
  const takesCode = isOnly || field.meaning === "id" || codelike.test(field.stems.join(" "));
  return code && takesCode ? bound(situation, code.text, code.text, code.start) : null;
}

const wordy =
  /\b(?:titl|nam|text|messag|content|sentenc|phras|word|quot|description|not|topic|subject|question|query|expression|fil|path|cod|key)\b/;
const codelike = /\b(?:id|number|cod|referenc|serial|isbn|sku|model|plat|registration|key|hash|nam|fil)\b/;
