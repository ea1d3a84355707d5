// Vitest's global setup of the integration tests: one real PostgreSQL for all of them.
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startTemporaryPostgres } from "@/scripts/lib/temporary-postgres.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** The migrated, empty database every test file gets a copy of. */
    templateUrl: string;
    /** A folder that is removed at the end. */
    testHome: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporaryPostgres();
  try {
    const pool = new pg.Pool({ connectionString: server.url, max: 1 });
    await migrate(drizzle(pool), { migrationsFolder: "drizzle" });
    await pool.end();
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("templateUrl", server.url);
  project.provide("testHome", server.home);
  return server.stop;
}
