// Grants of connections: sealed tokens. lib/connections/oauth/grant-store.ts alone reads them.
import { and, eq, sql } from "drizzle-orm";
import type { ConnectionId } from "@/lib/domain/ids";
import { boundOrigins } from "@/lib/domain/oauth-settings";
import { db, type Querier } from "./client";
import { connections, grants } from "./schema";

export interface StoredGrant {
  /** Null once the service took it back. */
  sealed: string | null;
  expiresAt: Date | null;
}

interface GrantKey {
  connectionId: ConnectionId;
  name: string;
}

const isGrant = ({ connectionId, name }: GrantKey) =>
  and(eq(grants.connectionId, connectionId), eq(grants.name, name));

export async function findGrant(key: GrantKey, querier: Querier = db()): Promise<StoredGrant | null> {
  const [row] = await querier
    .select({ sealed: grants.sealed, expiresAt: grants.expiresAt })
    .from(grants)
    .where(isGrant(key));
  return row ?? null;
}

/**
 * Stores a grant in place of the one before. False when the connection is gone or is bound to other origins
 * (`boundOrigins`) by now.
 */
export async function putGrant(
  { connectionId, name, expectedOrigins }: GrantKey & { expectedOrigins: string },
  grant: StoredGrant,
  querier?: Querier,
): Promise<boolean> {
  if (!querier) {
    return db().transaction((tx) => putGrant({ connectionId, name, expectedOrigins }, grant, tx));
  }
  // Held until the transaction ends: the origins can't change in between.
  const [connection] = await querier
    .select({ origin: connections.origin, config: connections.config })
    .from(connections)
    .where(eq(connections.id, connectionId))
    .for("share");
  if (!connection || boundOrigins(connection) !== expectedOrigins) return false;
  await querier
    .insert(grants)
    .values({ connectionId, name, ...grant })
    .onConflictDoUpdate({
      target: [grants.connectionId, grants.name],
      set: { ...grant, updatedAt: sql`now()` },
    });
  return true;
}

/**
 * Does work on a grant while no other process can: the row is locked until it ends, so that of many who want a new
 * token one asks for it and the others find it there. A grant that is not there yet is locked by its name.
 */
export async function withLockedGrant<T>(
  key: GrantKey,
  work: (grant: StoredGrant | null, tx: Querier) => Promise<T>,
): Promise<T> {
  return db().transaction(async (tx) => {
    const lock = `grant ${key.name} of ${key.connectionId}`;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`);
    return work(await findGrant(key, tx), tx);
  });
}
