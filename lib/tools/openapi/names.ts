// Names of imported APIs and their tools: ids that fit `toolIdSchema`, titles and phrasings for people (P7).
import { createHash } from "node:crypto";
import type { Operation } from "./operations";

const maxApiIdLength = 40;
const maxOperationLength = 100;

/** The names of a document repeat thousands of times. */
const knownWords = new Map<string, readonly string[]>();
const maxKnownWords = 5000;

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

/** A title for people: the summary, else the words of the operation's id. */
export function titleOf(operation: Operation): string {
  const summary = operation.summary?.split("\n")[0]?.replace(/[.\s]+$/, "");
  if (summary) return shorten(summary, 100);
  return shorten(humanise(operation), 100);
}

export function descriptionOf(operation: Operation, apiTitle: string): string {
  const text =
    operation.description ?? operation.summary ?? `${operation.method.toUpperCase()} ${operation.path}`;
  const note = operation.isDeprecated ? `${apiTitle} calls this operation deprecated. ` : "";
  return `${note}${shorten(text.replace(/\s+/g, " "), 1000)}`;
}

/** What a person might say for it: only words the document itself has. */
export function examplesOf(operation: Operation, apiTitle: string): string[] {
  const title = titleOf(operation);
  const firstSentence = operation.description?.replace(/\s+/g, " ").split(/(?<=[.!?])\s/)[0] ?? "";
  const phrasings = [
    title,
    humanise(operation),
    shorten(firstSentence.replace(/\.$/, ""), 160),
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

/** `getForecast` → `Get forecast`; without an id, the method's verb and the path's words. */
function humanise(operation: Operation): string {
  const words = splitWords(operation.operationId ?? "");
  const spoken =
    words.length > 0 ? words : splitWords(`${operation.method} ${operation.path.replace(/\{[^{}]*\}/g, "")}`);
  const text = spoken.join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function shorten(text: string, length: number): string {
  const trimmed = text.trim();
  return trimmed.length <= length ? trimmed : `${trimmed.slice(0, length - 1).trimEnd()}…`;
}
