import Mustache from "mustache";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { isTable } from "@/lib/domain/table";
import { formatNumber } from "@/lib/tools/format-value";
import { markdownTable } from "@/lib/tools/table-text";
import { ToolError } from "@/lib/tools/tool-contract";

/**
 * Mustache over the values' own properties: sections, loops and dots; no code (P1), no partials and no HTML
 * escaping, as the result is plain text. Throws a `bad-input` ToolError for a template that is not correct, and for
 * a name no value has.
 */
export function fillTemplate(template: string, values: JsonObject): string {
  const missing = missingNames(parse(template), values);
  if (missing.length > 0) {
    const names = missing.map((name) => `{{${name}}}`).join(", ");
    const known = Object.keys(values).join(", ") || "none";
    throw new ToolError(
      "bad-input",
      `The template asks for ${names}, which has no value. The values are: ${known}.`,
    );
  }
  const originals: Originals = new WeakMap();
  return new PlainWriter(originals).render(template, withoutPrototypes(values, originals));
}

type Tokens = ReturnType<typeof Mustache.parse>;
/** The JSON value behind each object of the view. */
type Originals = WeakMap<object, Json>;

function parse(template: string): Tokens {
  try {
    return Mustache.parse(template);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError("bad-input", `The template is not correct: ${reason}.`, { cause: error });
  }
}

/** Plain names at the top level that no value has. Inside a section a name may belong to the item. */
function missingNames(tokens: Tokens, values: JsonObject): string[] {
  const names = tokens.flatMap(([kind, name]) => (kind === "name" || kind === "&" ? [name] : []));
  return [...new Set(names)].filter(
    (name) => name !== "." && !Object.hasOwn(values, name.split(".")[0] ?? ""),
  );
}

/** Objects and lists without a prototype: no path leads to a function. */
function withoutPrototypes(value: Json, originals: Originals): unknown {
  if (typeof value !== "object" || value === null) return value;
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value)
    ? value.map((item) => withoutPrototypes(item, originals))
    : Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, withoutPrototypes(inner, originals)]),
      );
  Object.setPrototypeOf(copy, null);
  originals.set(copy, value);
  return copy;
}

/** Writes values as people read them, whichever way the template asks for them. */
class PlainWriter extends Mustache.Writer {
  readonly #originals: Originals;

  constructor(originals: Originals) {
    super();
    this.#originals = originals;
  }

  override escapedValue(token: string[], context: Mustache.Context): string {
    return this.unescapedValue(token, context);
  }

  override unescapedValue(token: string[], context: Mustache.Context): string {
    const value: unknown = context.lookup(token[1] ?? "");
    const original = typeof value === "object" && value !== null ? this.#originals.get(value) : undefined;
    return original === undefined ? scalarText(value) : textOf(original);
  }
}

function textOf(value: Json): string {
  if (isTable(value)) return markdownTable(value.columns, value.rows);
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return isJsonObject(value) ? JSON.stringify(value) : scalarText(value);
}

/** Numbers with thousands separators, but not years. */
function scalarText(value: unknown): string {
  if (typeof value === "number") {
    return Number.isInteger(value) && Math.abs(value) < 10_000 ? String(value) : formatNumber(value);
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : "";
}
