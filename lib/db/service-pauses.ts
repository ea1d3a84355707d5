// Services that asked for patience, and until when: every worker leaves them alone meanwhile.
import { gt, sql } from "drizzle-orm";
import { db, type Querier } from "./client";
import { servicePauses } from "./schema";

/** Leaves a service alone for a while; the longest of what it asked for counts. */
export async function pauseService(service: string, forMs: number, querier: Querier = db()): Promise<void> {
  const until = sql`clock_timestamp() + ${forMs} * interval '1 millisecond'`;
  await querier
    .insert(servicePauses)
    .values({ service, until })
    .onConflictDoUpdate({
      target: servicePauses.service,
      set: { until: sql`greatest(${servicePauses.until}, excluded.until)` },
    });
}

/** The services that are to be left alone, and for how many milliseconds more. */
export async function listServicePauses(): Promise<Map<string, number>> {
  const leftMs = sql<number>`extract(epoch from ${servicePauses.until} - clock_timestamp())::float8 * 1000`;
  const rows = await db()
    .select({ service: servicePauses.service, leftMs })
    .from(servicePauses)
    .where(gt(servicePauses.until, sql`clock_timestamp()`));
  return new Map(rows.map((row) => [row.service, row.leftMs]));
}
