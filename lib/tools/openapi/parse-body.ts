// The body of an answer → a value, by its media type and charset. Everything here is of unknown origin (N4).
import iconv from "iconv-lite";
import type { Json } from "@/lib/domain/json";
import type { GuardedResponse } from "@/lib/tools/tool-contract";
import { baseType, isEventStream, isJsonType, isSequenceType, isXmlType, typeParameter } from "./media-types";
import { parseEvents } from "./parse-events";
import { readXml } from "./read-xml";
import type { References } from "./references";

/** `problem` says what is wrong with the body: `JSON that can't be read (line 3)`. */
export type ParsedBody =
  | { kind: "value"; value: Json }
  | { kind: "empty" }
  | { kind: "broken"; problem: string };

/** Deeper values exhaust the stack of everything that walks them later. */
const maxDepth = 200;
const maxSequenceItems = 100_000;

/**
 * The text of a body: in the charset its type names, else in what its first bytes say, else in UTF-8. Without a byte
 * order mark.
 */
export function decodeBody({ body, headers }: GuardedResponse): string {
  const type = headers["content-type"] ?? "";
  const named = typeParameter(type, "charset") ?? markedCharset(body) ?? xmlCharset(body, type);
  const isKnown = named !== null && iconv.encodingExists(named);
  return (isKnown ? iconv.decode(body, named) : body.toString("utf8")).replace(/^\uFEFF/, "");
}

function markedCharset(body: Buffer): string | null {
  if (body[0] === 0xff && body[1] === 0xfe) return "utf-16le";
  return body[0] === 0xfe && body[1] === 0xff ? "utf-16be" : null;
}

function xmlCharset(body: Buffer, type: string): string | null {
  const head = body.toString("latin1", 0, 200);
  if (!isXmlType(type) && !head.startsWith("<?xml")) return null;
  return /^<\?xml[^>]*\bencoding=["']([\w.-]+)["']/.exec(head)?.[1] ?? null;
}

/**
 * A structured body as a value.
 * @param promised the media type to go by when the answer names none that tells
 */
export function parseBody(
  text: string,
  types: { actual: string; promised: string | null },
  xml: { schema: unknown; references: References },
): ParsedBody {
  if (text.trim() === "") return { kind: "empty" };
  const type = tellingType(types.actual) ?? tellingType(types.promised ?? "") ?? "application/json";
  if (isEventStream(type)) return { kind: "value", value: parseEvents(text) };
  if (isSequenceType(type)) return parseSequence(text);
  if (isXmlType(type)) {
    const value = readXml(text, xml.schema, xml.references);
    return value === undefined
      ? { kind: "broken", problem: "XML that can't be read" }
      : { kind: "value", value };
  }
  return parseJsonBody(text);
}

/** A type that says how the body is to be read; null for those that services give to anything. */
function tellingType(type: string): string | null {
  if (baseType(type) === "*/*") return null;
  return isJsonType(type) || isSequenceType(type) || isXmlType(type) ? type : null;
}

function parseJsonBody(text: string): ParsedBody {
  if (isTooDeep(text)) return { kind: "broken", problem: `JSON that is nested more than ${maxDepth} deep` };
  try {
    return { kind: "value", value: JSON.parse(text) };
  } catch (error) {
    // Some services put a guard before JSON against being read as a script.
    const guarded = /^\)\]\}',?\s*\n|^(while\(1\)|for\(;;\));/.exec(text)?.[0];
    if (guarded !== undefined) return parseJsonBody(text.slice(guarded.length));
    if (!/^\s*(["[{\d-]|true|false|null)/.test(text)) {
      return { kind: "broken", problem: "something that is not JSON" };
    }
    return { kind: "broken", problem: `JSON that can't be read${placeOf(error, text)}` };
  }
}

function placeOf(error: unknown, text: string): string {
  const position = Number(
    /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1] ?? Number.NaN,
  );
  // The parser names no position when the text just ends.
  const end = Number.isNaN(position) ? text.length : position;
  return ` (it goes wrong in line ${text.slice(0, end).split("\n").length})`;
}

/** One JSON value a line (NDJSON), or after each record separator (RFC 7464). */
function parseSequence(text: string): ParsedBody {
  const pieces = (text.includes("\u001e") ? text.split("\u001e") : text.split("\n")).filter(
    (piece) => piece.trim() !== "",
  );
  if (pieces.length > maxSequenceItems) {
    return { kind: "broken", problem: `more than ${maxSequenceItems.toLocaleString("en")} values` };
  }
  const items: Json[] = [];
  for (const [index, piece] of pieces.entries()) {
    const parsed = parseJsonBody(piece);
    if (parsed.kind !== "value") {
      return { kind: "broken", problem: `a sequence of JSON whose value ${index + 1} can't be read` };
    }
    items.push(parsed.value);
  }
  return { kind: "value", value: items };
}

/** Counts brackets outside of texts. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isQuoted) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) isQuoted = false;
    } else if (code === 0x22) isQuoted = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}
