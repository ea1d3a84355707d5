// What a message is to say, taken out of the clause that asks for it.
import { isDeterminer } from "./split-clauses";
import type { TaggedToken } from "./tag-words";
import { capitalize } from "./words";

/** What a message is to say, in the person's words. */
export interface Content {
  /** As it is sent: a sentence, or the quoted text as it stands. */
  text: string;
  /** As it was typed. */
  words: string;
  start: number;
  end: number;
}

const messageNouns =
  /\b(?:notification|message|e-?mail|text|sms|note|alert|reminder|memo|invitation|mail|dm|ping|word|heads?[- ]?up|announcement|post|warning|update|reply|page)s?$/i;

/** True for "a notification", "an e-mail": the vessel, not what is in it. */
export function isMessageNoun(words: string): boolean {
  return messageNouns.test(words.trim());
}

const contentMarks = /^(?:saying|says|reading|reads|that)$/;
const askingMarks = /^(?:asking|asks|if|whether)$/;

/** Splits off what a message says: "… that the backup failed", "… saying hello", "… : hello", "remind X to Y". */
export function readContent(
  text: string,
  tokens: TaggedToken[],
  verb: string | null,
  isTelling: boolean,
): { content: Content | null; before: TaggedToken[] } {
  const hasVessel = tokens.some((token) => isMessageNoun(token.lower));
  if (!isTelling && !hasVessel) return { content: null, before: tokens };
  for (const [i, token] of tokens.entries()) {
    if (i === 0 && token.lower !== "that") continue;
    let from = -1;
    if (contentMarks.test(token.lower)) {
      from = tokens[i + 1]?.lower === "that" ? i + 2 : i + 1;
      const alwaysSays = /^(?:tell|notify|inform|remind|let|warn|alert)$/.test(verb ?? "");
      if (token.lower === "that" && !alwaysSays && !isSentence(tokens.slice(from))) from = -1;
    } else if (token.text === ":" && i > 0) {
      from = i + 1;
    } else if (i > 0 && isTelling && beginsSentence(tokens, i)) {
      // "tell Ada we are ready": what is said needs no "that".
      return {
        content: contentOf(text, tokens.slice(i), false),
        before: tokens.slice(0, withoutVessel(tokens, i)),
      };
    } else if (isAskingToDo(verb, tokens, i)) {
      return asked(text, tokens, i, verb === "remind");
    }
    if (askingMarks.test(token.lower) && (verb === "ask" || /^ask/.test(token.lower))) {
      const said = inquiryOf(text, tokens, i);
      if (said) return { content: said, before: tokens.slice(0, i) };
    }
    if (from < 0 || from >= tokens.length) continue;
    const isLiteral = token.text === ":";
    return {
      content: contentOf(text, tokens.slice(from), isLiteral),
      before: tokens.slice(0, withoutVessel(tokens, i)),
    };
  }
  const quote = tokens.findIndex((token) => token.kind === "quote");
  const naming = tokens[quote - 1]?.lower ?? "";
  // `with the subject "…"` names another part of the message.
  if (quote >= 0 && !/^(?:subject|title|titled|called|named|channel)$/.test(naming)) {
    const quoted = tokens[quote];
    if (quoted) {
      const before = tokens.filter((token) => token !== quoted);
      return { content: contentOf(text, [quoted], true), before };
    }
  }
  return { content: null, before: tokens };
}

/** "with the message that", "which says": those words are no part of what is said or to whom. */
function withoutVessel(tokens: readonly TaggedToken[], end: number): number {
  let at = end;
  while (
    at > 0 &&
    /^(?:message|text|words|body|and|with|the|which|,|-|–|—)$/.test(tokens[at - 1]?.lower ?? "")
  )
    at -= 1;
  return at === 0 ? end : at;
}

/** True when the words say something about something: they hold a verb that isn't the first word's determiner. */
function isSentence(tokens: readonly TaggedToken[]): boolean {
  return (
    tokens.length >= 2 &&
    tokens.slice(1).some((token) => token.tags.has("Verb") || /'(?:s|re|ll|m)$/.test(token.lower))
  );
}

const subjects =
  /^(?:i|we|they|he|she|you|there)$|^(?:i'm|we're|they're|he's|she's|it's|you're|there's|i'll|we'll|i've|we've)$/;

function beginsSentence(tokens: readonly TaggedToken[], at: number): boolean {
  if (!subjects.test(tokens[at]?.lower ?? "")) return false;
  return (
    /'/.test(tokens[at]?.lower ?? "") || tokens.slice(at + 1, at + 3).some((token) => token.tags.has("Verb"))
  );
}

/** "remind Bob *to* submit": what follows is to be done by somebody else; "ask me which to use" is not that. */
function isAskingToDo(verb: string | null, tokens: readonly TaggedToken[], at: number): boolean {
  const next = tokens[at + 1];
  if (tokens[at]?.lower !== "to" || !/^(?:remind|ask|tell|invite|message|text)$/.test(verb ?? ""))
    return false;
  if (
    tokens
      .slice(0, at)
      .some((token) =>
        (verb === "ask"
          ? /^(?:me|us|what|which|who|when|where|how|whether)$/
          : /^(?:what|which|who|when|where|how|whether)$/
        ).test(token.lower),
      )
  )
    return false;
  return next !== undefined && next.kind === "word" && !isDeterminer(next.lower) && next.tags.has("Verb");
}

function asked(text: string, tokens: TaggedToken[], at: number, isReminder: boolean) {
  const inner = contentOf(text, tokens.slice(at + 1), true);
  if (!inner) return { content: null, before: tokens };
  const turned = inner.text.replace(/\b(?:his|her|their)\b/gi, "your").replace(/[.!?]*$/, ".");
  const said = isReminder ? `Reminder: ${turned}` : `Please ${turned}`;
  return { content: { ...inner, text: said }, before: tokens.slice(0, at) };
}

/** "asking if the report is ready" → "Is the report ready?" */
function inquiryOf(text: string, tokens: readonly TaggedToken[], at: number): Content | null {
  const rest = tokens
    .slice(at)
    .filter((token, i) => i > 1 || !/^(?:asking|asks|if|whether)$/.test(token.lower));
  const inner = contentOf(text, rest, true);
  if (!inner) return null;
  const turned =
    /^(.+?) (is|are|was|were|has|have|can|could|will|would|should|does|did|do) (.+?)[.?]*$/i.exec(inner.text);
  const said = turned ? `${turned[2]} ${turned[1]} ${turned[3]}?` : `${inner.text.replace(/[.?]*$/, "")}?`;
  return { ...inner, text: capitalize(said) };
}

function contentOf(text: string, tokens: readonly TaggedToken[], isLiteral: boolean): Content | null {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last) return null;
  const words = text.slice(first.start, last.end);
  const only = tokens.length === 1 && first.kind === "quote" ? words.slice(1, -1) : null;
  const said = only ?? words.replace(/^["“]|["”]$/g, "");
  const mark = /^[?!]+/.exec(text.slice(last.end))?.[0] ?? "";
  const sentence = capitalize(`${said.replace(/\s+/g, " ").trim()}${only === null ? mark : ""}`);
  const ended = /[.!?…:)]$/.test(sentence) ? sentence : `${sentence}.`;
  return {
    text: only ?? (isLiteral ? `${said.trim()}${mark}` : ended),
    words,
    start: first.start,
    end: last.end,
  };
}
