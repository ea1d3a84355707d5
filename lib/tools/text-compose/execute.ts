import Mustache from "mustache";
import { z } from "zod";
import { isJsonObject, type Json, type JsonObject, jsonObjectSchema } from "@/lib/domain/json";
import { isTable } from "@/lib/domain/table";
import { formatNumber } from "@/lib/tools/format-value";
import { markdownToHtml } from "@/lib/tools/markdown-html";
import { parseInput } from "@/lib/tools/parse-input";
import { markdownTable } from "@/lib/tools/table-text";
import { type ExecuteTool, type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import { composeText } from "./compose-text";

const inputSchema = z.object({
  values: jsonObjectSchema,
  template: z.string().max(100_000).optional(),
  instructions: z.string().max(10_000).optional(),
  title: z.string().max(200).optional(),
});
type Options = z.infer<typeof inputSchema>;

const maxTextLength = 500_000;

/** A template filled in; else, with a model and instructions, a text written by it; else one put together. */
export const executeTextCompose: ExecuteTool = async (input, context) => {
  const options = parseInput(inputSchema, input);
  const text = (await write(options, context)).trim();
  if (text === "") {
    throw new ToolError("bad-input", "The text came out empty. Give values, or a template with words in it.");
  }
  if (text.length > maxTextLength) {
    throw new ToolError("bad-input", "The text is longer than 500,000 characters. Give fewer values.");
  }
  return { output: { text, html: markdownToHtml(text) } };
};

async function write(options: Options, { writeText }: Pick<ToolContext, "writeText">): Promise<string> {
  const { template, instructions, values, title } = options;
  if (template !== undefined && template.trim() !== "") return fillTemplate(template, values);
  if (writeText && instructions !== undefined && instructions.trim() !== "") {
    return writeText({ instructions, data: title === undefined ? values : { title, ...values } });
  }
  return composeText(values, title);
}

/**
 * Mustache over the values' own properties: sections, loops and dots, no code and no HTML escaping, as the result
 * is plain text. Throws a `bad-input` ToolError for a template that is not closed, or names what is not there.
 */
export function fillTemplate(template: string, values: JsonObject): string {
  try {
    const missing = missingNames(Mustache.parse(template), values);
    if (missing.length > 0) {
      const names = missing.map((name) => `{{${name}}}`).join(", ");
      const known = Object.keys(values).join(", ") || "none";
      throw new ToolError(
        "bad-input",
        `The template asks for ${names}, which has no value. The values are: ${known}.`,
      );
    }
    // No partials are given, so a template can't reach another one.
    return Mustache.render(template, renderable(values), {}, { escape: String });
  } catch (error) {
    if (error instanceof ToolError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError("bad-input", `The template is not correct: ${reason}.`, { cause: error });
  }
}

type Token = ReturnType<typeof Mustache.parse>[number];

/** Plain names at the top level that no value has. Inside a section the name may belong to the item. */
function missingNames(tokens: readonly Token[], values: JsonObject): string[] {
  const names = tokens.flatMap(([kind, name]) => (["name", "&", "{"].includes(kind) ? [name] : []));
  return [...new Set(names)].filter(
    (name) => name !== "." && !Object.hasOwn(values, name.split(".")[0] ?? ""),
  );
}

/** Values as a template shows them: tables and numbers for people; objects without a prototype to reach into (P1). */
function renderable(value: Json): unknown {
  if (typeof value === "number")
    return Number.isInteger(value) && Math.abs(value) < 10_000 ? value : formatNumber(value);
  if (isTable(value))
    return {
      ...renderableObject(value.rows[0] ?? {}),
      rows: value.rows.map(renderable),
      toString: () => markdownTable(value.columns, value.rows),
    };
  if (Array.isArray(value)) return value.map(renderable);
  return isJsonObject(value) ? renderableObject(value) : value;
}

function renderableObject(value: JsonObject): Record<string, unknown> {
  const plain: Record<string, unknown> = Object.create(null);
  for (const [name, inner] of Object.entries(value)) plain[name] = renderable(inner);
  return plain;
}
