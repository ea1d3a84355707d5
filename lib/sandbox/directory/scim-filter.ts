// Filters of SCIM 2.0 (RFC 7644, section 3.4.2.2): `displayName co "ada" and not (title pr)`. All of it but filters
// inside brackets. Names and texts are compared without case, as the directory's attributes are.
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";

const operators = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
type Operator = (typeof operators)[number];

export type ScimFilter =
  | { kind: "present"; path: string[] }
  | { kind: "compare"; path: string[]; operator: Operator; value: Json }
  | { kind: "and" | "or"; left: ScimFilter; right: ScimFilter }
  | { kind: "not"; filter: ScimFilter };

/** The filter is not one; the message says where. */
export class ScimFilterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ScimFilterError";
  }
}

const maxLength = 2000;
const maxDepth = 20;
const token = /\s*([()]|"(?:[^"\\]|\\.)*"|[^\s()"]+)/y;

/** Throws `ScimFilterError`. */
export function parseScimFilter(text: string): ScimFilter {
  if (text.length > maxLength)
    throw new ScimFilterError(`The filter is longer than ${maxLength} characters.`);
  const tokens = readTokens(text);
  let position = 0;
  let depth = 0;

  const peek = () => tokens[position]?.toLowerCase();
  const next = (): string => {
    const found = tokens[position];
    if (found === undefined) throw new ScimFilterError("The filter ends too early.");
    position += 1;
    return found;
  };
  const parseOr = (): ScimFilter => {
    let left = parseAnd();
    while (peek() === "or") {
      position += 1;
      left = { kind: "or", left, right: parseAnd() };
    }
    return left;
  };
  const parseAnd = (): ScimFilter => {
    let left = parseOne();
    while (peek() === "and") {
      position += 1;
      left = { kind: "and", left, right: parseOne() };
    }
    return left;
  };
  const parseOne = (): ScimFilter => {
    depth += 1;
    if (depth > maxDepth) throw new ScimFilterError("The filter is nested too deeply.");
    const filter = peek() === "not" ? parseNot() : peek() === "(" ? parseGroup() : parseComparison();
    depth -= 1;
    return filter;
  };
  const parseNot = (): ScimFilter => {
    position += 1;
    return { kind: "not", filter: parseGroup() };
  };
  const parseGroup = (): ScimFilter => {
    if (next() !== "(") throw new ScimFilterError("“not” needs a filter in parentheses.");
    const filter = parseOr();
    if (next() !== ")") throw new ScimFilterError("A parenthesis is not closed.");
    return filter;
  };
  const parseComparison = (): ScimFilter => {
    const path = parsePath(next());
    const operator = next().toLowerCase();
    if (operator === "pr") return { kind: "present", path };
    const known = operators.find((one) => one === operator);
    if (!known) throw new ScimFilterError(`“${operator}” is not an operator of SCIM filters.`);
    return { kind: "compare", path, operator: known, value: parseValue(next()) };
  };

  const filter = parseOr();
  if (position < tokens.length) throw new ScimFilterError(`“${tokens[position]}” was not expected.`);
  return filter;
}

function readTokens(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match?.[1]) throw new ScimFilterError(`The filter can't be read from “${text.slice(at, at + 20)}”.`);
    found.push(match[1]);
  }
  return found;
}

/** `urn:…:User:department` and `name.familyName` as the names on the way. */
function parsePath(text: string): string[] {
  if (!/^[A-Za-z$][\w:.$-]*$/.test(text))
    throw new ScimFilterError(`“${text}” is not the name of an attribute.`);
  const colon = text.lastIndexOf(":");
  const schema = text.slice(0, Math.max(colon, 0));
  const isCore = schema === "" || schema.toLowerCase().startsWith("urn:ietf:params:scim:schemas:core:");
  return [...(isCore ? [] : [schema]), ...text.slice(colon + 1).split(".")];
}

function parseValue(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    if (typeof value !== "object" || value === null) return value;
  } catch {
    // Said below.
  }
  throw new ScimFilterError(`“${text}” is not a value. Put texts in quotation marks.`);
}

/** True for a resource the filter lets through. */
export function matchesScimFilter(filter: ScimFilter, resource: JsonObject): boolean {
  switch (filter.kind) {
    case "and":
      return matchesScimFilter(filter.left, resource) && matchesScimFilter(filter.right, resource);
    case "or":
      return matchesScimFilter(filter.left, resource) || matchesScimFilter(filter.right, resource);
    case "not":
      return !matchesScimFilter(filter.filter, resource);
    case "present":
      return valuesAt(resource, filter.path).length > 0;
    case "compare": {
      const values = valuesAt(resource, filter.path);
      if (filter.operator === "ne") return !values.some((value) => compare(value, "eq", filter.value));
      return values.some((value) => compare(value, filter.operator, filter.value));
    }
    default:
      return filter satisfies never;
  }
}

/** The simple values under a path; of a list, those of every item, and of items without a last name their `value`. */
function valuesAt(value: Json | undefined, path: readonly string[]): Json[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return isJsonObject(value) ? valuesAt(value.value, []) : [value];
  if (!isJsonObject(value)) return [];
  const key = Object.keys(value).find((own) => own.toLowerCase() === name.toLowerCase());
  return key === undefined ? [] : valuesAt(value[key], rest);
}

function compare(actual: Json, operator: Operator, wanted: Json): boolean {
  const [a, b] = [actual, wanted].map((value) => (typeof value === "string" ? value.toLowerCase() : value));
  if (operator === "eq") return a === b;
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, operator, b);
  return typeof a === "number" && typeof b === "number" && compareOrder(a, operator, b);
}

function compareTexts(a: string, operator: Operator, b: string): boolean {
  switch (operator) {
    case "co":
      return a.includes(b);
    case "sw":
      return a.startsWith(b);
    case "ew":
      return a.endsWith(b);
    default:
      return compareOrder(a, operator, b);
  }
}

function compareOrder<T extends string | number>(a: T, operator: Operator, b: T): boolean {
  switch (operator) {
    case "gt":
      return a > b;
    case "ge":
      return a >= b;
    case "lt":
      return a < b;
    case "le":
      return a <= b;
    default:
      return false;
  }
}
