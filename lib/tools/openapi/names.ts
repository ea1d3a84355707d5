// Names of imported APIs and their tools: ids that fit `toolIdSchema`, titles and phrasings for people (P7).
import { createHash } from "node:crypto";
import type { Operation } from "./operations";
import { plainText, shorten } from "./plain-text";
import { verbOf } from "./verbs";

const maxApiIdLength = 40;
const maxOperationLength = 100;

/** The names of a document repeat thousands of times. */
const knownWords = new Map<string, readonly string[]>();
const maxKnownWords = 50_000;

/** `getHTTPStatus_v2` → `["get", "http", "status", "v2"]` */
export function splitWords(name: string): readonly string[] {
  const known = knownWords.get(name);
  if (known) return known;
  const words = findWords(name);
  if (knownWords.size >= maxKnownWords) knownWords.clear();
  if (name.length <= 100) knownWords.set(name, words);
  return words;
}

function findWords(name: string): string[] {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** An id for an API: `Sky Flights API (v2)` → `sky-flights`. Its host's name when the title gives none. */
export function apiIdOf(title: string, hostname: string): string {
  const dull = new Set([
    "api",
    "apis",
    "openapi",
    "rest",
    "http",
    "service",
    "the",
    "specification",
    "public",
  ]);
  const meaningful = splitWords(title).filter((word) => !dull.has(word) && !/^v?\d+$/.test(word));
  const words = meaningful.length > 0 ? meaningful : splitWords(hostname);
  const id = words
    .join("-")
    .replace(/^[^a-z]+/, "")
    .slice(0, maxApiIdLength)
    .replace(/-+$/, "");
  return id === "" ? "api" : id;
}

/** The part of a tool's id after the dot: the operation's id, or its method and path: `getUsersById`. */
export function operationNameOf({ operationId, method, path }: Operation): string {
  const given = operationId === null ? "" : toIdentifier(operationId);
  if (given !== "") return given;
  const segments = path.replace(/\{([^{}]*)\}/g, " by $1 ");
  return toIdentifier(camelCase([method, ...splitWords(segments)])) || method;
}

/** Letters, digits, `_` and `-`; whatever stood between them becomes camel case. */
function toIdentifier(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "");
  const joined = /^[A-Za-z0-9_-]+$/.test(plain)
    ? plain
    : camelCase(plain.split(/[^A-Za-z0-9_-]+/).filter(Boolean));
  if (joined.length <= maxOperationLength) return joined;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  return `${joined.slice(0, maxOperationLength - 9)}-${hash}`;
}

function camelCase(words: readonly string[]): string {
  return words
    .map((word, index) => (index === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join("");
}

const maxTitleLength = 100;

/**
 * A title for people that begins with what is done, where the document has a word for it: its summary, the first
 * sentence of its description when that is short, or the words of its id.
 */
export function titleOf(operation: Operation): string {
  const summary = plainText(operation.summary?.split("\n")[0] ?? "", 300).replace(/[.:\s]+$/, "");
  if (summary !== "") return shorten(imperative(summary, operation), maxTitleLength);
  const sentence = firstSentence(operation);
  const isTitle = sentence.length >= 8 && sentence.length <= 70 && verbOf(firstWord(sentence)) !== null;
  return shorten(isTitle ? imperative(sentence, operation) : humanise(operation), maxTitleLength);
}

/** "Lists the pets" → "List the pets"; "Pets of an owner" of `listPets` → "List pets of an owner". */
function imperative(text: string, operation: Operation): string {
  const word = firstWord(text);
  const verb = verbOf(word);
  if (verb !== null) {
    // A plural may be a thing as well: "Orders", "Tags of a post".
    const isThing =
      verb !== word.toLowerCase() &&
      !/^(a|an|all|the|any|one|some|this|new|your|information)$/i.test(wordAfter(text));
    return isThing ? capital(text) : capital(verb) + text.slice(word.length);
  }
  const [first = "", second = ""] = splitWords(operation.operationId ?? "");
  // "postOrder" names its method; "getOrder" says what it does.
  const own = first === operation.method && /^(post|put)$/.test(first) ? second : first;
  const says = verbOf(own);
  const isPhrase = /^(a|an|the|by|for|to|how|when|if|this|endpoint|api)$/i.test(word) || /[?!:]/.test(text);
  if (says === null || says !== own || isPhrase) return capital(text);
  const isName = /^[A-Z]{2}|^[A-Z]\w*[A-Z]/.test(word);
  return `${capital(says)} ${isName ? text : text.charAt(0).toLowerCase() + text.slice(1)}`;
}

const firstWord = (text: string) => /^[\p{L}]+/u.exec(text)?.[0] ?? "";
const wordAfter = (text: string) => /^[\p{L}]+\s+([\p{L}]+)/u.exec(text)?.[1] ?? "";
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function firstSentence({ description }: Operation): string {
  const text = plainText((description ?? "").slice(0, 2000), 500);
  return (text.split(/(?<=[.!?])\s/)[0] ?? "").replace(/[.:]$/, "");
}

export function descriptionOf(operation: Operation, apiTitle: string): string {
  const text =
    operation.description ?? operation.summary ?? `${operation.method.toUpperCase()} ${operation.path}`;
  const note = operation.isDeprecated ? `${apiTitle} calls this operation deprecated. ` : "";
  return `${note}${plainText(text, 1000)}`;
}

/** What a person might say for it: only words the document itself has. */
export function examplesOf(operation: Operation, apiTitle: string): string[] {
  const title = titleOf(operation);
  const phrasings = [
    title,
    humanise(operation),
    shorten(firstSentence(operation), 160),
    withName(title, apiTitle),
  ];
  const seen = new Set<string>();
  return phrasings.filter((phrasing) => {
    const key = phrasing.toLowerCase();
    if (phrasing.length < 4 || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** "Send a message with Acme"; nothing when the title has the API's name, or most of it, in it. */
function withName(title: string, apiTitle: string): string {
  const stems = (text: string) => splitWords(text).map((word) => word.replace(/s$/, ""));
  const own = new Set(stems(title));
  const isNamed = stems(apiTitle).some((stem) => own.has(stem));
  return isNamed || apiTitle.length > 40 ? "" : `${title} with ${apiTitle}`;
}

/** `getForecast` → `Get forecast`, `files.list` → `List files`; without an id, the method's verb and the path's words. */
function humanise({ operationId, method, target }: Operation): string {
  const all = splitWords(operationId ?? "");
  // `OrdersController_findAll`, `GET_orders`: how it is built, not what it does.
  const isBuilt = (word: string, index: number) => word === "controller" || (index === 0 && word === method);
  const words = all.filter((word, index) => !isBuilt(word, index));
  const last = words.at(-1) ?? "";
  if (words.length > 1 && verbOf(words[0] ?? "") === null && verbOf(last) === last) {
    return capital([last, ...words.slice(0, -1)].join(" "));
  }
  if (words.length > 1 || (words.length === 1 && verbOf(last) === null && all.length === 1)) {
    return capital(words.join(" "));
  }
  const places = target.path.replace(/\{[^{}]*\}/g, "");
  // `getBooks` without its method is what the path says again.
  const verb = words[0] !== undefined && verbOf(words[0]) !== null ? words[0] : method;
  return capital([verb, ...splitWords(places)].join(" "));
}
