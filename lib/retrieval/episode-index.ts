// The LanceDB table that episodes are found in: one row a plan that has run, with the vector of its goal. It holds the
// plan's shape and outcome, none of its values and none of its outputs.
import * as lancedb from "@lancedb/lancedb";
import { Field, FixedSizeList, Float32, Schema, Utf8 } from "apache-arrow";
import type { Episode } from "@/lib/domain/episode";
import { connectTo, supersededBefore, versionsPerConnection } from "./connect-to";
import type { Embedder } from "./embedder";
import { quoted } from "./tool-index";

/** Part of the table's name: a change of the columns makes another table. */
const layout = 1;
const rowsPerWrite = 1000;
/** Every run that ends makes versions of the table: what is known of each would be kept. */
const cacheBytes = { index: 16n * 1024n * 1024n, metadata: 16n * 1024n * 1024n };
const textNames = ["id", "version", "goal", "outcome", "shape"] as const;

/** A row as it is written. */
export interface EpisodeRow {
  episode: Episode;
  version: string;
}

export class EpisodeIndex {
  private table: lancedb.Table | undefined;
  private readonly tableName: string;
  /** The table's version when the connection was made. */
  private connectedAt: number | undefined;

  private constructor(
    private connection: lancedb.Connection,
    private readonly uri: string,
    readonly embedder: Embedder,
  ) {
    this.tableName = `episodes-${layout}-${embedder.id.replace(/[^A-Za-z0-9.-]+/g, "-")}`;
  }

  /** Connects; nothing is read or made yet. */
  static async connect(uri: string, embedder: Embedder): Promise<EpisodeIndex> {
    return new EpisodeIndex(await connectTo(uri, cacheBytes), uri, embedder);
  }

  /** Id and version of every row; null when there is no table that can be read. */
  async versions(): Promise<Map<string, string> | null> {
    try {
      const rows = await (await this.open()).query().select(["id", "version"]).toArray();
      return new Map(rows.map((row) => [String(row.id), String(row.version)]));
    } catch {
      this.table = undefined;
      return null;
    }
  }

  /** Makes an empty table in the place of whatever is there, and drops those of other embedders. */
  async reset(): Promise<void> {
    this.table = undefined;
    // Versions are counted anew.
    this.connectedAt = undefined;
    for (const name of await this.connection.tableNames())
      if (name.startsWith("episodes-")) await this.connection.dropTable(name);
    this.table = await this.connection.createEmptyTable(this.tableName, schemaOf(await this.vectorLength()));
  }

  /** Adds rows, in the place of those of the same plans. */
  async write(rows: readonly EpisodeRow[]): Promise<void> {
    const table = await this.open();
    for (let start = 0; start < rows.length; start += rowsPerWrite) {
      const part = rows.slice(start, start + rowsPerWrite);
      const data = await this.dataOf(part);
      await table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(data);
    }
    if (rows.length > 0) await table.optimize({ cleanupOlderThan: supersededBefore() });
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const table = await this.open();
    for (let start = 0; start < ids.length; start += rowsPerWrite)
      await table.delete(
        `id IN (${ids
          .slice(start, start + rowsPerWrite)
          .map(quoted)
          .join(", ")})`,
      );
  }

  /** The plans whose goals are nearest in meaning, nearest first, with the cosine. */
  async nearest(vector: Float32Array, limit: number): Promise<{ id: string; cosine: number }[]> {
    if (vector.every((value) => value === 0)) return [];
    const rows = await (await this.open())
      .query()
      .nearestTo(vector)
      .column("vector")
      .distanceType("cosine")
      .select(["id", "_distance"])
      .limit(limit)
      .toArray();
    // A goal without a word the embedder knows is near to nothing.
    return rows
      .map((row) => ({ id: String(row.id), cosine: 1 - Number(row._distance) }))
      .filter(({ cosine }) => Number.isFinite(cosine));
  }

  /** What is written of a plan, as text: for those who look after what is kept. */
  async stored(): Promise<string[]> {
    const rows = await (await this.open())
      .query()
      .select([...textNames])
      .toArray();
    return rows.map((row) => textNames.map((name) => String(row[name])).join(" "));
  }

  close(): void {
    this.table?.close();
    this.table = undefined;
    this.connection.close();
  }

  private async open(): Promise<lancedb.Table> {
    const table = this.table ?? (await this.connection.openTable(this.tableName));
    this.table = table;
    const version = await table.version();
    this.connectedAt ??= version;
    if (Math.abs(version - this.connectedAt) < versionsPerConnection) return table;
    // The former connection goes with whatever still reads by it.
    this.connectedAt = version;
    this.connection = await connectTo(this.uri, cacheBytes);
    this.table = undefined;
    return this.open();
  }

  private async vectorLength(): Promise<number> {
    return (await this.embedder.embed(["goal"]))[0]?.length ?? 0;
  }

  private async dataOf(rows: readonly EpisodeRow[]) {
    const vectors = await this.embedder.embed(rows.map(({ episode }) => episode.goal));
    const records = rows.map(({ episode, version }, row) => ({
      ...{ id: episode.planId, version, goal: episode.goal, outcome: episode.outcome },
      shape: JSON.stringify({ tools: episode.tools.map(({ toolId }) => toolId), edits: episode.edits }),
      vector: [...(vectors[row] ?? [])],
    }));
    return lancedb.makeArrowTable(records, { schema: schemaOf(await this.vectorLength()) });
  }
}

const schemaOf = (dimensions: number) =>
  new Schema([
    ...textNames.map((name) => new Field(name, new Utf8(), false)),
    new Field("vector", new FixedSizeList(dimensions, new Field("item", new Float32(), true)), false),
  ]);
