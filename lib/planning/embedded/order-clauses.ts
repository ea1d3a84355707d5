// The clauses of a goal in the order in which they are to be done, each with what is said about when and how often.
import { readCondition } from "./read-condition";
import {
  type Aside,
  type Clause,
  conditional,
  type Piece,
  splitPieces,
  startsAction,
  wordsOf,
} from "./split-clauses";
import type { TaggedToken } from "./tag-words";
import { isTellingVerb, verbOfGerund } from "./verbs";

/** The goal's clauses in the order in which they are to be done. */
export function splitClauses(text: string, tokens: readonly TaggedToken[]): Clause[] {
  return withConditions(splitPieces(text, tokens)).flatMap(inOrder);
}

const asideOf = (tokens: readonly TaggedToken[]): Aside => ({ words: wordsOf(tokens), tokens });

/** "if it rains" before a comma is a condition of what follows, not a thing to do. */
function withConditions(pieces: readonly Piece[]): Clause[] {
  const clauses: Clause[] = [];
  let condition: Aside | null = null;
  let repeat: Aside | null = null;
  let later: Clause | null = null;
  let latest: Aside | null = null;
  for (const { tokens, endsSentence, isElse } of pieces) {
    const [first, ...rest] = tokens;
    const sequence = endsSentence ? null : asAction(rest);
    if (sequence && first?.lower === "after") {
      clauses.push(sequence);
      continue;
    }
    if (sequence && first?.lower === "before") {
      later = sequence;
      continue;
    }
    if (!endsSentence && /^(?:if|unless|when|whenever|once)$/.test(first?.lower ?? "")) {
      condition = asideOf(tokens);
      continue;
    }
    if (!endsSentence && isForEach(tokens)) {
      repeat = asideOf(tokens);
      continue;
    }
    latest = condition ?? latest;
    const decided = isElse ? (latest ? { ...latest, isElse: true } : elseAlone(tokens)) : condition;
    clauses.push({ tokens, condition: decided, repeat }, ...(later ? [later] : []));
    later = null;
    // What a sentence begins with is said of all of it: "if it rains, text Bob and email Ada".
    if (endsSentence) [condition, repeat] = [null, null];
  }
  return clauses;
}

/** "otherwise" behind no condition: nobody knows on which, and it is asked. */
function elseAlone([first]: readonly TaggedToken[]): Aside | null {
  return first
    ? asideOf([{ ...first, text: "otherwise", lower: "otherwise", kind: "word", tags: new Set() }])
    : null;
}

/** "for each customer in the file" */
const isForEach = ([first, second]: readonly TaggedToken[]) =>
  first?.lower === "for" && /^(?:each|every|all)$/.test(second?.lower ?? "");

/** "once that's done" only says in which order. */
const isDone = ({ words }: Aside) =>
  /^(?:once|when) (?:that|this|it|you)(?: is| are|'s|'re) (?:done|ready|finished)$/i.test(words);

const conditionWords = new Set(["if", "unless", "when", "whenever", "once", "only"]);

/** Puts "after X, Y", "before X, Y" and "Y after X-ing" in the order of doing, and takes conditions aside. */
function inOrder({ tokens, condition: before, repeat = null }: Clause): Clause[] {
  if (before !== null || repeat !== null) {
    return [{ tokens, condition: before && isDone(before) ? null : before, repeat }];
  }
  // "for each customer in the file send a mail": no comma says where the doing begins.
  const first = tokens[0]?.lower ?? "";
  const leads = isForEach(tokens) || /^(?:if|unless|when|whenever)$/.test(first);
  const doing = leads
    ? tokens.findIndex((token, i) => i > 2 && isTellingVerb(token.lower) && startsAction(tokens, i))
    : -1;
  const leading = tokens.slice(0, doing);
  if (doing > 0 && !leading.some((token) => token.text === ",")) {
    const aside = asideOf(leading);
    const rest: Clause = { tokens: tokens.slice(doing), condition: null };
    return [isForEach(tokens) ? { ...rest, repeat: aside } : { ...rest, condition: aside }];
  }
  const comma = tokens.findIndex((token) => token.text === ",");
  if (conditionWords.has(first) && comma > 1 && startsAction(tokens, comma + 1)) {
    const condition = asideOf(tokens.slice(0, comma));
    return [{ tokens: tokens.slice(comma + 1), condition: isDone(condition) ? null : condition }];
  }
  if ((first === "after" || first === "before") && comma > 1) {
    const inner = asAction(tokens.slice(1, comma));
    if (inner) {
      const rest: Clause = { tokens: tokens.slice(comma + 1), condition: null };
      return first === "after" ? [inner, rest] : [rest, inner];
    }
  }
  const middle = tokens.findIndex(
    (token, i) =>
      i > 1 &&
      (token.lower === "after" || token.lower === "before") &&
      verbOfGerund(tokens[i + 1]?.lower ?? ""),
  );
  if (middle > 0) {
    const inner = asAction(tokens.slice(middle + 1));
    const outer: Clause = { tokens: tokens.slice(0, middle), condition: null };
    if (inner) return tokens[middle]?.lower === "after" ? [inner, outer] : [outer, inner];
  }
  const trailing = tokens.findIndex(
    (token, i) =>
      i > 1 &&
      i < tokens.length - 1 &&
      (conditional.test(token.lower) || (token.lower === "when" && isMeasured(tokens.slice(i)))),
  );
  if (
    trailing > 0 &&
    (isMeasured(tokens.slice(trailing)) ||
      !tokens
        .slice(0, trailing)
        .some((token) => /^(?:ask|asking|asks|check|see|know|tell|saying|that|wondering)$/.test(token.lower)))
  ) {
    const end = /^(?:only|but)$/.test(tokens[trailing - 1]?.lower ?? "") ? trailing - 1 : trailing;
    // "text Bob if it snows *that he should stay home*": what is said may stand behind the condition.
    const said = tokens.findIndex((token, i) => i > trailing + 1 && /^(?:that|saying)$/.test(token.lower));
    const until = said < 0 ? tokens.length : said;
    const rest = [...tokens.slice(0, end), ...tokens.slice(until)];
    return [{ tokens: rest, condition: asideOf(tokens.slice(trailing, until)) }];
  }
  return [eachOfList(tokens)];
}

const people =
  /^(?:employee|person|people|member|colleague|engineer|developer|manager|staff|team|department|one|of|single|day|week|month|year|quarter|hour|morning|evening|time|region|country|city|category|product|segment)s?$/;
const listWords = /^(?:file|csv|spreadsheet|sheet|list|table|attachment)$|\.(?:csv|xlsx|json)$/;

/** "send every customer in the file a text": done for each row, to them; whom the directory knows is looked up there. */
function eachOfList(tokens: TaggedToken[]): Clause {
  const plain: Clause = { tokens, condition: null };
  const [first] = tokens;
  const at = tokens.findIndex((token) => /^(?:each|every)$/.test(token.lower));
  const noun = tokens[at + 1];
  if (!first || !isTellingVerb(first.lower) || at < 1 || noun?.kind !== "word" || people.test(noun.lower)) {
    return plain;
  }
  const list = tokens.findIndex((token, i) => i > at + 2 && i < at + 7 && listWords.test(token.lower));
  const isIn = list > 0 && /^(?:in|of|on|from)$/.test(tokens[at + 2]?.lower ?? "");
  const end = isIn ? list + 1 : at + 2;
  const them: TaggedToken = { ...noun, text: "them", lower: "them", tags: new Set(["Pronoun"]) };
  return {
    tokens: [...tokens.slice(0, at), them, ...tokens.slice(end)],
    condition: null,
    repeat: asideOf(tokens.slice(at, end)),
  };
}

/** "if total sales are above 700,000" decides, also behind what a message says; "if you can come" is part of it. */
function isMeasured(tokens: readonly TaggedToken[]): boolean {
  const { comparison } = readCondition(asideOf(tokens));
  return typeof comparison?.operand === "number";
}

/** "analyzing the sales" as "analyze the sales"; null when it isn't about doing something. */
function asAction(tokens: TaggedToken[]): Clause | null {
  const [first, ...rest] = tokens;
  const verb = first && verbOfGerund(first.lower);
  if (!first || !verb) return null;
  return { tokens: [{ ...first, text: verb, lower: verb }, ...rest], condition: null };
}
