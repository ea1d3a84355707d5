import { drizzle } from "drizzle-orm/node-postgres";
import type { PoolClient } from "pg";
import { pool, type Querier } from "./client";
import * as schema from "./schema";

/**
 * Runs `work` in a transaction of which it also gets the connection itself: for libraries that take part in a
 * transaction over a plain `pg` client.
 */
export async function clientTransaction<T>(
  work: (tx: Querier, client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool().connect();
  try {
    const result = await drizzle(client, { schema }).transaction((tx) => work(tx, client));
    client.release();
    return result;
  } catch (error) {
    // Whatever state the connection is in, nobody else gets it.
    client.release(true);
    throw error;
  }
}
