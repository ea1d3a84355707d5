// The LanceDB table that tools are searched in: one row a tool, with several vectors and a full-text column.
import { rm } from "node:fs/promises";
import path from "node:path";
import * as lancedb from "@lancedb/lancedb";
import { Field, FixedSizeList, Float32, List, Schema, Utf8 } from "apache-arrow";
import { z } from "zod";
import { type ToolPart, toolPartSchema } from "@/lib/domain/candidate";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import type { Embedder } from "./embedder";
import type { CatalogueStatistics } from "./query-memory";
import { searchableStems, type ToolParts, type ToolText, toolText } from "./tool-text";

/** Part of the table's name: a change of the columns, of `toolText` or of `stem` makes another table. */
const layout = 3;
/** Below this, comparing with every vector is faster than an index. */
const rowsForVectorIndex = 2000;
/** How long a superseded version of the table stays readable for other processes. */
const keepVersionsMs = 10 * 60_000;
const rowsPerWrite = 2000;
/** LanceDB would keep up to 6 GB of indices in memory. */
const cacheBytes = { index: 256n * 1024n * 1024n, metadata: 64n * 1024n * 1024n };

export interface IndexedTool {
  id: string;
  version: string;
  effect: string;
  parts: ToolParts;
  /** Of the facets; unit length. */
  vectors: Float32Array[];
}

export interface Hit {
  id: string;
  version: string;
}

const versionRow = z.object({ id: z.string(), version: z.string() });
const partNames = toolPartSchema.options;
const words = z.string().transform((text) => (text === "" ? [] : text.split(" ")));
const partsRow = z.object({
  title: words,
  description: words,
  example: words,
  input: words,
  output: words,
  api: words,
} satisfies Record<ToolPart, z.ZodType>);
const storedRow = versionRow.extend({ effect: z.string() });

const noWords: ToolParts = { title: [], description: [], example: [], input: [], output: [], api: [] };

export class ToolIndex {
  readonly tableName: string;
  private table: lancedb.Table | undefined;
  private counted: { version: number; statistics: Promise<CatalogueStatistics> } | undefined;

  private constructor(
    private readonly connection: lancedb.Connection,
    private readonly uri: string,
    readonly embedder: Embedder,
  ) {
    this.tableName = `tools-${layout}-${embedder.id.replace(/[^A-Za-z0-9.-]+/g, "-")}`;
  }

  /** Connects; nothing is read or made yet. @param uri a folder, or any address LanceDB knows. */
  static async connect(uri: string, embedder: Embedder): Promise<ToolIndex> {
    // In a folder, looking for a newer version costs microseconds; far away it is a request.
    const readConsistencyInterval = isFolder(uri) ? 0 : 5;
    const session = new lancedb.Session(cacheBytes.index, cacheBytes.metadata);
    const connection = await lancedb.connect(uri, { readConsistencyInterval }, session);
    return new ToolIndex(connection, uri, embedder);
  }

  /** Id and version of every indexed tool; null when there is no table that can be read. */
  async versions(): Promise<Map<string, string> | null> {
    try {
      const table = await this.open();
      const rows = z.array(versionRow).parse(await table.query().select(["id", "version"]).toArray());
      const indices = await table.listIndices();
      // A table whose making was cut short before its index was there.
      if (!indices.some((index) => index.columns.includes("words"))) return null;
      return new Map(rows.map((row) => [row.id, row.version]));
    } catch {
      this.table = undefined;
      return null;
    }
  }

  /** Makes an empty table, in the place of whatever is there. */
  async reset(): Promise<void> {
    this.table = undefined;
    const [probe] = await this.embedder.embed(["tool"]);
    const schema = tableSchema(probe?.length ?? 0);
    const exists = (await this.connection.tableNames()).includes(this.tableName);
    const mode = exists ? "overwrite" : "create";
    let table: lancedb.Table;
    try {
      table = await this.connection.createEmptyTable(this.tableName, schema, { mode });
    } catch (error) {
      if (!isFolder(this.uri)) throw error;
      // What is there is damaged beyond being replaced.
      await rm(path.join(this.uri, `${this.tableName}.lance`), { recursive: true, force: true });
      table = await this.connection.createEmptyTable(this.tableName, schema);
    }
    await table.createIndex("words", { config: fullText() });
    this.table = table;
  }

  /** Adds tools, replacing those with the same ids; each call of up to 2,000 tools is whole or not at all. */
  async write(tools: readonly Tool[]): Promise<void> {
    const table = await this.open();
    const schema = await table.schema();
    for (let start = 0; start < tools.length; start += rowsPerWrite) {
      const rows = await this.rowsOf(tools.slice(start, start + rowsPerWrite));
      await table
        .mergeInsert("id")
        .whenMatchedUpdateAll()
        .whenNotMatchedInsertAll()
        .execute(lancedb.makeArrowTable(rows, { schema }));
    }
    if (tools.length > 0) await this.tidy(table);
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const table = await this.open();
    for (let start = 0; start < ids.length; start += rowsPerWrite) {
      await table.delete(
        `id IN (${ids
          .slice(start, start + rowsPerWrite)
          .map(quoted)
          .join(", ")})`,
      );
    }
    await this.tidy(table);
  }

  /** The nearest tools by meaning. @param filter an SQL condition on `effect`, `source`, `source_id`, `connection_kind`. */
  async nearest(vector: Float32Array, limit: number, filter?: string): Promise<Hit[]> {
    // A text without meaning is near to nothing.
    if (vector.every((value) => value === 0)) return [];
    let query = (await this.open())
      .query()
      .nearestTo(vector)
      .column("vectors")
      .distanceType("cosine")
      .nprobes(20)
      .select(["id", "version", "_distance"])
      .limit(limit);
    if (filter) query = query.where(filter);
    return z.array(versionRow).parse(await query.toArray());
  }

  /** The best tools by words. @param stems as `searchableStems` makes them. */
  async matching(stems: readonly string[], limit: number, filter?: string): Promise<Hit[]> {
    if (stems.length === 0) return [];
    let query = (await this.open())
      .query()
      .fullTextSearch(new lancedb.MatchQuery(stems.join(" "), "words"))
      .select(["id", "version", "_score"])
      .limit(limit);
    if (filter) query = query.where(filter);
    return z.array(versionRow).parse(await query.toArray());
  }

  /** The stored rows with these ids, in no order. */
  async read(ids: readonly string[]): Promise<IndexedTool[]> {
    if (ids.length === 0) return [];
    const rows = await (await this.open())
      .query()
      .where(`id IN (${ids.map(quoted).join(", ")})`)
      .select(["id", "version", "effect", ...partNames, "vectors"])
      .toArray();
    return rows.map((row) => ({
      ...storedRow.parse(row),
      parts: partsRow.parse(row),
      vectors: vectorsOf(row.vectors),
    }));
  }

  /** How common words are; of the newest version of the table, or of the one before while it is being counted. */
  async statistics(): Promise<CatalogueStatistics> {
    const table = await this.open();
    const version = await table.version();
    if (this.counted?.version !== version) {
      const counting = { version, statistics: countWords(table) };
      const before = this.counted;
      this.counted = counting;
      counting.statistics.catch(() => {
        if (this.counted === counting) this.counted = undefined;
      });
      if (before) return before.statistics;
    }
    return this.counted.statistics;
  }

  /** Deletes the tables of other embedders and layouts. */
  async dropOthers(): Promise<void> {
    for (const name of await this.connection.tableNames()) {
      if (name.startsWith("tools-") && name !== this.tableName) await this.connection.dropTable(name);
    }
  }

  close(): void {
    this.table?.close();
    this.table = undefined;
    this.connection.close();
  }

  private async open(): Promise<lancedb.Table> {
    this.table ??= await this.connection.openTable(this.tableName);
    return this.table;
  }

  private async rowsOf(tools: readonly Tool[]): Promise<Record<string, unknown>[]> {
    const texts = tools.map(toolText);
    const vectors = await this.embedder.embed(texts.flatMap((text) => text.facets));
    let next = 0;
    return tools.map((tool, index) => {
      const text: ToolText = texts[index] ?? { facets: [], parts: noWords };
      const own = vectors.slice(next, next + text.facets.length);
      next += text.facets.length;
      return {
        id: tool.id,
        version: tool.version,
        effect: tool.effect,
        source: tool.source.kind,
        source_id: importedFrom(tool)?.id ?? "",
        connection_kind: tool.connectionKind ?? "",
        ...Object.fromEntries(partNames.map((part) => [part, text.parts[part].join(" ")])),
        words: searchableStems(text.parts),
        vectors: own.filter((vector) => vector.some((value) => value !== 0)).map((vector) => [...vector]),
      };
    });
  }

  /** Merges what was written into the indices and drops old versions. */
  private async tidy(table: lancedb.Table): Promise<void> {
    const rows = await table.countRows();
    if (rows >= rowsForVectorIndex) {
      const indices = await table.listIndices();
      if (!indices.some((index) => index.columns.includes("vectors"))) {
        await table.createIndex("vectors", { config: lancedb.Index.ivfFlat({ distanceType: "cosine" }) });
      }
    }
    await table.optimize({ cleanupOlderThan: new Date(Date.now() - keepVersionsMs) });
  }
}

function tableSchema(dimensions: number): Schema {
  const text = (name: string) => new Field(name, new Utf8(), false);
  const vector = new FixedSizeList(dimensions, new Field("item", new Float32(), true));
  return new Schema([
    ...["id", "version", "effect", "source", "source_id", "connection_kind"].map(text),
    ...[...partNames, "words"].map(text),
    new Field("vectors", new List(new Field("item", vector, true)), false),
  ]);
}

/** Words are stemmed before they come here, by the same code for tools and queries. */
const fullText = () =>
  lancedb.Index.fts({
    baseTokenizer: "whitespace",
    stem: false,
    removeStopWords: false,
    lowercase: false,
    asciiFolding: false,
    withPosition: false,
  });

const isFolder = (uri: string) => !/^[a-z][a-z0-9+]*:\/\//i.test(uri);
/** A text in an SQL condition. */
export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

async function countWords(table: lancedb.Table): Promise<CatalogueStatistics> {
  const rows = z
    .array(z.object({ words: z.string() }))
    .parse(await table.query().select(["words"]).toArray());
  const frequencies = new Map<string, number>();
  let length = 0;
  for (const { words } of rows) {
    const stems = words === "" ? [] : words.split(" ");
    length += stems.length;
    for (const stemmed of new Set(stems)) frequencies.set(stemmed, (frequencies.get(stemmed) ?? 0) + 1);
  }
  return { tools: rows.length, averageLength: length / Math.max(rows.length, 1), frequencies };
}

/** Arrow's list of lists as plain vectors. */
function vectorsOf(list: unknown): Float32Array[] {
  const outer = z.custom<Iterable<{ toArray(): ArrayLike<number> }>>(isIterable).parse(list);
  return Array.from(outer, (inner) => Float32Array.from(inner.toArray()));
}

const isIterable = (value: unknown) =>
  typeof value === "object" && value !== null && Symbol.iterator in value;
