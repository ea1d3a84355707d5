// Text → an OpenAPI document that is safe to walk: bounded, self-contained, nothing fetched (N3, N4).
import { parse as parseYaml } from "yaml";
import { maxDocumentBytes } from "@/lib/domain/api-import";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { memberOf } from "./json-access";
import { innerPointer, ownAddress } from "./references";
import { upgradeSwagger } from "./upgrade-swagger";

export interface ReadDocument {
  kind: "read";
  /** OpenAPI 3, whatever it was written in. */
  document: JsonObject;
  /** References that lead out of the document, each once: they are never followed. */
  outside: string[];
}

export type DocumentResult = ReadDocument | { kind: "refused"; reason: DocumentRefusal; message: string };
type DocumentRefusal = "unreadable" | "too-large" | "not-openapi" | "version";

/** YAML takes ten times as long to read. */
const maxYamlBytes = 10 * 1024 * 1024;
/** Of JSON, in characters, once YAML's aliases are written out. */
const maxWrittenOutLength = 2 * maxYamlBytes;
const maxDepth = 150;
/** Of objects, lists and values; a document of the largest size that holds little but names has about as many. */
const maxNodes = 8_000_000;
/** References out of a document that are remembered. */
const maxOutside = 100;

/** Literal values may hold what looks like a reference; it is never followed. */
const literalKeys = new Set(["example", "examples", "default", "enum", "const"]);

/** An OpenAPI document of version 2.0 or 3 from JSON or YAML text. */
export function readDocument(text: string): DocumentResult {
  const refused = (reason: DocumentRefusal, message: string): DocumentResult => ({
    kind: "refused",
    reason,
    message,
  });
  const bytes = Buffer.byteLength(text);
  if (bytes > maxDocumentBytes) {
    return refused("too-large", "The document is larger than 48 MB. Import a smaller part of the API.");
  }
  if (text.trim() === "")
    return refused("not-openapi", "The document is empty. Paste an OpenAPI document as JSON or YAML.");
  if (text.trimStart().startsWith("<")) {
    return refused(
      "not-openapi",
      "This is a web page or XML, not an OpenAPI document. Look for its openapi.json or openapi.yaml.",
    );
  }
  const looksLikeJson = /^\uFEFF?\s*[[{]/.test(text);
  if (!looksLikeJson && bytes > maxYamlBytes) {
    return refused(
      "too-large",
      "The document is larger than 10 MB of YAML. Import it as JSON, or a part of it.",
    );
  }
  const parsed = parseText(text.replace(/^\uFEFF/, ""), looksLikeJson);
  if (parsed.kind === "refused") return refused("unreadable", parsed.message);
  const { value } = parsed;
  if (!isJsonObject(value)) {
    return refused(
      "not-openapi",
      "This is not an OpenAPI document: it must be an object with “openapi”, “info” and “paths”.",
    );
  }
  const problem = findVersionProblem(value);
  if (problem !== null) return refused("version", problem);
  const made = makeSafe(value);
  if ("problem" in made) return refused("too-large", made.problem);
  const isSwagger = memberOf(value, "openapi") === undefined;
  return { kind: "read", document: isSwagger ? upgradeSwagger(value) : value, outside: made.outside };
}

function parseText(
  text: string,
  looksLikeJson: boolean,
): { kind: "parsed"; value: Json } | { kind: "refused"; message: string } {
  try {
    if (looksLikeJson) return { kind: "parsed", value: JSON.parse(text) };
  } catch (error) {
    // YAML's flow style begins the same way; only a short text is worth a second look.
    if (text.length > 100_000) return { kind: "refused", message: unreadable("JSON", error) };
  }
  try {
    // Without the search for repeated keys, which takes quadratic time; the last one wins, as in JSON. An alias may
    // be used 100 times before the parser gives up.
    const value: unknown = parseYaml(text, { uniqueKeys: false, maxAliasCount: 100, logLevel: "error" });
    if (writtenOutLength(value, new Map()) > maxWrittenOutLength) throw new Error("Excessive alias count");
    return { kind: "parsed", value: JSON.parse(JSON.stringify(value ?? null)) };
  } catch (error) {
    return { kind: "refused", message: unreadable(looksLikeJson ? "JSON" : "JSON or YAML", error) };
  }
}

/** About the length of the JSON text of a value whose aliases are written out; each object is measured once. */
function writtenOutLength(value: unknown, known: Map<object, number>): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 8;
  const measured = known.get(value);
  if (measured !== undefined) return measured;
  // Infinite while it is being measured: an alias to an object around it has no end.
  known.set(value, Number.POSITIVE_INFINITY);
  let length = 2;
  for (const [key, inner] of Object.entries(value)) length += key.length + 4 + writtenOutLength(inner, known);
  known.set(value, length);
  return length;
}

function unreadable(format: string, error: unknown): string {
  const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 200) : "";
  if (/call stack|too deep/i.test(reason))
    return "The document is nested too deeply to be an OpenAPI document.";
  if (/alias count/i.test(reason)) {
    return "The document's YAML aliases multiply its content too much. Write it without aliases.";
  }
  return `The document can't be read as ${format}: ${reason.replace(/[.:]+$/, "")}.`;
}

function findVersionProblem(document: JsonObject): string | null {
  const version = versionText(memberOf(document, "openapi"));
  const swagger = versionText(memberOf(document, "swagger") ?? memberOf(document, "swaggerVersion"));
  if (version === "" && swagger === "")
    return "This is not an OpenAPI document: it has no “openapi” version.";
  if (version === "" && !/^2(\.0)?(\.|$)/.test(swagger)) {
    return `Swagger ${swagger} is not known here. Lamplight imports Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.`;
  }
  if (version !== "" && !/^3(\.[0-2])?(\.\d|$|-)/.test(version)) {
    return `OpenAPI ${version} is not known here. Lamplight imports Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.`;
  }
  const hasPaths = isJsonObject(memberOf(document, "paths"));
  // 3.1 lets a document do without, as one that has webhooks only.
  return hasPaths || isJsonObject(memberOf(document, "webhooks"))
    ? null
    : "The document has no “paths”, so there is nothing to import.";
}

/** YAML reads an unquoted `3.0` as the number 3. */
function versionText(written: Json | undefined): string {
  return typeof written === "string" || typeof written === "number"
    ? String(written).trim().slice(0, 20)
    : "";
}

/**
 * Removes `__proto__` keys and characters PostgreSQL can't store, in place; returns which references lead outside, or
 * what can't be repaired. Walks with a stack of its own, so that depth costs no stack frames.
 */
function makeSafe(document: JsonObject): { outside: string[] } | { problem: string } {
  const own = ownAddress(document);
  const outside = new Set<string>();
  const open: { node: Json[] | JsonObject; depth: number; literal: boolean }[] = [
    { node: document, depth: 0, literal: false },
  ];
  let nodes = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth, literal } = next;
    if (depth > maxDepth) return { problem: "The document is nested too deeply to be an OpenAPI document." };
    if (!Array.isArray(node)) repairKeys(node);
    for (const [key, value] of Object.entries(node)) {
      nodes += 1;
      if (nodes > maxNodes)
        return { problem: "The document holds too many values. Import a smaller part of the API." };
      if (typeof value === "string") {
        if (isUnstorable(value)) Reflect.set(node, key, repairText(value));
        const isOutside = key === "$ref" && !literal && innerPointer(value, own) === null;
        if (isOutside && !value.startsWith("#") && outside.size < maxOutside)
          outside.add(value.slice(0, 200));
      } else if (typeof value === "object" && value !== null) {
        const isLiteral = literal || literalKeys.has(key) || key.startsWith("x-");
        open.push({ node: value, depth: depth + 1, literal: isLiteral });
      }
    }
  }
  return { outside: [...outside].map(repairText) };
}

/** Without `__proto__`, and with names that can be stored. */
function repairKeys(node: JsonObject): void {
  if (Object.hasOwn(node, "__proto__")) Reflect.deleteProperty(node, "__proto__");
  for (const key of Object.keys(node)) {
    if (!isUnstorable(key)) continue;
    const value = node[key];
    Reflect.deleteProperty(node, key);
    const repaired = repairText(key);
    if (!Object.hasOwn(node, repaired) && value !== undefined) Reflect.set(node, repaired, value);
  }
}

const isUnstorable = (text: string) => text.includes("\u0000") || !text.isWellFormed();
const repairText = (text: string) => text.toWellFormed().replaceAll("\u0000", "\ufffd");
