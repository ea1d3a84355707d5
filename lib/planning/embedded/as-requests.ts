// Wishes that are not put as a request, put as one: "every customer in the file gets an email" wants each to be sent
// one; "for each city in Berlin, Oslo and Rome get the weather" wants the weather in the three.
import { splitPieces, startsAction } from "./split-clauses";
import { type TaggedToken, tagWords } from "./tag-words";
import { isKnownVerb, isTellingVerb } from "./verbs";

const mayBeOne = /\b(?:gets?|receives?|sent|each|every|all)\b/i;

/** The goal with such wishes put as requests; all else stays as it was typed. */
export function asRequests(text: string): string {
  if (!mayBeOne.test(text)) return text;
  let [rest, end] = ["", 0];
  for (const tokens of wholePieces(text)) {
    const [first, last] = [tokens[0], tokens.at(-1)];
    const meant = overGivenList(asSending(tokens));
    const isSame = meant.length === tokens.length && meant.every((token, i) => token === tokens[i]);
    if (!first || !last || isSame) continue;
    const words = meant.map((token) => token.text).join(" ");
    rest += text.slice(end, first.start) + words.replace(/ (?=[,:;])/g, "");
    end = last.end;
  }
  return rest + text.slice(end);
}

/** The pieces of the text; one that only says over which list goes with the one behind it. */
function wholePieces(text: string): TaggedToken[][] {
  const whole: TaggedToken[][] = [];
  let lead: TaggedToken[] = [];
  for (const { tokens, endsSentence } of splitPieces(text, tagWords(text))) {
    const opening = listOpening(tokens);
    const isLead = !endsSentence && opening >= 0 && listEnd(tokens, opening + 1) === tokens.length;
    if (isLead) lead = tokens;
    else whole.push([...lead, ...tokens]);
    if (!isLead) lead = [];
  }
  return whole;
}

const getting = /^(?:gets?|receives?|sent)$/;
const beforeGetting =
  /^(?:should|must|shall|will|needs?|has|have|ought|to|get|is|are|be|all|each|also|then)$/;
const sentThing =
  /^(?:e-?mails?|mails?|texts?|sms|messages?|notes?|reminders?|copy|copies|invitations?|notifications?)$/;

/** "Ada should get a text saying hi": "send Ada a text saying hi". */
function asSending(tokens: readonly TaggedToken[]): TaggedToken[] {
  const [first] = tokens;
  const joint = tokens.findLastIndex(
    (token, i) => token.lower === "and" && tokens.slice(i, i + 8).some((one) => getting.test(one.lower)),
  );
  // "… and Ada gets an email with it"
  if (joint > 0 && startsAction(tokens, 0))
    return [...tokens.slice(0, joint + 1), ...asSending(tokens.slice(joint + 1))];
  const at = tokens.findIndex((token, i) => i > 0 && i < 12 && getting.test(token.lower));
  if (
    !first ||
    at < 0 ||
    startsAction(tokens, 0) ||
    /^(?:i|we|you|if|unless|when|what|who|did|does|do|has|have)$/.test(first.lower)
  )
    return [...tokens];
  const thing = tokens.slice(at + 1, at + 5);
  if (
    !thing.some((token) => sentThing.test(token.lower)) ||
    !/^(?:an?|the|this|one)$/.test(thing[0]?.lower ?? "")
  )
    return [...tokens];
  let end = at;
  while (end > 1 && beforeGetting.test(tokens[end - 1]?.lower ?? "")) end -= 1;
  const verb: TaggedToken = {
    ...{ text: "send", lower: "send", kind: "word", start: first.start, end: first.start },
    tags: new Set(["Verb", "Infinitive"]),
  };
  return [verb, ...tokens.slice(0, end), ...tokens.slice(at + 1)];
}

/** Where the list begins of "for each city in Berlin, Oslo and Rome"; -1 without one. */
function listOpening(tokens: readonly TaggedToken[]): number {
  if (tokens[0]?.lower !== "for" || !/^(?:each|every|all)$/.test(tokens[1]?.lower ?? "")) return -1;
  return tokens.findIndex((token, i) => i > 1 && i < 6 && /^(?:in|of|from|among|:)$/.test(token.lower));
}

/** Done for each of what is named one by one. */
function overGivenList(tokens: readonly TaggedToken[]): TaggedToken[] {
  const opening = listOpening(tokens);
  if (opening < 0) return withoutEachOf(tokens);
  const end = listEnd(tokens, opening + 1);
  const list = tokens.slice(opening + 1, end);
  let rest = tokens.slice(end);
  while (/^[,:]$/.test(rest[0]?.text ?? "")) rest = rest.slice(1);
  const [verb, ...others] = rest;
  if (list.length < 3 || !verb || !isKnownVerb(verb.lower)) return [...tokens];
  const pronoun = others.findIndex((token) => /^(?:it|them|him|her|there|each)$/.test(token.lower));
  if (pronoun >= 0) return [verb, ...others.slice(0, pronoun), ...list, ...others.slice(pronoun + 1)];
  if (isTellingVerb(verb.lower)) return [verb, ...list, ...others];
  const inside = tokens[opening];
  const word: TaggedToken = { ...(inside ?? verb), text: "in", lower: "in", tags: new Set(["Preposition"]) };
  return [verb, ...others, word, ...list];
}

/** "for each of Berlin, Oslo and Rome": of the three. */
function withoutEachOf(tokens: readonly TaggedToken[]): TaggedToken[] {
  const at = tokens.findIndex(
    (token, i) => token.lower === "each" && tokens[i + 1]?.lower === "of" && listEnd(tokens, i + 2) >= i + 5,
  );
  if (at < 0) return [...tokens];
  const before = tokens[at - 1];
  const isFor = before?.lower === "for" && !isTellingVerb(tokens[0]?.lower ?? "");
  const word = isFor ? [{ ...before, text: "in", lower: "in" }] : before ? [before] : [];
  return [...tokens.slice(0, Math.max(at - 1, 0)), ...word, ...tokens.slice(at + 2)];
}

const isName = (token: TaggedToken | undefined) =>
  token !== undefined &&
  (/^(?:email|phone|channel|handle|quote|url)$/.test(token.kind) ||
    (token.kind === "word" && /^\p{Lu}/u.test(token.text)));

/** Where a list of names that begins at `from` ends: "Berlin, New York and Rome". */
function listEnd(tokens: readonly TaggedToken[], from: number): number {
  let at = from;
  let isJoined = false;
  while (isName(tokens[at])) {
    while (isName(tokens[at])) at += 1;
    let next = at;
    while (/^(?:,|and|or|&)$/.test(tokens[next]?.lower ?? "")) next += 1;
    if (next === at || !isName(tokens[next]) || isKnownVerb(tokens[next]?.lower ?? "")) break;
    isJoined = true;
    at = next;
  }
  return isJoined ? at : from;
}
