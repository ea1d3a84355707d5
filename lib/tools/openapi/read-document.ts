// Text → an OpenAPI document that is safe to walk: bounded, self-contained, nothing fetched (N3, N4).
import { parse as parseYaml } from "yaml";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { memberOf } from "./json-access";

export type DocumentResult = { kind: "read"; document: JsonObject } | { kind: "refused"; message: string };

export const maxDocumentBytes = 10 * 1024 * 1024;
/** Of JSON, in characters, once YAML's aliases are written out. */
const maxWrittenOutLength = 2 * maxDocumentBytes;
const maxDepth = 150;
/** Of objects, lists and values; 10 MB of text holds at most half as many. */
const maxNodes = 6_000_000;

/** Literal values may hold what looks like a reference; it is never followed. */
const literalKeys = new Set(["example", "examples", "default", "enum", "const"]);

/** An OpenAPI 3 document from JSON or YAML text. */
export function readDocument(text: string): DocumentResult {
  const refused = (message: string): DocumentResult => ({ kind: "refused", message });
  if (text.trim() === "") return refused("The document is empty. Paste an OpenAPI document as JSON or YAML.");
  if (Buffer.byteLength(text) > maxDocumentBytes) {
    return refused("The document is larger than 10 MB. Import a smaller part of the API.");
  }
  if (text.trimStart().startsWith("<")) {
    return refused(
      "This is a web page or XML, not an OpenAPI document. Look for its openapi.json or openapi.yaml.",
    );
  }
  const parsed = parseText(text.replace(/^\uFEFF/, ""));
  if (parsed.kind === "refused") return parsed;
  const { value } = parsed;
  if (!isJsonObject(value)) {
    return refused(
      "This is not an OpenAPI document: it must be an object with “openapi”, “info” and “paths”.",
    );
  }
  const versionProblem = findVersionProblem(value);
  if (versionProblem !== null) return refused(versionProblem);
  const problem = makeSafe(value);
  return problem === null ? { kind: "read", document: value } : refused(problem);
}

function parseText(text: string): { kind: "parsed"; value: Json } | { kind: "refused"; message: string } {
  const looksLikeJson = /^\s*[[{]/.test(text);
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
  const swagger = memberOf(document, "swagger");
  if (swagger !== undefined) {
    return (
      `This is a Swagger ${String(swagger).slice(0, 10)} document. Lamplight imports OpenAPI 3.0 and later: ` +
      "convert it first, for example at https://converter.swagger.io."
    );
  }
  const version = String(memberOf(document, "openapi") ?? "");
  if (version === "") return "This is not an OpenAPI document: it has no “openapi” version.";
  if (!/^3\.[0-2](\.|$)/.test(version)) {
    return `OpenAPI ${version.slice(0, 20)} is not known here. Lamplight imports OpenAPI 3.0, 3.1 and 3.2.`;
  }
  if (!isJsonObject(memberOf(document, "paths")))
    return "The document has no “paths”, so there is nothing to import.";
  return null;
}

/**
 * Removes `__proto__` keys and characters PostgreSQL can't store, in place; returns what can't be repaired.
 * Walks with a stack of its own, so that depth costs no stack frames.
 */
function makeSafe(document: JsonObject): string | null {
  const open: { node: Json[] | JsonObject; depth: number; literal: boolean }[] = [
    { node: document, depth: 0, literal: false },
  ];
  let nodes = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth, literal } = next;
    if (depth > maxDepth) return "The document is nested too deeply to be an OpenAPI document.";
    if (!Array.isArray(node) && Object.hasOwn(node, "__proto__")) Reflect.deleteProperty(node, "__proto__");
    for (const [key, value] of Object.entries(node)) {
      nodes += 1;
      if (nodes > maxNodes) return "The document holds too many values. Import a smaller part of the API.";
      if (!literal && key === "$ref" && typeof value === "string" && !value.startsWith("#")) {
        return (
          `The document refers to another one (“${value.slice(0, 200)}”), which is not fetched. ` +
          "Bundle it into one document first, for example with “npx @redocly/cli bundle”."
        );
      }
      if (typeof value === "string") {
        if (isUnstorable(value)) Reflect.set(node, key, repairText(value));
      } else if (typeof value === "object" && value !== null) {
        const isLiteral = literal || literalKeys.has(key) || key.startsWith("x-");
        open.push({ node: value, depth: depth + 1, literal: isLiteral });
      }
      if (isUnstorable(key))
        return `A name in the document holds characters that can't be stored: “${repairText(key).slice(0, 60)}”.`;
    }
  }
  return null;
}

const isUnstorable = (text: string) => text.includes("\u0000") || !text.isWellFormed();
const repairText = (text: string) => text.toWellFormed().replaceAll("\u0000", "\ufffd");
