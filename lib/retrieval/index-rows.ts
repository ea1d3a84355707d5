// The columns of the index, and how tools become rows of it and rows tools again.
import {
  Binary,
  Field,
  FixedSizeList,
  Float32,
  makeData,
  Schema,
  Table,
  Utf8,
  Vector,
  vectorFromArray,
} from "apache-arrow";
import { z } from "zod";
import type { ToolPart } from "@/lib/domain/candidate";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import type { Embedder } from "./embedder";
import { Facets, storedFacets, wholeOf } from "./facets";
import { isFacet, type ToolText, toolText } from "./tool-text";

/** Part of the table's name: a change of the columns, of `toolText` or of `stem` makes another table. */
export const layout = 9;

export type FieldPart = Extract<ToolPart, "input" | "output">;
export type SpokenPart = Exclude<ToolPart, FieldPart>;

export interface IndexedTool {
  id: string;
  version: string;
  effect: string;
  /** The words of each part that is text for people, by spaces. */
  parts: Readonly<Record<SpokenPart, string>>;
  /** The stems of the inputs' and of the outputs' words, a space before and after each. */
  fieldStems: Readonly<Record<FieldPart, string>>;
  /** Number of indexed stems. */
  length: number;
  facets: Facets;
  /** What its inputs, and its outputs, are called; by spaces. */
  takes: string;
  gives: string;
}

/** What was found, as it is stored: `key` is the same as long as the tool is. */
export interface StoredTool {
  key: string;
  bytes: Buffer;
}

/** @returns a `StoredTool`'s key */
export const keyOf = (id: string, version: string) => `${id} ${version}`;

/** What rows are found and filtered by. */
const textNames = ["id", "version", "effect", "source", "source_id", "connection_kind", "words"];

export function tableSchema(dimensions: number): Schema {
  return new Schema([
    ...textNames.map((name) => new Field(name, new Utf8(), false)),
    // Null for a tool of whose words the embedder knows none: it is near to nothing.
    new Field("vector", vectorType(dimensions), true),
    // All that `toolOf` reads is in one column: fifty rows of fifteen columns take thrice as long to fetch.
    new Field("packed", new Binary(), false),
  ]);
}

const vectorType = (dimensions: number) =>
  new FixedSizeList(dimensions, new Field("item", new Float32(), true));

/** The rows of tools, embedded. */
export async function tableOf(
  tools: readonly Tool[],
  embedder: Embedder,
  dimensions: number,
): Promise<Table> {
  const read = tools.map((tool) => ({ tool, text: toolText(tool) }));
  const embedded = await embedder.embed(read.flatMap(({ text }) => text.said.map((one) => one.text)));
  const schema = tableSchema(dimensions);
  const values = new Float32Array(tools.length * dimensions);
  const nullBitmap = new Uint8Array(Math.ceil(tools.length / 8));
  let nullCount = 0;
  const packed: Uint8Array[] = [];
  let next = 0;
  read.forEach(({ tool, text }, row) => {
    const known = text.said
      .map(({ kind }, place) => ({ kind, vector: embedded[next + place] ?? new Float32Array() }))
      .filter(({ vector }) => vector.some((value) => value !== 0));
    next += text.said.length;
    const whole = wholeOf(
      known.map(({ kind, vector }) => ({ vector, isExample: kind === "example" })),
      dimensions,
    );
    values.set(whole, row * dimensions);
    if (known.length === 0) nullCount += 1;
    else nullBitmap[row >> 3] = (nullBitmap[row >> 3] ?? 0) | (1 << (row & 7));
    const facets = known.filter(isFacet).map(({ vector }) => vector);
    const head = { ...headOf(tool, text), dimensions };
    packed.push(pack(keyOf(tool.id, tool.version), head, storedFacets(whole, facets, dimensions)));
  });
  const rows = read.map(({ tool, text }) => textsOf(tool, text));
  const columns: Record<string, Vector> = Object.fromEntries(
    textNames.map((name) => [
      name,
      vectorFromArray(
        rows.map((row) => row[name] ?? ""),
        new Utf8(),
      ),
    ]),
  );
  const child = makeData({ type: new Float32(), data: values });
  const vectors = makeData({
    type: vectorType(dimensions),
    length: tools.length,
    nullCount,
    nullBitmap,
    child,
  });
  return new Table(schema, {
    ...columns,
    vector: new Vector([vectors]),
    packed: vectorFromArray(packed, new Binary()),
  });
}

function textsOf(tool: Tool, text: ToolText): Record<string, string> {
  return {
    id: tool.id,
    version: tool.version,
    effect: tool.effect,
    source: tool.source.kind,
    source_id: importedFrom(tool)?.id ?? "",
    connection_kind: tool.connectionKind ?? "",
    words: text.stems.join(" "),
  };
}

const text = z.string();
/** Objects, not records: those take ten times as long, and every tool that is found is read so. */
const headSchema = z.object({
  effect: z.string(),
  dimensions: z.int().nonnegative(),
  parts: z.object({ title: text, description: text, example: text, api: text } satisfies Record<
    SpokenPart,
    typeof text
  >),
  fieldStems: z.object({ input: text, output: text } satisfies Record<FieldPart, typeof text>),
  length: z.int().nonnegative(),
  takes: z.string(),
  gives: z.string(),
});
type Head = z.infer<typeof headSchema>;

/** All of a tool but its key and its facets; lists as words by spaces. */
function headOf(tool: Tool, text: ToolText): Omit<Head, "dimensions"> {
  const { title, description, example, api } = text.parts;
  const { input, output } = text.fieldStems;
  return {
    effect: tool.effect,
    parts: {
      ...{ title: title.join(" "), description: description.join(" ") },
      ...{ example: example.join(" "), api: api.join(" ") },
    },
    fieldStems: { input: ` ${input.join(" ")} `, output: ` ${output.join(" ")} ` },
    length: text.stems.length,
    takes: text.takes.join(" "),
    gives: text.gives.join(" "),
  };
}

const lengthBytes = 4;

/** The key and the head as JSON, each with its length before it, and the facets. */
function pack(key: string, head: Head, facets: Uint8Array): Uint8Array {
  const texts = [Buffer.from(key), Buffer.from(JSON.stringify(head))];
  const lengths = texts.map((text) => {
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32LE(text.length);
    return length;
  });
  return Buffer.concat([...texts.flatMap((text, place) => [lengths[place] ?? text, text]), facets]);
}

const packedBytes = z.instanceof(Uint8Array);

/** A value of the column `packed`, read no further than to its key. */
export function storedTool(packed: unknown): StoredTool {
  const { buffer, byteOffset, byteLength } = packedBytes.parse(packed);
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return { key: bytes.toString("utf8", lengthBytes, keyEnd(bytes)), bytes };
}

const keyEnd = (bytes: Buffer) => lengthBytes + bytes.readUInt32LE();

export function toolOf({ key, bytes }: StoredTool): IndexedTool {
  const start = keyEnd(bytes) + lengthBytes;
  const end = start + bytes.readUInt32LE(start - lengthBytes);
  const { dimensions, ...head } = headSchema.parse(JSON.parse(bytes.toString("utf8", start, end)));
  const [id = "", version = ""] = key.split(" ");
  return { id, version, ...head, facets: new Facets(bytes.subarray(end), dimensions) };
}
