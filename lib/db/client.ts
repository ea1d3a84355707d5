import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { env } from "@/lib/env";
import * as schema from "./schema";

export type Database = NodePgDatabase<typeof schema>;
/** A database or a transaction on it: what query functions take. */
export type Querier = Pick<Database, "select" | "insert" | "update" | "delete" | "execute" | "query">;

const holder = globalThis as { lamplightPool?: pg.Pool; lamplightDatabase?: Database };

/** The process's pool; one across hot reloads. */
export function pool(): pg.Pool {
  if (!holder.lamplightPool) {
    holder.lamplightPool = new pg.Pool({ connectionString: env().DATABASE_URL, max: 10 });
    // An idle connection that breaks (the server restarted) is dropped; the next query opens another.
    holder.lamplightPool.on("error", () => {});
    // So does one in use: its next query says so. Without a listener the whole process would end.
    holder.lamplightPool.on("connect", (client) => client.on("error", () => {}));
  }
  return holder.lamplightPool;
}

export function db(): Database {
  holder.lamplightDatabase ??= drizzle(pool(), { schema });
  return holder.lamplightDatabase;
}

/** Ends all connections: for scripts and tests that are to exit. */
export async function closeDatabase(): Promise<void> {
  await holder.lamplightPool?.end();
  holder.lamplightPool = undefined;
  holder.lamplightDatabase = undefined;
}
