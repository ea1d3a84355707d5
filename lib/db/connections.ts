// Connections. A row's secret is read through `readSealedSecret` alone, for lib/connections/open-connection.ts.
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Connection } from "@/lib/domain/connection";
import type { ConnectionId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { db, type Querier } from "./client";
import { connections } from "./schema";

export interface NewConnection {
  id: ConnectionId;
  kind: string;
  name: string;
  origin: string;
  config: JsonObject;
  /** From the vault, sealed for this id, kind and origin; null for none. */
  sealedSecret: string | null;
  /** The first of its kind is the default whatever this says. */
  isDefault: boolean;
  isSandbox: boolean;
}

export interface ConnectionChanges {
  name?: string;
  origin?: string;
  config?: JsonObject;
  sealedSecret?: string | null;
}

/** Everything of a row but its secret. */
const columns = {
  id: connections.id,
  kind: connections.kind,
  name: connections.name,
  origin: connections.origin,
  config: connections.config,
  hasSecret: sql<boolean>`${connections.secret} is not null`,
  isDefault: connections.isDefault,
  isSandbox: connections.isSandbox,
  createdAt: connections.createdAt,
};

type Row = Omit<Connection, "createdAt"> & { createdAt: Date };

const toConnection = (row: Row): Connection => ({ ...row, createdAt: row.createdAt.toISOString() });

/** Stores a connection; the first of its kind, or one asked to be, becomes the default of the kind. */
export async function insertConnection(connection: NewConnection, querier?: Querier): Promise<Connection> {
  return inTransaction(querier, async (tx) => {
    await lockKind(tx, connection.kind);
    const { sealedSecret, ...values } = connection;
    const current = await defaultOfKind(connection.kind, tx);
    const isDefault = connection.isDefault || current === null;
    if (isDefault) await clearDefault(tx, connection.kind);
    const [row] = await tx
      .insert(connections)
      .values({ ...values, isDefault, secret: sealedSecret })
      .returning(columns);
    if (!row) throw new Error(`PostgreSQL returned no row for the new connection ${connection.id}.`);
    return toConnection(row);
  });
}

/**
 * Changes a connection. Null when there is none with this id, or its origin is no longer `expectedOrigin`: a
 * secret sealed for another origin must never be stored beside this one.
 */
export async function updateConnection(
  id: ConnectionId,
  expectedOrigin: string,
  changes: ConnectionChanges,
  querier: Querier = db(),
): Promise<Connection | null> {
  const { sealedSecret, ...values } = changes;
  const [row] = await querier
    .update(connections)
    .set({ ...values, ...(sealedSecret === undefined ? {} : { secret: sealedSecret }), id })
    .where(and(eq(connections.id, id), eq(connections.origin, expectedOrigin)))
    .returning(columns);
  return row ? toConnection(row) : null;
}

/** Removes a connection; the oldest other one of its kind becomes the default in its place. */
export async function deleteConnection(id: ConnectionId, querier?: Querier): Promise<Connection | null> {
  return inTransaction(querier, async (tx) => {
    const found = await findConnection(id, tx);
    if (!found) return null;
    await lockKind(tx, found.kind);
    const [gone] = await tx.delete(connections).where(eq(connections.id, id)).returning(columns);
    if (!gone) return null;
    const next = await defaultOfKind(gone.kind, tx);
    if (next && !next.isDefault) await setDefault(tx, next);
    return toConnection(gone);
  });
}

/** Makes a connection the default of its kind. Null when there is none with this id. */
export async function makeDefaultConnection(id: ConnectionId, querier?: Querier): Promise<Connection | null> {
  return inTransaction(querier, async (tx) => {
    const found = await findConnection(id, tx);
    if (!found) return null;
    await lockKind(tx, found.kind);
    await clearDefault(tx, found.kind);
    return setDefault(tx, found);
  });
}

/** Connections by kind and age; of one kind when given. */
export async function listConnections(kind?: string, querier: Querier = db()): Promise<Connection[]> {
  const rows = await querier
    .select(columns)
    .from(connections)
    .where(kind === undefined ? undefined : eq(connections.kind, kind))
    .orderBy(asc(connections.kind), asc(connections.createdAt), asc(connections.id));
  return rows.map(toConnection);
}

export async function findConnection(id: ConnectionId, querier: Querier = db()): Promise<Connection | null> {
  const [row] = await querier.select(columns).from(connections).where(eq(connections.id, id));
  return row ? toConnection(row) : null;
}

/** The connection that tools of this kind use when a step names no other. */
export async function defaultOfKind(kind: string, querier: Querier = db()): Promise<Connection | null> {
  const [row] = await querier
    .select(columns)
    .from(connections)
    .where(eq(connections.kind, kind))
    .orderBy(desc(connections.isDefault), asc(connections.createdAt), asc(connections.id))
    .limit(1);
  return row ? toConnection(row) : null;
}

/** The kinds there is a connection of. */
export async function connectedKinds(querier: Querier = db()): Promise<Set<string>> {
  const rows = await querier.select({ kind: connections.kind }).from(connections).groupBy(connections.kind);
  return new Set(rows.map((row) => row.kind));
}

/**
 * A connection and its sealed secret, of one and the same moment. For open-connection.ts and for carrying
 * secrets over when a connection is edited; nothing else has a reason to call it.
 */
export async function readSealedSecret(
  id: ConnectionId,
  querier: Querier = db(),
): Promise<{ connection: Connection; sealedSecret: string | null } | null> {
  const [row] = await querier
    .select({ ...columns, sealedSecret: connections.secret })
    .from(connections)
    .where(eq(connections.id, id));
  if (!row) return null;
  const { sealedSecret, ...connection } = row;
  return { connection: toConnection(connection), sealedSecret };
}

async function inTransaction<T>(querier: Querier | undefined, work: (tx: Querier) => Promise<T>): Promise<T> {
  return querier ? work(querier) : db().transaction(work);
}

/** At most one default per kind: changes of a kind take turns. */
async function lockKind(tx: Querier, kind: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`connections of ${kind}`}, 0))`);
}

async function clearDefault(tx: Querier, kind: string): Promise<void> {
  await tx.update(connections).set({ isDefault: false }).where(eq(connections.kind, kind));
}

async function setDefault(tx: Querier, connection: Connection): Promise<Connection | null> {
  const [row] = await tx
    .update(connections)
    .set({ isDefault: true })
    .where(eq(connections.id, connection.id))
    .returning(columns);
  return row ? toConnection(row) : null;
}
