// A set of tools and queries to measure search with, read from files.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type JsonSchema, jsonSchemaSchema } from "@/lib/domain/json";
import { type Tool, toolSchema } from "@/lib/domain/tool";

const fieldSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  required: z.boolean().optional(),
});
const fieldsSchema = z.record(z.string(), fieldSchema).nullish();
const catalogLine = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  parameters: fieldsSchema,
  output: fieldsSchema,
});
const queryLine = z.object({ id: z.string(), query: z.string(), gold: z.array(z.string()).min(1) });

export interface SearchSet {
  tools: Tool[];
  queries: z.infer<typeof queryLine>[];
  /** What the set calls a tool. */
  idOf: (tool: { id: string }) => string;
}

/** Reads `catalog.jsonl` and `queries.jsonl` of a folder. */
export function readSearchSet(folder: string): SearchSet {
  const catalog = readLines(path.join(folder, "catalog.jsonl"), catalogLine);
  const queries = readLines(path.join(folder, "queries.jsonl"), queryLine);
  const idOf = ({ id }: { id: string }) => catalog[Number(id.split(".")[1])]?.id ?? "";
  return { tools: catalog.map(asTool), queries, idOf };
}

/** A line of the catalogue as a tool; its id is its number, for ids of catalogues need not be ids of tools. */
function asTool(line: z.infer<typeof catalogLine>, number: number): Tool {
  return toolSchema.parse({
    id: `t.${number}`,
    version: createHash("sha256").update(JSON.stringify(line)).digest("hex").slice(0, 16),
    title: line.name,
    description: line.description ?? "",
    examples: [],
    source: { kind: "builtin" },
    icon: "wrench",
    effect: "read",
    undo: { kind: "unknown" },
    input: asSchema(line.parameters),
    output: asSchema(line.output),
    outputTrust: "untrusted",
    controlInputs: [],
    connectionKind: null,
    timeoutMs: 1000,
    retry: { attempts: 1, backoffMs: 0 },
    idempotency: "none",
    asksPerson: false,
  });
}

function asSchema(fields: z.infer<typeof fieldsSchema>): JsonSchema {
  const all = Object.entries(fields ?? {});
  const properties = all.map(([name, { type = "", description = "" }]) => [
    name,
    { ...typeNames.get(type.toLowerCase()), description },
  ]);
  const required = all.flatMap(([name, field]) => (field.required ? [name] : []));
  return jsonSchemaSchema.parse({ type: "object", properties: Object.fromEntries(properties), required });
}

/** What the sets call types; any other is left open. */
const typeNames = new Map(
  Object.entries({
    string: ["str", "string", "date (yyyy-mm-dd)", "time (24-hour hh:mm)"],
    integer: ["int", "integer"],
    number: ["float", "number"],
    boolean: ["bool", "boolean"],
    array: ["list", "array"],
    object: ["dict", "object"],
  }).flatMap(([type, names]) => names.map((name): [string, { type: string }] => [name, { type }])),
);

/** The lines of a file of JSON lines. Throws for one that isn't what it should be, with its number. */
export function readLines<T>(file: string, schema: z.ZodType<T>): T[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => {
      const result = schema.safeParse(JSON.parse(line));
      if (!result.success) throw new Error(`${file}, line ${index + 1}: ${z.prettifyError(result.error)}`);
      return result.data;
    });
}
