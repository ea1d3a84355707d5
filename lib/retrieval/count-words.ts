// How common words are in the index, counted without holding up those who ask.
import { setImmediate as nextTurn } from "node:timers/promises";
import type * as lancedb from "@lancedb/lancedb";
import { z } from "zod";
import type { CatalogueStatistics } from "./query-memory";

/** A catalogue that grew or shrank by less has much the same words. */
const tolerance = 0.02;
/** So many rows are enough to begin with. */
const firstRows = 5000;
const rowsPerTurn = 2000;

/**
 * The statistics of one table. They are counted anew when the table has changed by more than a little; until that is
 * done the ones before serve, and at the very first those of a part of the table.
 */
export class WordCounter {
  private version: number | undefined;
  private counted: CatalogueStatistics | undefined;
  private counting: Promise<CatalogueStatistics> | undefined;

  async statistics(table: lancedb.Table): Promise<CatalogueStatistics> {
    const version = await table.version();
    if (this.counted && version === this.version) return this.counted;
    const rows = await table.countRows();
    const isNear = (counted: CatalogueStatistics) =>
      rows > firstRows && Math.abs(rows - counted.tools) < tolerance * rows;
    if (this.counted && isNear(this.counted)) {
      this.version = version;
      return this.counted;
    }
    if (rows <= firstRows) return this.keep(version, await countWords(table, rows));
    this.counted ??= await countWords(table, firstRows);
    this.counting ??= countWords(table, rows)
      .then((counted) => this.keep(version, counted))
      .finally(() => {
        this.counting = undefined;
      });
    // Whoever asked has an answer already; the next one who asks tries again.
    this.counting.catch(() => {});
    return this.counted;
  }

  /** Waits for a count that is under way: for tests and measurements. */
  async settled(): Promise<void> {
    await this.counting;
  }

  private keep(version: number, counted: CatalogueStatistics): CatalogueStatistics {
    this.version = version;
    this.counted = counted;
    return counted;
  }
}

async function countWords(table: lancedb.Table, mostRows: number): Promise<CatalogueStatistics> {
  const frequencies = new Map<string, number>();
  const counted = { tools: 0, length: 0 };
  for await (const batch of table.query().select(["words"]).limit(Math.max(mostRows, 1))) {
    const column = batch.getChild("words");
    for (let row = 0; row < batch.numRows; row++) {
      const words = z.string().parse(column?.get(row));
      const stems = words === "" ? [] : words.split(" ");
      counted.tools += 1;
      counted.length += stems.length;
      for (const stemmed of new Set(stems)) frequencies.set(stemmed, (frequencies.get(stemmed) ?? 0) + 1);
      if (counted.tools % rowsPerTurn === 0) await nextTurn();
    }
  }
  return { tools: counted.tools, averageLength: counted.length / Math.max(counted.tools, 1), frequencies };
}
