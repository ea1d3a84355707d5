// The LanceDB table that tools are searched in: one row a tool, with its vector and a full-text column.
import * as lancedb from "@lancedb/lancedb";
import type { Table } from "apache-arrow";
import DataLoader from "dataloader";
import type { Tool } from "@/lib/domain/tool";
import { WordCounter } from "./count-words";
import type { Embedder } from "./embedder";
import { keyOf, layout, type StoredTool, storedTool, tableOf, tableSchema } from "./index-rows";
import type { CatalogueStatistics } from "./query-memory";
import { RenewedTable, supersededBefore, tableName } from "./renewed-table";

/** Below this, comparing with every vector is faster than an index. */
const rowsForVectorIndex = 5000;
/** Rows that are not in the indices yet are compared one by one: so many are no trouble. */
const mostUnindexed = 1000;
/** A table this small is put in order after each write. */
const smallTable = 5000;
const rowsPerWrite = 2000;
const idsPerQuery = 2000;
const cacheBytes = { index: 256n * 1024n * 1024n, metadata: 64n * 1024n * 1024n };
/** What LanceDB makes of an index itself when it puts one in order. */
const rowsPerPartition = 4096;
/** Trained on some thousand vectors in a second or two; more makes the search no better that follows. */
const vectorTraining = { maxIterations: 12, sampleRate: 64 };
/**
 * Vectors are compared in four bits a number, an eighth of the space (RaBitQ). Of the ten nearest of 125,000 tools 99
 * in 100 are among the first 24 so, and reading vectors to compare them exactly takes as long again.
 */
const vectorSearch = { numBits: 4, probes: 24 };

/** What is asked for by meaning. */
interface Nearest {
  vector: Float32Array;
  limit: number;
  filter: string | undefined;
}

interface FoundRow {
  tool: StoredTool;
  /** Which of the vectors it was found for. */
  place: number;
  /** How far, or how good. */
  measure: number;
}

/** All of a small table, in one version. */
interface HeldRows {
  /** A handle of its own that stays with the version: any write may give all rows other numbers. */
  table: lancedb.Table;
  /** By the numbers LanceDB gives them in that version. */
  rows: ReadonlyMap<bigint, StoredTool>;
}

interface Held {
  version: number;
  /** Null for a large table. */
  rows: Promise<HeldRows | null>;
  /** Searches under way that read by it. */
  readers: number;
}

export class ToolIndex {
  private dimensions: number | undefined;
  private words = new WordCounter();
  private held: Held | undefined;
  private asking: Promise<CatalogueStatistics> | undefined;
  /** What is asked for at once is looked for at once: eight vectors take twice as long as one, by themselves five times. */
  private readonly loader = new DataLoader((asked: readonly Nearest[]) => this.nearestOfEach(asked), {
    cache: false,
  });

  private constructor(
    private readonly table: RenewedTable,
    readonly embedder: Embedder,
  ) {}

  /** Connects; nothing is read or made yet. @param uri a folder, or any address LanceDB knows. */
  static async connect(uri: string, embedder: Embedder): Promise<ToolIndex> {
    const name = tableName("tools", layout, embedder.id);
    return new ToolIndex(await RenewedTable.connect(uri, name, cacheBytes), embedder);
  }

  get tableName(): string {
    return this.table.name;
  }

  /** Id and version of every indexed tool; null when there is no table that can be read. */
  async versions(): Promise<Map<string, string> | null> {
    try {
      return await this.table.using(async (table) => {
        const found = new Map<string, string>();
        for await (const batch of table.query().select(["id", "version"])) {
          const [ids, versions] = [batch.getChild("id"), batch.getChild("version")];
          for (let row = 0; row < batch.numRows; row++)
            found.set(String(ids?.get(row)), String(versions?.get(row)));
        }
        const indices = await table.listIndices();
        // A table whose making was cut short before its index was there.
        return indices.some((index) => index.columns.includes("words")) ? found : null;
      });
    } catch {
      this.table.forget();
      return null;
    }
  }

  /** Makes an empty table, in the place of whatever is there. */
  async reset(): Promise<void> {
    // Versions may be counted anew.
    this.holdInstead(undefined);
    this.words = new WordCounter();
    await this.table.create(tableSchema(await this.vectorLength()));
    await this.table.using((table) => table.createIndex("words", { config: fullText() }));
  }

  /**
   * Adds tools, replacing those with the same ids; each call of up to 2,000 tools is whole or not at all.
   * @param then `more`: others follow, and `putInOrder` after the last. All are found, only more slowly.
   */
  async write(tools: readonly Tool[], then: "done" | "more" = "done"): Promise<void> {
    if (tools.length === 0) return;
    await this.put(inParts(tools), tools.length <= rowsPerWrite && (await this.isEmpty()));
    await this.putInOrder(then);
  }

  /** Like `write`, of a catalogue that comes in batches of up to 2,000, each tool once; put in order once at the end. */
  async writeAll(batches: AsyncIterable<readonly Tool[]>): Promise<void> {
    await this.put(batches, await this.isEmpty());
    await this.putInOrder();
  }

  /** @param areNew whether none of the tools is in the table: finding that out takes longer than adding them. */
  private async put(
    batches: AsyncIterable<readonly Tool[]> | Iterable<readonly Tool[]>,
    areNew: boolean,
  ): Promise<void> {
    const write = (rows: Table) =>
      this.table.using<unknown>((table) =>
        areNew
          ? table.add(rows)
          : table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows),
      );
    let writing: Promise<unknown> = Promise.resolve();
    // Made while those before are being written.
    for await (const rows of this.rowsOf(batches)) {
      await writing;
      writing = write(rows);
      // Thrown where it is waited for.
      writing.catch(() => {});
    }
    await writing;
  }

  /** The rows of one write after the other; small batches go together, for each write makes a file that searches read. */
  private async *rowsOf(
    batches: AsyncIterable<readonly Tool[]> | Iterable<readonly Tool[]>,
  ): AsyncGenerator<Table> {
    let made: Table[] = [];
    let read = 0;
    const together = () => {
      const [first, ...others] = made;
      [made, read] = [[], 0];
      return first ? [first.concat(...others)] : [];
    };
    for await (const tools of batches) {
      read += tools.length;
      // The last definition of an id wins.
      const each = new Map(tools.map((tool) => [tool.id, tool]));
      made.push(await tableOf([...each.values()], this.embedder, await this.vectorLength()));
      if (read >= rowsPerWrite) yield* together();
    }
    yield* together();
  }

  private async isEmpty(): Promise<boolean> {
    return this.table.using(async (table) => (await table.countRows()) === 0);
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    for (let start = 0; start < ids.length; start += rowsPerWrite) {
      const part = ids.slice(start, start + rowsPerWrite).map(quoted);
      await this.table.using((table) => table.delete(`id IN (${part.join(", ")})`));
    }
    await this.putInOrder();
  }

  /** The nearest tools by meaning, nearest first. @param filter an SQL condition on `effect`, `source`, `source_id`, `connection_kind`. */
  async nearest(vector: Float32Array, limit: number, filter?: string): Promise<StoredTool[]> {
    // A text without meaning is near to nothing.
    if (vector.every((value) => value === 0)) return [];
    return this.loader.load({ vector, limit, filter });
  }

  private async nearestOfEach(asked: readonly Nearest[]): Promise<StoredTool[][]> {
    const byFilter = Map.groupBy(asked, ({ filter }) => filter);
    const found = new Map<Nearest, StoredTool[]>();
    await Promise.all([...byFilter.values()].map((alike) => this.nearestOfAlike(alike, found)));
    return asked.map((one) => found.get(one) ?? []);
  }

  /** One search for all that have the same filter. */
  private async nearestOfAlike(asked: readonly Nearest[], found: Map<Nearest, StoredTool[]>): Promise<void> {
    const [first, ...others] = asked;
    if (!first) return;
    const rows = await this.read("_distance", (table) => {
      let query = table.query().nearestTo(first.vector);
      for (const { vector } of others) query = query.addQueryVector(vector);
      query = query
        .column("vector")
        .distanceType("cosine")
        .nprobes(vectorSearch.probes)
        .limit(Math.max(...asked.map(({ limit }) => limit)));
      return first.filter ? query.where(first.filter) : query;
    });
    const byVector = Map.groupBy(
      rows.sort((a, b) => a.measure - b.measure),
      ({ place }) => place,
    );
    asked.forEach((one, place) => {
      const nearest = byVector.get(place) ?? [];
      found.set(
        one,
        nearest.slice(0, one.limit).map(({ tool }) => tool),
      );
    });
  }

  /** The best tools by words, best first. @param stems as `toolText` makes them. */
  async matching(stems: readonly string[], limit: number, filter?: string): Promise<StoredTool[]> {
    if (stems.length === 0) return [];
    const rows = await this.read("_score", (table) => {
      const query = table
        .query()
        .fullTextSearch(new lancedb.MatchQuery(stems.join(" "), "words"))
        .limit(limit);
      return filter ? query.where(filter) : query;
    });
    return rows.map(({ tool }) => tool);
  }

  /**
   * What a search finds. A small table's rows are held in memory and found by their number: a third less work, and far
   * less to throw away. Of a large one they are read with the search that finds them: a request of its own takes as
   * long again.
   */
  private async read(
    measure: "_distance" | "_score",
    ask: (table: lancedb.Table) => lancedb.Query | lancedb.VectorQuery,
  ): Promise<FoundRow[]> {
    return this.reading(async (table, held) => {
      const query = ask(table);
      const found = await (held
        ? query.withRowId().select([measure])
        : query.select(["packed", measure])
      ).toArrow();
      const [ids, packed] = [found.getChild("_rowid"), found.getChild("packed")];
      const [places, measures] = [found.getChild("query_index"), found.getChild(measure)];
      return Array.from({ length: found.numRows }, (_, row) => {
        const tool = held ? held.rows.get(ids?.get(row)) : storedTool(packed?.get(row));
        if (!tool) throw new Error("the index found a row that its version of the table doesn't have");
        return { tool, place: Number(places?.get(row) ?? 0), measure: Number(measures?.get(row)) };
      });
    });
  }

  /** Reads the table as it is now; a small one by what is held of it. */
  private async reading<Found>(
    read: (table: lancedb.Table, held: HeldRows | null) => Promise<Found>,
  ): Promise<Found> {
    return this.table.using(async (table, version) => {
      const held = this.heldAt(version);
      held.readers += 1;
      try {
        const rows = await held.rows;
        return await read(rows?.table ?? table, rows);
      } finally {
        held.readers -= 1;
        this.letGo(held);
      }
    });
  }

  private heldAt(version: number): Held {
    const former = this.held;
    if (former?.version === version) return former;
    const rows = this.hold(version, former);
    const held = { version, rows, readers: 0 };
    this.holdInstead(held);
    rows.catch(() => {
      if (this.held === held) this.held = undefined;
    });
    return held;
  }

  private holdInstead(held: Held | undefined): void {
    const former = this.held;
    this.held = held;
    if (former) this.letGo(former);
  }

  /** Closes what is superseded once nobody reads by it: the garbage collector doesn't see how much that is. */
  private letGo(held: Held): void {
    if (held === this.held || held.readers > 0) return;
    void held.rows.then(
      (rows) => rows?.table.close(),
      () => {},
    );
  }

  /** What is as it was in the version before is not read again. */
  private async hold(version: number, former: Held | undefined): Promise<HeldRows | null> {
    const table = await this.table.openAt(version);
    if ((await table.countRows()) > smallTable) {
      table.close();
      return null;
    }
    const before = await former?.rows.catch(() => null);
    const known = new Map([...(before?.rows.values() ?? [])].map((tool) => [tool.key, tool]));
    const rows = new Map<bigint, StoredTool>();
    const unknown: string[] = [];
    for await (const batch of table.query().withRowId().select(["id", "version"])) {
      const [numbers, ids, versions] = ["_rowid", "id", "version"].map((name) => batch.getChild(name));
      for (let row = 0; row < batch.numRows; row++) {
        const tool = known.get(keyOf(ids?.get(row), versions?.get(row)));
        if (tool) rows.set(numbers?.get(row), tool);
        else unknown.push(String(ids?.get(row)));
      }
    }
    for (let start = 0; start < unknown.length; start += idsPerQuery) {
      const among = unknown
        .slice(start, start + idsPerQuery)
        .map(quoted)
        .join(", ");
      const query = table.query().where(`id IN (${among})`).limit(idsPerQuery);
      for await (const batch of query.withRowId().select(["packed"])) {
        const [numbers, packed] = [batch.getChild("_rowid"), batch.getChild("packed")];
        for (let row = 0; row < batch.numRows; row++) {
          const { key, bytes } = storedTool(packed?.get(row));
          // A copy: one tool that stays would keep all that was read with it.
          rows.set(numbers?.get(row), { key, bytes: Buffer.from(bytes) });
        }
      }
    }
    return { table, rows };
  }

  /** How common words are, about: of the table as it is, or as it was a little before. */
  async statistics(): Promise<CatalogueStatistics> {
    // Who asks while it is being looked up gets the same answer, at the same time: what they look for next goes together.
    this.asking ??= this.table
      .using((table) => this.words.statistics(table))
      .finally(() => {
        this.asking = undefined;
      });
    return this.asking;
  }

  /** Waits until all words are counted that are there now. */
  async settled(): Promise<void> {
    await this.statistics();
    await this.words.settled();
  }

  /** Deletes the tables of other embedders and layouts. */
  async dropOthers(): Promise<void> {
    await this.table.dropOthers("tools-");
  }

  close(): void {
    this.holdInstead(undefined);
    this.table.close();
  }

  private async vectorLength(): Promise<number> {
    this.dimensions ??= (await this.embedder.embed(["tool"]))[0]?.length ?? 0;
    return this.dimensions;
  }

  /**
   * Merges what was written into the indices, when it has become much, and drops old versions.
   * @param then `more`: others follow soon, so that nothing is merged that would be merged again with them
   */
  async putInOrder(then: "done" | "more" = "done"): Promise<void> {
    await this.table.using(async (table) => {
      const rows = await table.countRows();
      const vectors = await table.indexStats("vector_idx");
      const words = await table.indexStats("words_idx");
      const isMuch = rows <= smallTable || !words || words.numUnindexedRows >= mostUnindexed;
      // Indices are made anew each time the catalogue has doubled. That takes half the time and a quarter of the memory
      // of putting a table in order, which writes all of its rows once more.
      if (rows > smallTable && isDoubled(words))
        await table.createIndex("words", { config: fullText(), replace: true });
      else if (then === "done" && isMuch) await table.optimize({ cleanupOlderThan: supersededBefore() });
      // Last, for whatever moves rows makes the index anew.
      if (rows >= rowsForVectorIndex && isDoubled(vectors)) await this.indexVectors(table, rows);
    });
  }

  private async indexVectors(table: lancedb.Table, rows: number): Promise<void> {
    const numPartitions = Math.ceil(rows / rowsPerPartition);
    const config = lancedb.Index.ivfRq({
      ...{ distanceType: "cosine", numPartitions, numBits: vectorSearch.numBits },
      ...vectorTraining,
    });
    await table.createIndex("vector", { config, replace: true });
  }
}

const isDoubled = (index: lancedb.IndexStatistics | undefined) =>
  !index || index.numUnindexedRows > index.numIndexedRows;

function* inParts(tools: readonly Tool[]): Generator<readonly Tool[]> {
  for (let start = 0; start < tools.length; start += rowsPerWrite)
    yield tools.slice(start, start + rowsPerWrite);
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

/** A text in an SQL condition. */
export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
