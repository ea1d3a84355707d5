// A text from values alone, when there is neither a template nor a model: titles, paragraphs, lists, small tables.
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { isTable } from "@/lib/domain/table";
import { formatNumber } from "@/lib/tools/format-value";
import { tableFromObjects } from "@/lib/tools/table-from-objects";
import { markdownTable } from "@/lib/tools/table-text";

const maxRows = 20;
const maxDepth = 4;

/** Markdown: the title as a heading, long texts as paragraphs, short values as a list, lists of objects as tables. */
export function composeText(values: JsonObject, title: string | undefined): string {
  const blocks = title ? [`# ${title}`] : [];
  const facts: string[] = [];
  const flush = () => {
    if (facts.length > 0) blocks.push(facts.splice(0).join("\n"));
  };
  const single = Object.keys(values).length === 1;
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === "") continue;
    if (isFact(value)) {
      facts.push(`- **${label(name)}:** ${inline(value)}`);
      continue;
    }
    flush();
    const isProse = typeof value === "string";
    if (!isProse && !single) blocks.push(`## ${label(name)}`);
    blocks.push(block(value, 1));
  }
  flush();
  return `${blocks.filter((text) => text !== "").join("\n\n")}\n`;
}

/** A value that fits on a line beside its name. */
function isFact(value: Json): boolean {
  if (typeof value === "string") return value.length <= 80 && !/[\n.!?]\s|[.!?]$/.test(value);
  return typeof value !== "object" || value === null;
}

/** `order_date` and `orderDate` as "Order date". */
function label(name: string): string {
  const spaced = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim()
    .toLowerCase();
  return `${spaced.slice(0, 1).toUpperCase()}${spaced.slice(1)}`;
}

function inline(value: Json): string {
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function block(value: Json, depth: number): string {
  if (isTable(value)) return markdownTable(value.columns, value.rows, maxRows);
  if (Array.isArray(value)) return list(value, depth);
  if (isJsonObject(value)) return facts(value, depth);
  return inline(value);
}

function list(items: Json[], depth: number): string {
  if (items.length === 0) return "None.";
  if (items.every(isJsonObject)) {
    const { columns, rows } = tableFromObjects(items);
    return markdownTable(columns, rows, maxRows);
  }
  const lines = items.slice(0, maxRows).map((item) => `- ${nested(item, depth)}`);
  return [...lines, ...(items.length > maxRows ? [`- … and ${items.length - maxRows} more`] : [])].join("\n");
}

function facts(value: JsonObject, depth: number): string {
  return Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== "")
    .map(([name, inner]) => `- **${label(name)}:** ${nested(inner, depth)}`)
    .join("\n");
}

function nested(value: Json, depth: number): string {
  if (typeof value !== "object" || value === null) return inline(value);
  if (depth >= maxDepth) return JSON.stringify(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== "object"))
    return value.map(inline).join(", ");
  return `\n${block(value, depth + 1).replace(/^/gm, "  ")}`;
}
