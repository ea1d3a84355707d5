// A query read for searching: its parts, and how much each word of them tells.
import { type Action, actionOf } from "./action";
import { silentWords } from "./silent-words";
import { splitTokens } from "./split-words";
import type { StaticModel } from "./static-model";
import { stem } from "./stem";

export interface QueryTerm {
  /** As typed, in lower case. */
  word: string;
  stem: string;
  /** 0 to 1: how much of the query's meaning hangs on it when the tool has it. */
  weight: number;
  /** The same when the tool doesn't: less for what looks like a name or a value. */
  absentWeight: number;
  /** Written like a name, with a capital inside a sentence. */
  isName: boolean;
  /** Unit vector; null when the model doesn't know the word. */
  vector: Float32Array | null;
}

export interface QueryPart {
  text: string;
  terms: QueryTerm[];
  /** What it asks to be done; null when that can't be told. */
  action: Action | null;
}

/** A word the model doesn't know, or written like a name, is more often a value than an ability. */
const nameWeight = 0.3;
const valueWeight = 0.1;
/** Parts beside the whole: hardly a request asks for more. */
const mostParts = 8;
const longestQuery = 4000;
const mostTerms = 40;

/**
 * The whole query first, then, when it asks for several things, each of them. Values in it (addresses, quoted
 * text) are replaced by the kind of thing they are. Empty when nothing in the query can be searched.
 */
export function readQuery(query: string, model: StaticModel): QueryPart[] {
  const text = nameValues(query.slice(0, longestQuery));
  const parts = splitIntents(text);
  return (parts.length > 1 ? [text, ...parts.slice(0, mostParts)] : [text])
    .map((part) => ({ text: part, terms: readTerms(part, model), action: actionOf(part) }))
    .filter((part) => part.terms.some((term) => term.weight > 0));
}

/**
 * A query that is still being typed: a last word that nobody knows becomes the commonest stem of the catalogue that
 * begins with it (`weat` → `weather`).
 */
export function completeLastWord(part: QueryPart, frequencies: ReadonlyMap<string, number>): QueryPart {
  const last = part.terms.at(-1);
  const isTyping = last && !last.vector && !last.isName && part.text.toLowerCase().endsWith(last.word);
  if (!isTyping || last.word.length < 3 || frequencies.has(last.stem)) return part;
  let best: { stem: string; tools: number } | undefined;
  for (const [stemmed, tools] of frequencies) {
    if (stemmed.startsWith(last.word) && tools > (best?.tools ?? 0)) best = { stem: stemmed, tools };
  }
  if (!best) return part;
  return { ...part, terms: [...part.terms.slice(0, -1), { ...last, stem: best.stem }] };
}

/** `ada@example.com` says "an e-mail address" to a catalogue, and nothing more. */
export function nameValues(text: string): string {
  const named = text
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, " email address ")
    .replace(/\bhttps?:\/\/\S+/gi, " web address url ")
    .replace(/(?<!\w)\+\d[\d ()-]{6,}\d/g, " phone number ")
    .replace(/(?<!\w)#(?=\p{L})/gu, " channel ")
    .replace(/(?<!\w)@(?=\p{L})/gu, " person ");
  const unquoted = named.replace(/"[^"]*"|“[^”]*”|«[^»]*»/g, " ");
  return splitTokens(unquoted).length > 0 ? unquoted : named;
}

/** Sentences, and the pieces of a sentence that begin with what to do next. */
export function splitIntents(text: string): string[] {
  return text
    .split(/[.!?;\n]+(?=\s|$)|,?\s+(?:and\s+)?then\s+/iu)
    .flatMap((sentence) => sentence.split(nextAction))
    .map((part) => part.trim())
    .filter((part) => splitTokens(part).length > 1);
}

const verbs = [
  ...["add", "alert", "analyze", "analyse", "archive", "arrange", "ask", "assign", "attach", "book", "build"],
  ...["buy", "calculate", "call", "cancel", "change", "check", "collect", "compare", "compose", "compute"],
  ...["convert", "copy", "count", "create", "delete", "deliver", "determine", "display", "download", "draft"],
  ...["draw", "email", "e-mail", "estimate", "evaluate", "export", "extract", "fetch", "fill", "filter"],
  ...["find", "forward", "generate", "get", "give", "identify", "import", "inform", "invite", "let", "list"],
  ...["load", "look", "mail", "make", "measure", "merge", "message", "move", "notify", "obtain", "open"],
  ...["order", "pay", "plan", "plot", "post", "predict", "prepare", "print", "provide", "publish", "put"],
  ...["query", "read", "receive", "recommend", "record", "register", "remind", "remove", "rename", "replace"],
  ...["report", "request", "reserve", "retrieve", "return", "run", "save", "schedule", "search", "select"],
  ...["sell", "send", "set", "share", "show", "sort", "start", "stop", "store", "submit", "suggest"],
  ...["summarize", "summarise", "tell", "text", "transfer", "translate", "update", "upload", "use", "verify"],
  ...["visualize", "write"],
];
const nextAction = new RegExp(
  `(?:,\\s*(?:and\\s+|also\\s+)*|\\s+and\\s+(?:also\\s+|please\\s+)*)(?=(?:${verbs.join("|")})\\s)`,
  "iu",
);

/** The different words of a text with their weights; grammar and politeness weigh nothing. */
function readTerms(text: string, model: StaticModel): QueryTerm[] {
  const names = namesIn(text);
  const terms = new Map<string, QueryTerm>();
  for (const words of splitTokens(text)) {
    const joined = words.join("");
    const known = words.length > 1 && model.weight(joined) !== null ? [joined] : words;
    for (const word of known) {
      const found = stem(word);
      if (terms.has(found) || terms.size >= mostTerms) continue;
      const isName = names.has(word);
      const weights = weightsOf(word, isName, model);
      terms.set(found, { word, stem: found, isName, ...weights, vector: model.wordVector(word) });
    }
  }
  return [...terms.values()];
}

function weightsOf(
  word: string,
  isName: boolean,
  model: StaticModel,
): { weight: number; absentWeight: number } {
  if (silentWords.has(word) || /^[a-z0-9]$/.test(word)) return { weight: 0, absentWeight: 0 };
  if (/^\d/.test(word) || when.has(word)) return { weight: valueWeight, absentWeight: valueWeight };
  const known = model.weight(word);
  const weight = known ?? 1;
  return { weight, absentWeight: isName || known === null ? Math.min(nameWeight, weight) : weight };
}

/** Words with a capital that no sentence's beginning explains, in lower case; none in a text that is all capitals. */
function namesIn(text: string): Set<string> {
  if (text === text.toUpperCase()) return new Set();
  const capitalised = text.matchAll(
    /(?<=[\p{Ll}\p{N},'’)]\s+)\p{Lu}[\p{L}\p{N}'’]*(?:\s+\p{Lu}[\p{L}\p{N}'’]*)*/gu,
  );
  return new Set([...capitalised].flatMap(([words]) => splitTokens(words).flat()));
}

/** When a thing is wanted is a value, not an ability. */
const when = new Set(
  (
    "today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january february " +
    "march april june july august september october november december next last this morning afternoon evening " +
    "noon midnight am pm soon later asap"
  ).split(" "),
);
