// "if the forecast for Berlin is below zero": what decides, and how it is compared.
import type { Operator } from "@/lib/domain/condition";
import type { Aside } from "./split-clauses";
import type { TaggedToken } from "./tag-words";
import { contentStems, numberOf } from "./words";

export interface ReadCondition {
  /** What has to be looked up: its words, in the order of the goal. Empty where an earlier step is meant ("it"). */
  subject: readonly TaggedToken[];
  /** Null where it could not be read as a comparison. */
  comparison: { operator: Operator; operand: string | number | null } | null;
  /** "unless": the step is done where it does not hold. */
  isNegated: boolean;
  /** Stems of what is compared: of its own words, of units, of states of the weather. */
  hints: readonly string[];
}

interface Found {
  /** Where the comparison stands in the words, as offsets into them. */
  start: number;
  end: number;
  operator: Operator;
  operand: string | number | null;
  /** More words for what is compared. */
  hint?: string;
}

const number = String.raw`(?:minus |negative |[-−])?[$€£]?\d[\d,]*(?:\.\d+)?(?:k|m)?|zero|freezing|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a hundred|a thousand`;
const being = `(?:(?:is|are|was|were|gets?|goes|go|falls?|drops?|dips?|sinks?|rises?|climbs?|stays?|becomes?|will be|turns out|comes? to|costs?|exceeds?)(?: (?:to be|forecast to be|expected to be|going to be|still|currently))? )?`;
const unit = String.raw`(?: ?(?:°\s?[cf]?|degrees?(?: celsius)?|celsius|%|percent|euros?|dollars?|usd|eur|mm|millimet(?:er|re)s|km/h|kmh|items?|pieces?))?`;
const orders: [RegExp, Operator][] = [
  [/^(?:at least|no less than|not less than|no fewer than)$/, "at-least"],
  [/^(?:at most|no more than|not more than|up to)$/, "at-most"],
  [/^(?:below|under|beneath|(?:less|lower|smaller|fewer|cheaper|colder|cooler|earlier) than)$/, "below"],
  [/./, "above"],
];
const order = `at least|no less than|not less than|no fewer than|at most|no more than|not more than|up to|below|under|beneath|(?:less|lower|smaller|fewer|cheaper|colder|cooler|earlier|more|greater|higher|bigger|larger|warmer|hotter|later) than|above|over|beyond|exceeds|exceeding`;
const ordered = new RegExp(String.raw`\b${being}(${order}) (${number})\b${unit}`, "i");

/** Reads the words of a condition. */
export function readCondition({ tokens: all, isElse = false }: Aside): ReadCondition {
  const lead = all.findIndex(
    (token) => !/^(?:only|but|if|unless|when|whenever|once|and|then)$/.test(token.lower),
  );
  const tokens = lead < 0 ? [] : all.slice(lead).filter((token) => !/^[,.;!?]$/.test(token.text));
  const isUnless = all.slice(0, Math.max(lead, 0)).some((token) => token.lower === "unless");
  const isNegated = isUnless !== isElse;
  const words = placed(tokens);
  const found =
    readOrder(words.text) ?? readExistence(words.text) ?? readWeather(words.text) ?? readEquality(words.text);
  // Quoted text is content: nothing is looked up for it.
  if (tokens.some((token) => token.kind === "quote") && typeof found?.operand !== "number") {
    return { subject: [], comparison: null, isNegated, hints: [] };
  }
  if (!found) return { subject: tokens, comparison: null, isNegated, hints: [] };
  const outside = tokens.filter((_token, i) => {
    const at = words.starts[i] ?? 0;
    return at < found.start || at >= found.end;
  });
  const { operator, operand, hint } = found;
  const subject = withoutPronoun(outside, tokens[0], hint);
  const hints = contentStems(`${subject.map((token) => token.lower).join(" ")} ${hint ?? ""}`);
  return { subject: isEarlier(subject) ? [] : subject, comparison: { operator, operand }, isNegated, hints };
}

/** The tokens' words with single spaces, and where each begins. */
function placed(tokens: readonly TaggedToken[]): { text: string; starts: number[] } {
  const starts: number[] = [];
  let text = "";
  let end = -1;
  for (const token of tokens) {
    if (end >= 0 && token.start > end) text += " ";
    starts.push(text.length);
    text += token.text;
    end = token.end;
  }
  return { text, starts };
}

function readOrder(text: string): Found | null {
  const match = ordered.exec(text);
  if (!match?.[1] || !match[2]) return null;
  const words = match[1].toLowerCase();
  const operator = orders.find(([pattern]) => pattern.test(words))?.[1] ?? "above";
  const operand = amountOf(match[2]);
  if (operand === null) return null;
  const isWarmth = /\b(?:cold|cool|warm|hot)|degrees?|celsius|°|freezing|\bzero\b/i.test(match[0]);
  const found = { start: match.index, end: match.index + match[0].length, operator, operand };
  return isWarmth ? { ...found, hint: "temperature" } : found;
}

function amountOf(words: string): number | null {
  const lower = words.toLowerCase();
  const isNegative = /^(?:minus |negative |[-−])/.test(lower);
  const bare = lower.replace(/^(?:minus |negative |[-−])/, "");
  if (bare === "zero" || bare === "freezing") return 0;
  if (bare === "a hundred") return 100;
  if (bare === "a thousand") return 1000;
  const value = numberOf(bare);
  return value === null ? null : isNegative ? -value : value;
}

/** "there are no orders", "there aren't any": whether there is something. */
function readExistence(text: string): Found | null {
  const match =
    /^there (?:(?:is|are|was|were)((?: not|n['’]t)? any| no| none| nothing|n['’]t| some| an?)?)(?=$| )/i.exec(
      text,
    );
  if (!match) return null;
  const operator = /n['’]t|\bnot?\b|\bnone\b|\bnothing\b/i.test(match[1] ?? "") ? "is-empty" : "is-not-empty";
  return { start: 0, end: match[0].length, operator, operand: null };
}

/** States of the weather are said of "it". */
const weather: [RegExp, Omit<Found, "start" | "end">][] = [
  [
    /\bit(?:['’]?s| is| will| is going to| will be|['’]?s going to)? (?:be )?(?:rain(?:s|ing|y)?|wet|pour(?:s|ing))\b/i,
    { operator: "above", operand: 0, hint: "rain" },
  ],
  [
    /\bit(?:['’]?s| is| will| is going to|['’]?s going to)? (?:be )?snow(?:s|ing|y)?\b/i,
    { operator: "contains", operand: "snow", hint: "snow condition" },
  ],
  [
    /\b(?:it|there)(?:['’]s| is| will be)? (?:freezing|frost|freezes|below freezing)\b/i,
    { operator: "below", operand: 0, hint: "temperature" },
  ],
];

function readWeather(text: string): Found | null {
  for (const [pattern, meaning] of weather) {
    const match = pattern.exec(text);
    if (match) return { start: match.index, end: match.index + match[0].length, ...meaning };
  }
  return null;
}

/** "the status is late", "the subject contains invoice". */
function readEquality(text: string): Found | null {
  const containing = /\b(?:contains?|mentions?|includes?) (?:the words? )?["“]?([^"”]+?)["”]?$/i.exec(text);
  if (containing?.[1] && containing.index > 0) {
    return { start: containing.index, end: text.length, operator: "contains", operand: containing[1] };
  }
  const equal =
    /\b(?:is|are|equals?|was|says?) (?:(not|n['’]t) )?(?:equal to )?["“]?([\p{L}\p{N} _-]{1,40}?)["”]?$/iu.exec(
      text,
    );
  if (!equal?.[2] || equal.index === 0) return null;
  const value = equal[2].trim();
  if (/^empty$/i.test(value)) {
    return {
      start: equal.index,
      end: text.length,
      operator: equal[1] ? "is-not-empty" : "is-empty",
      operand: null,
    };
  }
  const operand = amountOf(value) ?? value;
  return { start: equal.index, end: text.length, operator: equal[1] ? "is-not" : "is", operand };
}

const pronouns = /^(?:its?|it['’]s|that|this|they|there)$/;

/** "it … in Berlin tomorrow" asks for the weather there, where its warmth or wetness is compared. */
function withoutPronoun(
  tokens: readonly TaggedToken[],
  first: TaggedToken | undefined,
  hint: string | undefined,
): TaggedToken[] {
  const rest = tokens.filter((token) => !pronouns.test(token.lower));
  const speaksOfPlace = rest.some((token) => !/^(?:the|a|an|in|at|on|then)$/.test(token.lower));
  const isWeather = /^(?:rain|snow|temperature)\b/.test(hint ?? "");
  if (!first || !isWeather || !speaksOfPlace || !/^(?:its?|there)(?:['’]s)?$/.test(first.lower)) return rest;
  return [{ ...first, kind: "word", text: "weather", lower: "weather" }, ...rest];
}

const earlierWords =
  /^(?:the|this|that|a|an|its|their|result|results|value|number|answer|total|figure|list|of|them)$/;

/** True for words that can only mean what an earlier step gave. */
function isEarlier(subject: readonly TaggedToken[]): boolean {
  return subject.every((token) => earlierWords.test(token.lower));
}

const narrowing = /^(?:whose|where|with)$/;

/** "for each customer in the file" → "customer in the file": what has to be looked up to be gone through. */
export function repeatedTokens({ tokens }: Aside): TaggedToken[] {
  const narrow = tokens.findIndex((token, i) => i > 1 && narrowing.test(token.lower));
  const whole = (narrow < 0 ? tokens : tokens.slice(0, narrow)).filter(({ text }) => !/^[,.;:]$/.test(text));
  const from = whole.findIndex(({ lower }) => !/^(?:for|each|every|all|of|the|our)$/.test(lower));
  const rest = from < 0 ? [] : whole.slice(from);
  return rest.every((token) => pronouns.test(token.lower) || token.lower === "them") ? [] : rest;
}

/** "… whose balance is above 1000": which items it is done for; null where it is done for all. */
export function narrowed({ tokens }: Aside): Aside | null {
  const at = tokens.findIndex((token, i) => i > 1 && narrowing.test(token.lower));
  const rest = at < 0 ? [] : tokens.slice(at + 1);
  return rest.length === 0 ? null : { words: rest.map((token) => token.text).join(" "), tokens: rest };
}
