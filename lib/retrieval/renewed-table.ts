// A LanceDB table of which little is kept in memory, however often it is written.
import { rm } from "node:fs/promises";
import path from "node:path";
import * as lancedb from "@lancedb/lancedb";
import type { Schema } from "apache-arrow";

/** How long a superseded version of a table stays readable for other processes. */
const keepVersionsMs = 10 * 60_000;

/** What was superseded before this moment may be deleted. */
export const supersededBefore = () => new Date(Date.now() - keepVersionsMs);

/**
 * A connection is made anew after a table has had so many versions: for as long as it lives LanceDB keeps of each the
 * indices with their files, and some 75 kB more, whatever its caches may hold.
 */
export const versionsPerConnection = 32;

/** How much a connection may keep: LanceDB would keep up to 7 GB. */
export interface CacheBytes {
  index: bigint;
  metadata: bigint;
}

/** Tables of other layouts and embedders stand beside it: what they hold can't be compared. */
export const tableName = (kind: string, layout: number, embedderId: string): string =>
  `${kind}-${layout}-${embedderId.replace(/[^A-Za-z0-9.-]+/g, "-")}`;

/** The table by one connection. */
interface Opened {
  connection: lancedb.Connection;
  table: lancedb.Table;
  /** The table's version when it was opened. */
  openedAt: number;
  /** What is under way by it. */
  users: number;
}

export class RenewedTable {
  private opened: Opened | undefined;

  private constructor(
    private connection: lancedb.Connection,
    private readonly uri: string,
    private readonly cacheBytes: CacheBytes,
    readonly name: string,
  ) {}

  /** Connects; nothing is read or made yet. @param uri a folder, or any address LanceDB knows. */
  static async connect(uri: string, name: string, cacheBytes: CacheBytes): Promise<RenewedTable> {
    return new RenewedTable(await connectTo(uri, cacheBytes), uri, cacheBytes, name);
  }

  /**
   * Works with the table, as it is now; throws when there is none. A connection that was superseded is closed with the
   * last that works by it: the garbage collector doesn't see how much of LanceDB's memory hangs on it.
   */
  async using<T>(work: (table: lancedb.Table, version: number) => Promise<T>): Promise<T> {
    this.opened ??= await this.openBy(this.connection);
    const opened = this.opened;
    opened.users += 1;
    try {
      const version = await opened.table.version();
      await this.supersede(opened, version);
      return await work(opened.table, version);
    } finally {
      opened.users -= 1;
      this.letGo(opened);
    }
  }

  /** A handle of one version, for the caller to close. */
  async openAt(version: number): Promise<lancedb.Table> {
    const table = await this.connection.openTable(this.name);
    await table.checkout(version);
    return table;
  }

  /** Makes an empty table, in the place of whatever is there. */
  async create(schema: Schema): Promise<void> {
    this.forget();
    const exists = (await this.connection.tableNames()).includes(this.name);
    try {
      const mode = exists ? "overwrite" : "create";
      (await this.connection.createEmptyTable(this.name, schema, { mode })).close();
    } catch (error) {
      if (!isFolder(this.uri)) throw error;
      // What is there is damaged beyond being replaced.
      await rm(path.join(this.uri, `${this.name}.lance`), { recursive: true, force: true });
      (await this.connection.createEmptyTable(this.name, schema)).close();
    }
  }

  /** Deletes the other tables whose names begin so. */
  async dropOthers(beginning: string): Promise<void> {
    for (const name of await this.connection.tableNames())
      if (name.startsWith(beginning) && name !== this.name) await this.connection.dropTable(name);
  }

  /** Opens the table again for those who come: what is there may be another one. */
  forget(): void {
    const former = this.opened;
    this.opened = undefined;
    if (former) this.letGo(former);
  }

  close(): void {
    this.forget();
    this.connection.close();
  }

  /** Makes the connection anew, for those who come, when there were many versions by this one. */
  private async supersede(opened: Opened, version: number): Promise<void> {
    // A table that was made anew begins to count anew.
    if (opened !== this.opened || Math.abs(version - opened.openedAt) < versionsPerConnection) return;
    const next = await this.openBy(await connectTo(this.uri, this.cacheBytes));
    // Somebody else may have done so meanwhile.
    if (opened === this.opened) [this.opened, this.connection] = [next, next.connection];
    else this.letGo(next);
  }

  private async openBy(connection: lancedb.Connection): Promise<Opened> {
    const table = await connection.openTable(this.name);
    return { connection, table, openedAt: await table.version(), users: 0 };
  }

  private letGo(opened: Opened): void {
    if (opened === this.opened || opened.users > 0) return;
    opened.table.close();
    if (opened.connection !== this.connection) opened.connection.close();
  }
}

const isFolder = (uri: string) => !/^[a-z][a-z0-9+]*:\/\//i.test(uri);

function connectTo(uri: string, { index, metadata }: CacheBytes): Promise<lancedb.Connection> {
  // In a folder, looking for a newer version costs microseconds; far away it is a request.
  const readConsistencyInterval = isFolder(uri) ? 0 : 5;
  return lancedb.connect(uri, { readConsistencyInterval }, new lancedb.Session(index, metadata));
}
