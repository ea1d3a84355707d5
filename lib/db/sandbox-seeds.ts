import { eq } from "drizzle-orm";
import { db, type Querier } from "./client";
import { sandboxSeeds } from "./schema";

/** The fingerprints of what was seeded, by name. */
export async function listSeeds(querier: Querier = db()): Promise<Map<string, string>> {
  const rows = await querier.select().from(sandboxSeeds);
  return new Map(rows.map((row) => [row.name, row.fingerprint]));
}

/** Records that something was seeded. */
export async function recordSeed(name: string, fingerprint: string, querier: Querier = db()): Promise<void> {
  await querier
    .insert(sandboxSeeds)
    .values({ name, fingerprint })
    .onConflictDoUpdate({ target: sandboxSeeds.name, set: { fingerprint, seededAt: new Date() } });
}

/** Forgets that something was seeded: the next seed puts it in place again. */
export async function forgetSeed(name: string, querier: Querier = db()): Promise<void> {
  await querier.delete(sandboxSeeds).where(eq(sandboxSeeds.name, name));
}
