// The LanceDB table that episodes are found in: one row a plan that has run, with the vector of its goal. It holds the
// plan's shape and outcome, none of its values and none of its outputs.
import { makeArrowTable } from "@lancedb/lancedb";
import { Field, FixedSizeList, Float32, Schema, Utf8 } from "apache-arrow";
import type { Episode } from "@/lib/domain/episode";
import type { Embedder } from "./embedder";
import { RenewedTable, supersededBefore, tableName } from "./renewed-table";
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
  private constructor(
    private readonly table: RenewedTable,
    readonly embedder: Embedder,
  ) {}

  /** Connects; nothing is read or made yet. @param uri a folder, or any address LanceDB knows. */
  static async connect(uri: string, embedder: Embedder): Promise<EpisodeIndex> {
    const name = tableName("episodes", layout, embedder.id);
    return new EpisodeIndex(await RenewedTable.connect(uri, name, cacheBytes), embedder);
  }

  /** Id and version of every row; null when there is no table that can be read. */
  async versions(): Promise<Map<string, string> | null> {
    try {
      const rows = await this.table.using((table) => table.query().select(["id", "version"]).toArray());
      return new Map(rows.map((row) => [String(row.id), String(row.version)]));
    } catch {
      this.table.forget();
      return null;
    }
  }

  /** Makes an empty table in the place of whatever is there, and drops those of other embedders. */
  async reset(): Promise<void> {
    await this.table.create(schemaOf(await this.vectorLength()));
    await this.table.dropOthers("episodes-");
  }

  /** Adds rows, in the place of those of the same plans. */
  async write(rows: readonly EpisodeRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.table.using(async (table) => {
      for (let start = 0; start < rows.length; start += rowsPerWrite) {
        const part = rows.slice(start, start + rowsPerWrite);
        const data = await this.dataOf(part);
        await table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(data);
      }
      await table.optimize({ cleanupOlderThan: supersededBefore() });
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.table.using(async (table) => {
      for (let start = 0; start < ids.length; start += rowsPerWrite) {
        const part = ids.slice(start, start + rowsPerWrite);
        await table.delete(`id IN (${part.map(quoted).join(", ")})`);
      }
    });
  }

  /** The plans whose goals are nearest in meaning, nearest first, with the cosine. */
  async nearest(vector: Float32Array, limit: number): Promise<{ id: string; cosine: number }[]> {
    if (vector.every((value) => value === 0)) return [];
    const rows = await this.table.using((table) =>
      table
        .query()
        .nearestTo(vector)
        .column("vector")
        .distanceType("cosine")
        .select(["id", "_distance"])
        .limit(limit)
        .toArray(),
    );
    // A goal without a word the embedder knows is near to nothing.
    return rows
      .map((row) => ({ id: String(row.id), cosine: 1 - Number(row._distance) }))
      .filter(({ cosine }) => Number.isFinite(cosine));
  }

  /** What is written of a plan, as text: for those who look after what is kept. */
  async stored(): Promise<string[]> {
    const rows = await this.table.using((table) =>
      table
        .query()
        .select([...textNames])
        .toArray(),
    );
    return rows.map((row) => textNames.map((name) => String(row[name])).join(" "));
  }

  close(): void {
    this.table.close();
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
    return makeArrowTable(records, { schema: schemaOf(await this.vectorLength()) });
  }
}

const schemaOf = (dimensions: number) =>
  new Schema([
    ...textNames.map((name) => new Field(name, new Utf8(), false)),
    new Field("vector", new FixedSizeList(dimensions, new Field("item", new Float32(), true)), false),
  ]);
