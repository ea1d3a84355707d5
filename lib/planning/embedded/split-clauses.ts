// Where one thing that is wanted ends and the next begins.
import type { TaggedToken } from "./tag-words";
import { isKnownVerb, isNounVerb, isTellingVerb, meantVerb, verbOfGerund } from "./verbs";

/** Words that say when or how often something is done: "if it rains", "for each customer". */
export interface Aside {
  words: string;
  tokens: readonly TaggedToken[];
  /** "otherwise": where the condition does not hold. */
  isElse?: boolean;
}

/** A stretch of the goal that asks for one thing. */
export interface Clause {
  tokens: TaggedToken[];
  condition: Aside | null;
  /** What it is done for each of. */
  repeat?: Aside | null;
}

const determiners = new Set(
  "a an the this that these those my our your his her its their some any all every each no both another".split(
    " ",
  ),
);
const pronouns = new Set(
  "me us him her them it everyone everybody someone anyone him/her both this that these those".split(" "),
);
const conjunctions = new Set(["and", "&", "plus", ","]);
const sequenceWords = new Set(
  "then afterwards afterward next finally also subsequently lastly thereafter".split(" "),
);
const prepositions = new Set("to from in at on for with by about into as via of".split(" "));
const quotingWords = new Set("saying says reading reads telling".split(" "));
const nounFollowers = new Set(
  `address addresses number numbers list lists message messages thread template templates name names id ids date dates
  channel channels team title type types time entry entries line lines item items book history details`.split(
    /\s+/,
  ),
);

export function isDeterminer(word: string): boolean {
  return determiners.has(word);
}

/** "water my plants": a noun isn't followed by "my" or "the", so this is a verb, whatever it looks like. */
function isBeforeObject(token: TaggedToken, next: TaggedToken | undefined): boolean {
  const isNoun =
    token.tags.has("Noun") &&
    !token.tags.has("Plural") &&
    !token.tags.has("Pronoun") &&
    /^[a-z]{3,}$/.test(token.text) &&
    !token.tags.has("Date");
  return (
    isNoun &&
    next !== undefined &&
    /^(?:my|our|your|his|their|the|this|these|those|it|them)$/.test(next.lower)
  );
}

/** True where an imperative begins: "email a summary", "post it", not "email addresses" or "the report". */
export function startsAction(tokens: readonly TaggedToken[], at: number): boolean {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (token?.kind !== "word") return false;
  const word = token.lower;
  if (word === "let" || word === "let's") return true;
  if (word === "help" && next && isKnownVerb(next.lower)) return startsAction(tokens, at + 1);
  const isVerb =
    isKnownVerb(word) ||
    (token.tags.has("Infinitive") && !token.tags.has("Modal")) ||
    isBeforeObject(token, next);
  if (!isVerb) return false;
  const objectFollows =
    next !== undefined &&
    (determiners.has(next.lower) ||
      pronouns.has(next.lower) ||
      next.kind !== "word" ||
      /^\p{Lu}/u.test(next.text) ||
      next.tags.has("Value")) &&
    next.kind !== "punctuation";
  if (objectFollows) return true;
  if (!isKnownVerb(word)) return false;
  if (!next || next.kind === "punctuation") return !isNounVerb(word);
  if (nounFollowers.has(next.lower)) return false;
  if (isNounVerb(word)) {
    // "email marketing", "chart sales by region": a bare noun, as long as it isn't itself the end of a list.
    return next.kind === "word" &&
      !prepositions.has(next.lower) &&
      next.lower !== "and" &&
      !next.tags.has("Verb")
      ? !/^(?:is|are|was|were|has|have)$/.test(next.lower)
      : prepositions.has(next.lower) && isTellingVerb(word) && next.lower === "to";
  }
  return true;
}

/** "don't send anything", "without telling anybody": what is not to be done stands by itself too. */
function startsNegation(tokens: readonly TaggedToken[], at: number): boolean {
  const length = negationLength(tokens, at);
  const verb = tokens[at + length]?.lower ?? "";
  if (length === 0 || (!isKnownVerb(verb) && verbOfGerund(verb) === null)) return false;
  return tokens[at]?.lower !== "without" || verbOfGerund(verb) !== null;
}

function negationLength(tokens: readonly TaggedToken[], at: number): number {
  const [first, second] = [tokens[at]?.lower ?? "", tokens[at + 1]?.lower ?? ""];
  if (/^(?:don't|dont|never|without)$/.test(first)) return 1;
  return first === "do" && second === "not" ? 2 : 0;
}

/** How many tokens at `at` join two clauses: ", and then"; 0 when the next clause doesn't begin after them. */
function joinLength(tokens: readonly TaggedToken[], at: number): number {
  let length = 0;
  let sawJoin = false;
  while (at + length < tokens.length) {
    const lower = tokens[at + length]?.lower ?? "";
    const following = tokens[at + length + 1]?.lower ?? "";
    if (conjunctions.has(lower) || sequenceWords.has(lower)) {
      length += 1;
    } else if (lower === "after" && /^(?:that|this|which)$/.test(following)) {
      length += 2;
    } else if (lower === "followed" && following === "by") {
      length += 2;
    } else if (lower === "as" && following === "well" && tokens[at + length + 2]?.lower === "as") {
      length += 3;
    } else if (
      /^(?:please|kindly|just|but|instead|only|simply|maybe|perhaps|possibly)$/.test(lower) &&
      (sawJoin || lower === "but")
    ) {
      length += 1;
    } else {
      break;
    }
    sawJoin = true;
  }
  return length;
}

const isEnd = (token: TaggedToken) => /^[.!?;]$|^…$/.test(token.text);
/** A dot behind one of these ends no sentence; behind one of the others it may, where a capital follows. */
const abbreviations = new Set("dr mr mrs ms prof st vs approx sq ft dept fig no".split(" "));
const lastAbbreviations = new Set("ltd inc corp co jr sr etc am pm u.s u.k a.m p.m e.g i.e".split(" "));

/** True for the dot of "Dr. Smith" and of "ABC Ltd., the supplier". */
function endsAbbreviation(tokens: readonly TaggedToken[], at: number): boolean {
  const [before, dot, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (!before || dot?.text !== "." || before.end !== dot.start || !next) return false;
  if (abbreviations.has(before.lower)) return /^[\p{L}\p{N}]/u.test(next.text) && before.lower !== "no";
  return lastAbbreviations.has(before.lower) && !/^\p{Lu}/u.test(next.text);
}

/** "Finally", "after that", "in addition": words that only join what is before and after. */
const joiningOnly =
  /^(?:(?:finally|lastly|additionally|furthermore|moreover|meanwhile|subsequently|afterwards?|thereafter|next|then|also|first(?:ly)?|second(?:ly)?|and)|(?:after|following|based on|given) (?:that|this|which)|in (?:addition|conclusion|the end)|to (?:conclude|begin|start)(?: with)?|at the same time|last but not least|as well)$/i;

/** A clause as it stands in the text. */
export interface Piece {
  tokens: TaggedToken[];
  endsSentence: boolean;
  isElse: boolean;
}

/** The stretches of a goal that ask for one thing, or say when, in the order of the text. */
export function splitPieces(text: string, tokens: readonly TaggedToken[]): Piece[] {
  const pieces: Piece[] = [];
  let isElse = false;
  let current: TaggedToken[] = [];
  let isQuoting = false;
  const close = (endsSentence: boolean) => {
    while (isJoint(current.at(-1))) current.pop();
    while (isJoint(current[0])) current.shift();
    const isSaying = current.some((token) => token.kind !== "punctuation");
    if (isSaying && !joiningOnly.test(wordsOf(current)))
      pieces.push({ tokens: current, endsSentence, isElse });
    if (isSaying) isElse = false;
    current = [];
    isQuoting = false;
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    const before = tokens[i - 1];
    const isNewParagraph = before !== undefined && /\n/.test(text.slice(before.end, token.start));
    if (isNewParagraph && !isQuoting) close(true);
    if (isEnd(token) && !endsAbbreviation(tokens, i)) {
      close(true);
      continue;
    }
    // "check the weather and if it rains, …": what follows is done on that condition.
    const isCondition = conditional.test(tokens[i + 1]?.lower ?? "");
    if (!isQuoting && current.length > 0 && isCondition && /^(?:and|then|but|,)$/.test(token.lower)) {
      close(false);
      continue;
    }
    // "saying don't send it" is a message; a forbidding of one's own stands behind "but", "and" or a comma.
    const joined = joinLength(tokens, i);
    const negation = token.lower === "without" ? i : joined > 0 ? i + joined : -1;
    if (!isQuoting && current.length > 0 && negation >= 0 && startsNegation(tokens, negation)) {
      close(false);
      i = negation - 1;
      continue;
    }
    const elseLength = token.lower === "otherwise" ? (tokens[i + 1]?.text === "," ? 2 : 1) : 0;
    if (elseLength > 0 && startsAction(tokens, i + elseLength) && isElseOf(tokens.slice(0, i), current)) {
      close(false);
      isElse = true;
      i += elseLength - 1;
      continue;
    }
    const join = joinLength(tokens, i);
    if (join > 0 && current.length > 0) {
      const isSequence = tokens
        .slice(i, i + join)
        .some((one) => sequenceWords.has(one.lower) || one.lower === "after");
      const verb = tokens[i + join - 1]?.lower === "by" ? verbOfGerund(tokens[i + join]?.lower ?? "") : null;
      if ((isSequence || !isQuoting) && (verb !== null || startsAction(tokens, i + join))) {
        close(false);
        i += join - 1;
        // "followed by booking it": as if it said "book it".
        const next = tokens[i + 1];
        if (verb !== null && next) {
          current.push({ ...next, text: verb, lower: verb });
          i += 1;
        }
        continue;
      }
    }
    if (quotingWords.has(token.lower) || (token.text === ":" && current.length > 1)) isQuoting = true;
    current.push(token);
  }
  close(true);
  return pieces;
}

/** Behind a condition, "otherwise" says what else is done; without one it may be part of what a message says. */
function isElseOf(before: readonly TaggedToken[], current: readonly TaggedToken[]): boolean {
  if (before.some((token) => /^(?:if|unless|when|whenever|once)$/.test(token.lower))) return true;
  return !current.some((token) => isTellingVerb(token.lower));
}

export const conditional = /^(?:if|unless)$/;

const isJoint = (token: TaggedToken | undefined) => /^(?:and|then|,|&)$/.test(token?.lower ?? "");

/** Tokens as they were written, with single spaces. */
export function wordsOf(tokens: readonly TaggedToken[]): string {
  let text = "";
  let end = -1;
  for (const token of tokens) {
    if (end >= 0 && token.start > end) text += " ";
    text += token.text;
    end = token.end;
  }
  return text;
}

/** A misspelt verb at the beginning of a clause as it was meant. */
export function meantFirstVerb(token: TaggedToken): string | null {
  return token.tags.has("QuestionWord") ? null : meantVerb(token.lower);
}
