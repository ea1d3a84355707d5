// "Our sales were good last year": says something, and asks for nothing.
import type { Intent } from "./read-clause";
import type { TaggedToken } from "./tag-words";

const subjects =
  /^(?:i|we|he|she|they|it|this|that|these|those|there|i'm|we're|he's|she's|they're|it's|that's|there's|i've|we've)$/;
const determined = /^(?:the|my|our|your|his|her|its|their|this|that|these|those|some|most|all|no)$/;
const being =
  /^(?:is|are|was|were|am|isn't|aren't|wasn't|weren't|looks?|seems?|feels?|went|works?|worked|lives?|became|becomes)$/;
/** What makes a wish of it, or a part of a question. */
const wishing =
  /^(?:should|must|shall|could|would|can|may|might|need|needs|needed|want|wants|like|love|wish|hope|please|looking|trying|wondering|interested|curious|searching|asking|hoping|planning|thinking|going|supposed|necessary|time|let|ought|due|goal|task|require|requires|required|seek|seeking|aim|aiming|important|idea|plan|job|request|question)$/;
const relative = /^(?:that|which|who|whose|whom|where|when|if|whether|what|how|why|to|please)$/;

/** True for a clause that only says how things are. */
export function isStatement(intent: Intent): boolean {
  const { tokens } = intent;
  const [first] = tokens;
  if (intent.verb !== null || intent.isQuestion || intent.content || !first || first.kind !== "word")
    return false;
  if (intent.condition || intent.repeat || intent.words.endsWith("?")) return false;
  if (tokens.some((token) => wishing.test(token.lower))) return false;
  if (subjects.test(first.lower)) return /'(?:m|re|s|ve)$/.test(first.lower) || hasVerb(tokens.slice(1, 4));
  const end = tokens.findIndex((token, i) => i > 0 && relative.test(token.lower));
  const head = tokens.slice(1, Math.min(end < 0 ? 8 : end, 8));
  const isNamed = determined.test(first.lower) || first.tags.has("Noun");
  return (
    isNamed && head.some((token, i) => being.test(token.lower) && i < head.length + 1 && !isAfterIn(head, i))
  );
}

/** "works in marketing" but not "the state of works". */
const isAfterIn = (head: readonly TaggedToken[], at: number) =>
  /^(?:of|in|for|by|with|the|a|an|our|my)$/.test(head[at - 1]?.lower ?? "");

const hasVerb = (tokens: readonly TaggedToken[]) =>
  tokens.some(
    (token) =>
      being.test(token.lower) ||
      token.tags.has("PastTense") ||
      token.tags.has("Copula") ||
      token.tags.has("Auxiliary") ||
      token.tags.has("PresentTense"),
  );
