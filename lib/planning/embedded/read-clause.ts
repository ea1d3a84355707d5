// One clause as an intent: its verb, what it is about, and what a message is to say.
import { type Phrase, readPhrases } from "./phrases";
import { type Content, isMessageNoun, readContent } from "./read-content";
import { type Aside, type Clause, isDeterminer, meantFirstVerb, startsAction } from "./split-clauses";
import type { TaggedToken } from "./tag-words";
import { isKnownVerb, isReadingVerb, isTellingVerb, isWritingVerb, particleOf, verbOfGerund } from "./verbs";
import { stem } from "./words";
/** One thing that is wanted. Offsets are into the goal. */
export interface Intent {
  words: string;
  start: number;
  end: number;
  /** Base form; null for a question or a bare noun ("weather in Paris"). */
  verb: string | null;
  /** `read`: only looks; `write`: changes something or tells somebody; null: can't be known from the verb. */
  aim: "read" | "write" | null;
  /** Brings words to people: send, notify, post, … */
  isTelling: boolean;
  isQuestion: boolean;
  phrases: Phrase[];
  /** Everything after the verb but what a message says. */
  tokens: TaggedToken[];
  /** The verb, as typed; null when there is none. */
  verbToken: TaggedToken | null;
  content: Content | null;
  /** What comes after "about": the topic of a message. */
  topic: Phrase | null;
  isNegated: boolean;
  condition: Aside | null;
  /** What it is done for each of. */
  repeat: Aside | null;
  /** Says what decides, or what is gone through, for the intents with this condition or repetition; null for what is itself wanted. */
  aside: Aside | null;
}

const leadIns = [
  /^(?:hey|hi|hello|dear|ok(?:ay)?|so|well|now|first(?:ly)?|second(?:ly)?|and|then|also|next|finally|lastly|please|pls|kindly|just|quickly|lamplight|additionally|subsequently|afterwards?|thereafter|furthermore|moreover|meanwhile)\b[,!]?\s*/i,
  /^(?:(?:after|following) (?:that|this)|in addition|in conclusion|to (?:conclude|begin|start)(?: with)?|last but not least)\b,?\s*/i,
  /^(?:can|could|would|will) (?:you|u|we|somebody|someone)(?: please| kindly| maybe| also| then)*\s+/i,
  /^(?:i|we)(?: also| now| then)?(?:'d| would)? (?:also )?(?:want|need|like|love|have|wish|intend|plan|hope)(?: for)?(?: you)? to\s+/i,
  /^(?:i|we)(?:'d| would)? suggest (?=\w+ing\b)/i,
  /^(?:proceed|go on|go ahead|remember) to\s+/i,
  /^(?:help|assist)(?: me| us)?(?: in| with| by)?\s+(?=\w+ing\b)/i,
  /^(?:begin|start)(?: off)? (?:by|with) (?=\w+ing\b)/i,
  /^(?:i|we)(?:'d| would) (?:like|love) /i,
  /^(?:i|we) (?:want|need) (?:you to )?/i,
  /^(?:help|let) (?:me|us) (?:to )?(?!know\b)/i,
  /^(?:have|take) a (?:quick |good |close )?look at\s+/i,
  /^(?:let's|go ahead and|make sure (?:to|you|that you)|try to|be sure to|your task is to|it would be (?:great|nice) (?:if you could|to)|i was wondering if you could|do me a favou?r and|would you mind)\s+/i,
];
const politeEnd = /[\s,]*(?:please|thanks|thank you|thx|asap|for me)$/i;

/** How many characters at the beginning only lead up to what is wanted. */
export function leadInLength(text: string): number {
  let rest = text;
  for (let changed = true; changed; ) {
    changed = false;
    for (const pattern of leadIns) {
      const shorter = rest.replace(pattern, "");
      if (shorter !== rest && shorter !== "") {
        rest = shorter;
        changed = true;
      }
    }
  }
  return text.length - rest.length;
}

const questionWords =
  /^(?:what(?:'s)?|which|who(?:'s)?|whom|whose|when|where|why|how|is|are|was|were|do|does|did|will|should|has|have|any)$/;
const askMe = /^(?:tell|show|give|get|find|bring|let) (?:me|us)(?: know)?\b(?! that\b)/i;
/** Reads a clause of the goal `text`. `isTaken`: words that are a date or the like already. Null for a mere "please". */
export function readClause(
  text: string,
  clause: Clause,
  isTaken: (token: TaggedToken) => boolean,
): Intent | null {
  const tokens = withoutLeadIn(text, clause.tokens);
  const first = tokens[0];
  const last = tokens.at(-1);
  if (!first || !last) return null;
  const all = text.slice(first.start, last.end);
  const negation = /^(?:do not|don't|dont|never|without|no need to|skip)\b\s*/i.exec(all);
  const start = negation ? tokens.filter((token) => token.start >= first.start + negation[0].length) : tokens;
  const { verb, rest, isQuestion, aim } = readVerb(negation ? asImperative(start) : start);
  const isAskingMe = askMe.test(all);
  const mayTell = verb !== null && isTellingVerb(verb) && !isAskingMe;
  const { content, before } = readContent(text, rest, verb, mayTell);
  const phrases = readPhrases(isQuestion ? statement(before) : before, { isTaken, hasVerb: verb !== null });
  // "write a poem" writes; "write to Ada" tells.
  const isTelling = mayTell && (verb !== "write" || content !== null || phrases.some(isAddressed));
  // "saying thanks" ends with what is said, not with thanks for the work.
  const words = content ? all : all.replace(politeEnd, "");
  const topic = isTelling
    ? (phrases.find((one) => /^(?:about|regarding|concerning)$/.test(one.preposition ?? "")) ?? null)
    : null;
  return {
    words,
    start: first.start,
    end: first.start + words.length,
    verb,
    aim: isAskingMe || isQuestion ? "read" : isTelling ? "write" : aim,
    isTelling,
    isQuestion,
    phrases,
    tokens: before,
    verbToken: verb === null ? null : (start[0] ?? null),
    content,
    topic,
    isNegated: negation !== null,
    condition: clause.condition,
    repeat: clause.repeat ?? null,
    aside: null,
  };
}

/** "without sending": as if it said "don't send". */
function asImperative([first, ...rest]: TaggedToken[]): TaggedToken[] {
  const verb = first && verbOfGerund(first.lower);
  return first ? [verb ? { ...first, text: verb, lower: verb } : first, ...rest] : [];
}

const isAddressed = (phrase: Phrase) => phrase.preposition === "to" && phrase.party >= 0.5;

function withoutLeadIn(text: string, tokens: TaggedToken[]): TaggedToken[] {
  const words = tokens.filter((token, i) => i > 0 || token.kind !== "punctuation");
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return [];
  const from = first.start + leadInLength(text.slice(first.start, last.end));
  const rest = words.filter((token) => token.start >= from);
  const [lead, second] = rest;
  // "help schedule a call"
  if (lead?.lower === "help" && second && isKnownVerb(second.lower)) return rest.slice(1);
  // "assist me in drafting a letter"
  const verb = from > first.start && lead ? verbOfGerund(lead.lower) : null;
  return lead && verb ? [{ ...lead, text: verb, lower: verb }, ...rest.slice(1)] : rest;
}

function readVerb(
  tokens: TaggedToken[],
): Pick<Intent, "verb" | "isQuestion" | "aim"> & { rest: TaggedToken[] } {
  const [first, second] = tokens;
  if (!first) return { verb: null, rest: tokens, isQuestion: false, aim: null };
  if (questionWords.test(first.lower)) return { verb: null, rest: tokens, isQuestion: true, aim: "read" };
  if (first.lower === "let" && tokens.some((token) => token.lower === "know")) {
    const rest = tokens.slice(1).filter((token) => token.lower !== "know");
    return { verb: "tell", rest, isQuestion: false, aim: "write" };
  }
  const meant = first.kind === "word" ? meantFirstVerb(first) : null;
  const isVerb =
    meant !== null &&
    (startsAction(tokens, 0) ||
      meant !== first.lower ||
      tokens.length === 1 ||
      beginsWithVerb(first, second));
  const unknown =
    meant === null && first.tags.has("Infinitive") && second !== undefined && takesObject(second);
  if (!isVerb && !unknown) return { verb: null, rest: tokens, isQuestion: false, aim: null };
  const verb = dropsLine(meant, tokens) ? "send" : (meant ?? first.lower);
  const particle = particleOf(verb) === second?.lower;
  // "look" alone looks; "look up" does too. A verb nobody knows may do anything.
  const aim = isReadingVerb(verb)
    ? "read"
    : isWritingVerb(verb)
      ? "write"
      : isKnownVerb(verb)
        ? null
        : "write";
  return { verb, rest: tokens.slice(particle ? 2 : 1), isQuestion: false, aim };
}

/** "drop Ada a line", "shoot them a quick email": a message is sent. */
function dropsLine(verb: string | null, tokens: readonly TaggedToken[]): boolean {
  if (!/^(?:drop|write|leave|give|make)$/.test(verb ?? "") || tokens.length < 4) return false;
  return tokens
    .slice(2, 8)
    .some((token) => isMessageNoun(token.lower) || /^(?:line|call)$/.test(token.lower));
}

/** An unknown verb is one where its object begins: "repaint my kitchen", not "top ten products". */
function takesObject(second: TaggedToken): boolean {
  if (second.kind === "punctuation" || second.kind === "number" || second.tags.has("Value")) return false;
  return (
    second.kind !== "word" ||
    isDeterminer(second.lower) ||
    /^\p{Lu}/u.test(second.text) ||
    second.tags.has("Noun")
  );
}

/** "cancel my booking", "chart sales": the first word of a clause is a verb unless a noun compound says otherwise. */
function beginsWithVerb(first: TaggedToken, second: TaggedToken | undefined): boolean {
  if (!isKnownVerb(first.lower) || !second) return false;
  if (second.kind !== "word") return true;
  return !/^(?:in|for|by|of|from|per|is|was|are)$/.test(second.lower);
}

const questionFrame =
  /^(?:what(?:'s|s)?|which|who(?:'s|s)?|whom|whose|when(?:'s)?|where(?:'s)?|why|how|is|are|was|were|be|been|do|does|did|will|would|should|has|have|had|many|much|there)$/;

/** The words of a question without those that only ask: "what will the weather be" → "the weather". */
function statement(tokens: readonly TaggedToken[]): TaggedToken[] {
  return tokens.filter((token) => !questionFrame.test(token.lower));
}

/** The phrases that are the object of an intent: what it is about. */
export function objectOf(intent: Intent): Phrase | null {
  return intent.phrases.find((phrase) => phrase.preposition === null) ?? null;
}

/** The stems of an intent's own words, for comparing with names in schemas. */
export function intentStems(intent: Intent): string[] {
  const verb = intent.verb === null ? [] : [stem(intent.verb)];
  return [
    ...verb,
    ...intent.tokens.filter((token) => token.kind === "word").map((token) => stem(token.lower)),
  ];
}
