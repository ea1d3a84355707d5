// The noun phrases of a clause: what stands behind each preposition, and what it could name.
import { isDeterminer, wordsOf } from "./split-clauses";
import type { TaggedToken } from "./tag-words";
import { splitName, stem } from "./words";

/** A noun phrase with the preposition before it. Offsets are into the goal. */
export interface Phrase {
  /** `to`, `from`, `in`, …; `recipient` for "send *Bob* a note", `possessor` for "*Bob*'s number", `naming` for a
   * place among other words; null for the object itself. */
  preposition: string | null;
  words: string;
  start: number;
  end: number;
  tokens: TaggedToken[];
  /** The preposition as typed. */
  lead: TaggedToken | null;
  /** 0 to 1: how much it reads like a place, and like somebody. */
  place: number;
  party: number;
}

const prepositions = new Set(
  `to from in into at on onto for with by about regarding concerning via through as per between during since until
  before after near around using over under above below versus than within without inside against toward towards
  starting called named titled where whose`.split(/\s+/),
);

const pronouns = new Set("me us him her them everyone everybody myself".split(" "));
const groupNouns = new Set(
  `team department group committee crew office division staff personnel board squad colleague coworker people
  employee everyone everybody member rep representative engineer developer manager director lead leader boss head
  chief owner supervisor administrator admin officer analyst designer accountant assistant secretary president ceo cfo
  cto coo recruiter intern folk guy person contact dispatcher technician nurse doctor on-call oncall`
    .split(/\s+/)
    .map(stem),
);
/** Departments, which are also what they deal with: teams only where something is brought to them. */
const departments = new Set(
  `hr marketing finance engineering operation legal support management leadership sale it security product design
  recruiting logistic procurement accounting payroll`
    .split(/\s+/)
    .map(stem),
);
const teamNouns = new Set(
  "team department group committee crew staff office division squad people everyone".split(" "),
);

/** True for words that name several people: "the marketing team". */
export function isTeam(words: string): boolean {
  return splitName(words).some((word) => teamNouns.has(word));
}

/** True for "me" and "us": the person at the keyboard. */
export function isSpeaker(words: string): boolean {
  return /^(?:me|us|myself|ourselves|my (?:phone|e-?mail|inbox|mobile|cell)(?: number| address)?)$/i.test(
    words.trim(),
  );
}

const articles = new Set(["the", "a", "an", "our", "my", "your", "its"]);

const isProper = (token: TaggedToken) =>
  token.kind === "word" && /^\p{Lu}/u.test(token.text) && !token.tags.has("Date") && token.text !== "I";

function partyScore(tokens: readonly TaggedToken[], preposition: string | null): number {
  const all = tokens.filter(
    (token) => token.kind === "word" && !isDeterminer(token.lower) && token.lower !== "and",
  );
  // "the head of engineering" is a head, "the addresses of the team" are addresses.
  const [lone] = tokens;
  // "her" alone is she; before a noun it is a possessive.
  if (lone && tokens.length === 1 && pronouns.has(lone.lower)) return 1;
  const of = all.findIndex((token) => token.lower === "of");
  const words = of > 0 ? all.slice(0, of) : all;
  const head = words.at(-1);
  if (!head) return 0;
  if (tokens.some((token) => token.tags.has("Person")) && !tokens.some((token) => token.tags.has("Place")))
    return 0.95;
  const stems = words.map((word) => stem(word.lower));
  const last = stems.at(-1) ?? "";
  if (groupNouns.has(last)) {
    const isCertain =
      stems.length > 1 || teamNouns.has(head.lower) || tokens.some((one) => one.lower === "the");
    return isCertain ? 0.9 : 0.6;
  }
  const isBrought = preposition === "to" || preposition === "recipient" || preposition === null;
  if (stems.every((one) => departments.has(one))) {
    return isBrought && !tokens.some((one) => one.lower === "the" && preposition === null) ? 0.6 : 0.3;
  }
  if (words.every(isProper) && words.length <= 4) {
    const isAddressed = preposition === "to" || preposition === "recipient" || preposition === "with";
    return isAddressed ? 0.6 : 0.4;
  }
  return head.tags.has("Actor") ? 0.5 : 0;
}

const placePrepositions = new Set(["to", "from", "in", "at", "near", "around", "for", "between"]);

function placeScore(tokens: readonly TaggedToken[], preposition: string | null): number {
  const words = tokens.filter(
    (token) => token.kind === "word" && !isDeterminer(token.lower) && token.lower !== "and",
  );
  if (words.length === 0 || words.length > 5) return 0;
  // An airport's code.
  if (words.length === 1 && /^[A-Z]{3}$/.test(words[0]?.text ?? "")) return preposition === null ? 0.5 : 1;
  const isPlaced = preposition !== null && placePrepositions.has(preposition);
  const tagged = words.filter((token) => token.tags.has("Place")).length / words.length;
  if (tagged === 1) return isPlaced ? 1 : 0.8;
  if (words.some((word) => word.tags.has("Person"))) return 0.2;
  if (words.every(isProper)) return isPlaced ? 0.75 : 0.3;
  return isPlaced && words.length <= 3 && words.every((word) => !word.tags.has("Verb")) ? 0.35 : 0;
}

function phrase(
  tokens: TaggedToken[],
  preposition: string | null,
  lead: TaggedToken | null = null,
): Phrase | null {
  const trimmed = trimPunctuation(tokens);
  const [first, last] = [trimmed[0], trimmed.at(-1)];
  if (!first || !last || trimmed.every((token) => articles.has(token.lower))) return null;
  return {
    preposition,
    words: wordsOf(trimmed),
    start: first.start,
    end: last.end,
    tokens: trimmed,
    lead,
    place: placeScore(trimmed, preposition),
    party: partyScore(trimmed, preposition),
  };
}

function trimPunctuation(tokens: TaggedToken[]): TaggedToken[] {
  const isLoose = (token: TaggedToken | undefined) =>
    token !== undefined &&
    (token.kind === "punctuation" ||
      /^(?:and|then|please|now|asap|today's?|also|too|okay|ok|thanks)$/.test(token.lower));
  let [from, to] = [0, tokens.length];
  while (from < to && isLoose(tokens[from])) from += 1;
  while (to > from && (isLoose(tokens[to - 1]) || tokens[to - 1]?.lower === "of")) to -= 1;
  return tokens.slice(from, to);
}

/**
 * The noun phrases of the words after a verb. `isTaken` marks words that are read already (dates, quotations): they
 * end a phrase and belong to none. Without a verb nobody is handed anything.
 */
export function readPhrases(
  tokens: readonly TaggedToken[],
  options: { isTaken: (token: TaggedToken) => boolean; hasVerb: boolean },
): Phrase[] {
  const { isTaken, hasVerb } = options;
  const phrases: Phrase[] = [];
  let preposition: string | null = null;
  let current: TaggedToken[] = [];
  let lead: TaggedToken | null = null;
  const close = () => {
    const read = phrase(current, preposition, lead);
    if (read) phrases.push(read);
    current = [];
  };
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1];
    if (token.kind === "word" && prepositions.has(token.lower) && !isCompound(tokens, i)) {
      close();
      preposition = token.lower;
      lead = token;
    } else if (isTaken(token)) {
      close();
    } else if (token.text === "," && next?.lower !== "and" && !isListComma(tokens, i)) {
      close();
    } else if (hasVerb && startsSecondObject(token, current, preposition)) {
      // "send *Bob* a note", "email *the marketing team* a summary".
      const recipient = phrase(current, "recipient");
      if (recipient) phrases.push(recipient);
      current = [token];
    } else {
      current.push(token);
    }
  }
  close();
  return everyoneIn(phrases).flatMap((one) => [
    one,
    ...possessorOf(one),
    ...ofWhom(one),
    ...placeInside(one),
  ]);
}

/** "the e-mail addresses of the finance team" is also about the finance team. */
function ofWhom(whole: Phrase): Phrase[] {
  const at = whole.tokens.findIndex((token) => token.lower === "of");
  const inner = at > 0 && whole.party < 0.5 ? phrase(whole.tokens.slice(at + 1), "of") : null;
  return inner && (inner.party >= 0.5 || inner.place >= 0.7) ? [inner] : [];
}

/** "airports London", of "which airports does London have": a place among other words. */
function placeInside(whole: Phrase): Phrase[] {
  if (whole.place >= 0.6) return [];
  const from = whole.tokens.findIndex((token) => token.tags.has("Place") && isProper(token));
  if (from < 0) return [];
  let to = from;
  while (to < whole.tokens.length && whole.tokens[to]?.tags.has("Place")) to += 1;
  const inner = phrase(whole.tokens.slice(from, to), "naming");
  return inner ? [inner] : [];
}

/** "everyone in support", "the people on the sales team": one group. */
function everyoneIn(phrases: readonly Phrase[]): Phrase[] {
  const joined: Phrase[] = [];
  for (const one of phrases) {
    const before = joined.at(-1);
    const isGroup =
      /(?:^|\bof )(?:everyone|everybody|all|(?:the |all )*(?:people|members|folks|colleagues|staff|guys)|(?:each|every) (?:person|member|employee|colleague|one|single \w+))$/i.test(
        before?.words ?? "",
      );
    if (before && isGroup && /^(?:in|on|from|at)$/.test(one.preposition ?? "") && one.party + one.place > 0) {
      const words = `${before.words} ${one.preposition} ${one.words}`;
      joined[joined.length - 1] = {
        ...before,
        words,
        end: one.end,
        tokens: [...before.tokens, ...(one.lead ? [one.lead] : []), ...one.tokens],
        party: / of /.test(before.words) ? 0 : 0.9,
      };
    } else {
      joined.push(one);
    }
  }
  return joined;
}

/** "Priya Shah's phone number" is also about Priya Shah. */
function possessorOf(whole: Phrase): Phrase[] {
  const at = whole.tokens.findIndex((token) => /['’]s$/.test(token.text) && !token.tags.has("Date"));
  const last = whole.tokens[at];
  if (at < 0 || !last) return [];
  const named = { ...last, text: last.text.slice(0, -2), lower: last.lower.slice(0, -2), end: last.end - 2 };
  const owner = phrase([...whole.tokens.slice(0, at), named], "possessor");
  return owner ? [{ ...owner, party: Math.max(owner.party, 0.6) }] : [];
}

/** "on-call" written apart, "sign-in", "look up": the little word belongs to the noun. */
function isCompound(tokens: readonly TaggedToken[], at: number): boolean {
  return tokens[at]?.lower === "on" && /^(?:call|duty)$/.test(tokens[at + 1]?.lower ?? "");
}

/** A comma between names or places of one list: "Berlin, Paris and Rome". */
function isListComma(tokens: readonly TaggedToken[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  return before !== undefined && after !== undefined && isProper(before) && isProper(after);
}

function startsSecondObject(token: TaggedToken, current: TaggedToken[], preposition: string | null): boolean {
  if (preposition !== null || current.length === 0) return false;
  const first = current[0];
  // "each member of *the sales team*" is one.
  if (!first || current.at(-1)?.lower === "of") return false;
  const isPronoun = current.length === 1 && pronouns.has(first.lower);
  const isName =
    current.every((one) => isProper(one) || one.lower === "and") || partyScore(current, "to") >= 0.6;
  const begins =
    isDeterminer(token.lower) || token.kind === "quote" || token.kind === "number" || token.tags.has("Value");
  if (isPronoun) return token.kind !== "punctuation" && token.lower !== "and";
  return begins && isName && token.lower !== "all";
}
