// What of an output is shown first: a report before tables, tables before lists, and what is left folded away. Pure.
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from "@/lib/domain/json";
import { isTable } from "@/lib/domain/table";

export type PartKind =
  | "report"
  | "file"
  | "table"
  | "records"
  | "list"
  | "text"
  /** Long, and not written for reading: a query, a page's source. */
  | "block"
  | "scalar"
  | "object"
  | "nothing";

/** One property of an output. */
export interface OutputPart {
  name: string;
  label: string;
  kind: PartKind;
  value: Json;
  schema: JsonSchema;
}

export interface OutputParts {
  /** Shown at once, the most telling first. */
  lead: OutputPart[];
  /** Folded away. */
  rest: OutputPart[];
}

const longText = 400;

/** What kind of thing a value is to a reader. */
export function kindOf(value: Json, schema: JsonSchema, name = ""): PartKind {
  if (value === null || value === "") return "nothing";
  if (typeof value === "string") {
    if (schema.format === "file") return "file";
    if (name === "markdown" || (schema.format === "text" && value.length > longText)) return "report";
    if (schema.format === "text") return "text";
    return value.includes("\n") || value.length > 120 ? "block" : "scalar";
  }
  if (typeof value !== "object") return "scalar";
  if (isTable(value)) return "table";
  if (!Array.isArray(value)) return "object";
  if (value.length === 0) return "nothing";
  if (schema.items?.format === "file") return "file";
  return value.every(isJsonObject) ? "records" : "list";
}

/** The parts of an output that is an object, in the order in which they are to be read. */
export function outputParts(output: JsonObject, schema: JsonSchema): OutputParts {
  const parts = partsOf(output, schema);
  const has = (kind: PartKind) => parts.some((part) => part.kind === kind);
  const hasMarkdown = parts.some((part) => part.name === "markdown" && part.kind === "report");
  const isLead = ({ kind, name }: OutputPart): boolean => {
    switch (kind) {
      case "report":
      case "text":
        // Other texts beside a report are pieces of it; the text of a table is the table once more.
        if (hasMarkdown) return name === "markdown";
        return !has("table") || (kind === "text" && name !== "text");
      case "file":
        return true;
      case "table":
        return !hasMarkdown;
      case "records":
        return !has("report");
      case "block":
      case "list":
      case "scalar":
      case "object":
        return !has("report") && !has("table") && !has("records") && !has("file");
      case "nothing":
        return false;
      default:
        return kind satisfies never;
    }
  };
  const ordered = readingOrder.flatMap((kind) => parts.filter((part) => part.kind === kind));
  return {
    lead: ordered.filter(isLead),
    rest: ordered.filter((part) => !isLead(part) && part.kind !== "nothing"),
  };
}

const readingOrder: PartKind[] = [
  "report",
  "text",
  "file",
  "table",
  "records",
  "scalar",
  "list",
  "object",
  "block",
  "nothing",
];

/**
 * In the order of `required`, then of the schema; what it doesn't name comes last. The database keeps the order of
 * lists, not of properties.
 */
function partsOf(output: JsonObject, schema: JsonSchema): OutputPart[] {
  const properties = schema.properties ?? {};
  const names = [
    ...new Set([...(schema.required ?? []), ...Object.keys(properties), ...Object.keys(output)]),
  ];
  return names
    .filter((name) => Object.hasOwn(output, name))
    .map((name) => {
      const property = Object.hasOwn(properties, name) ? (properties[name] ?? {}) : {};
      const value = output[name] ?? null;
      return {
        name,
        label: property.title ?? wordsOf(name),
        kind: kindOf(value, property, name),
        value,
        schema: property,
      };
    });
}

/** `departsAt` → "Departs at". */
export function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const rankByKind: Record<PartKind, number> = {
  report: 6,
  file: 5,
  text: 4,
  table: 3,
  records: 3,
  list: 2,
  block: 1,
  scalar: 1,
  object: 1,
  nothing: 0,
};

/** How much an output tells a reader: that of its most telling part. */
export function tellingness(output: Json, schema: JsonSchema): number {
  if (!isJsonObject(output) || isTable(output)) return rankByKind[kindOf(output, schema)];
  return Math.max(0, ...partsOf(output, schema).map((part) => rankByKind[part.kind]));
}
