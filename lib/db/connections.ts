// Connections. A row's secret is read through `readSealedSecret` alone, for lib/connections/open-connection.ts.
import { and, asc, desc, eq, inArray, or, sql } from "drizzle-orm";
import type { Connection } from "@/lib/domain/connection";
import type { ConnectionState, ConnectionTest } from "@/lib/domain/connection-state";
import type { ConnectionId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { batched } from "./batched";
import { db, type Querier } from "./client";
import { connections, grants } from "./schema";

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

/** What is read to change a connection or to open it: of one and the same moment. */
export interface StoredConnection {
  connection: Connection;
  sealedSecret: string | null;
  version: number;
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

/** Of a connection that needs a person to sign in: whether that is done, or the service took it back. */
const signInState = sql<ConnectionState["signIn"]>`case
  when coalesce(${connections.config}->'oauth'->>'flow', '') <> 'authorizationCode' then 'none'
  else coalesce((select case when g.sealed is null then 'lost' else 'held' end
    from ${grants} g where g.connection_id = ${connections.id} limit 1), 'needed') end`;

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
 * Changes a connection. Null when there is none with this id, or it is no longer as expected (of this version, or
 * at this origin): a secret sealed for another origin must never be stored beside this one. What was known of a test is forgotten unless only the name
 * changes.
 * @param forgetsGrants true when what a service granted is void now
 */
export async function updateConnection(
  expected: { id: ConnectionId } & ({ version: number } | { origin: string }),
  changes: ConnectionChanges,
  { forgetsGrants = false, querier }: { forgetsGrants?: boolean; querier?: Querier } = {},
): Promise<Connection | null> {
  return inTransaction(querier, async (tx) => {
    const { sealedSecret, ...values } = changes;
    const isNameOnly = Object.keys(changes).every((name) => name === "name");
    const [row] = await tx
      .update(connections)
      .set({
        ...values,
        ...(sealedSecret === undefined ? {} : { secret: sealedSecret }),
        ...(isNameOnly ? {} : { lastTest: null }),
        version: sql`${connections.version} + 1`,
      })
      .where(
        and(
          eq(connections.id, expected.id),
          "version" in expected
            ? eq(connections.version, expected.version)
            : eq(connections.origin, expected.origin),
        ),
      )
      .returning(columns);
    if (row && forgetsGrants) await tx.delete(grants).where(eq(grants.connectionId, row.id));
    return row ? toConnection(row) : null;
  });
}

/** Records what came of trying a connection, unless it was changed in the meantime. */
export async function recordTest(
  { id, version }: { id: ConnectionId; version: number },
  test: ConnectionTest & { at: string },
): Promise<void> {
  await db()
    .update(connections)
    .set({ lastTest: test })
    .where(and(eq(connections.id, id), eq(connections.version, version)));
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

/** Like `defaultOfKind`, for steps that look at the same moment: one query. */
export const currentDefaultOfKind: (kind: string) => Promise<Connection | null> = batched(
  async (kinds: string[]) => {
    const rows = await db()
      .selectDistinctOn([connections.kind], columns)
      .from(connections)
      .where(inArray(connections.kind, [...new Set(kinds)]))
      .orderBy(
        asc(connections.kind),
        desc(connections.isDefault),
        asc(connections.createdAt),
        asc(connections.id),
      );
    const found = new Map(rows.map((row) => [row.kind, toConnection(row)]));
    return kinds.map((kind) => found.get(kind) ?? null);
  },
);

/** The kinds there is a connection of that tools use and nobody has to sign in to first. */
export async function connectedKinds(querier: Querier = db()): Promise<Set<string>> {
  const rows = await querier
    .select({ kind: connections.kind })
    .from(connections)
    .where(or(eq(signInState, "none"), eq(signInState, "held")))
    .groupBy(connections.kind);
  return new Set(rows.map((row) => row.kind));
}

/** Connections with what is known of them, by kind and age. */
export async function listConnectionStates(querier: Querier = db()): Promise<ConnectionState[]> {
  const rows = await querier
    .select({ ...columns, signIn: signInState, lastTest: connections.lastTest })
    .from(connections)
    .orderBy(asc(connections.kind), asc(connections.createdAt), asc(connections.id));
  return rows.map(({ signIn, lastTest, ...row }) => ({ ...toConnection(row), signIn, lastTest }));
}

/**
 * A connection and its sealed secret. For open-connection.ts and for carrying secrets over when a connection is
 * edited; nothing else has a reason to call it.
 */
export async function readSealedSecret(
  id: ConnectionId,
  querier: Querier = db(),
): Promise<StoredConnection | null> {
  const [row] = await querier
    .select({ ...columns, sealedSecret: connections.secret, version: connections.version })
    .from(connections)
    .where(eq(connections.id, id));
  if (!row) return null;
  const { sealedSecret, version, ...connection } = row;
  return { connection: toConnection(connection), sealedSecret, version };
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
