// What Lamplight reads of the durable engine's own table; it is written by the engine alone.
import { sql } from "drizzle-orm";
import type { RunId } from "@/lib/domain/ids";
import { db, type Querier } from "./client";
import { runs } from "./schema";

/** The schema of the durable engine's own tables, in Lamplight's database. */
export const engineSchema = "dbos";

/** The engine's table of workflows. */
export const workflows = sql`${sql.identifier(engineSchema)}.workflow_status`;

/** True when the run's workflow is being executed by this worker, as far as the durable engine knows. */
export async function isExecutedBy(runId: RunId, executorId: string, querier: Querier): Promise<boolean> {
  const { rows } = await querier.execute<{ is_so: boolean }>(sql`
    select executor_id = ${executorId} and status = 'PENDING' as is_so
    from ${workflows} where workflow_uuid = ${runId}`);
  return rows[0]?.is_so === true;
}

/** The workers that have workflows of this version under way. */
export async function listExecutors(version: string): Promise<string[]> {
  const { rows } = await db().execute<{ executor_id: string }>(sql`
    select distinct executor_id from ${workflows}
    where status = 'PENDING' and application_version = ${version} and coalesce(executor_id, '') <> ''`);
  return rows.map((row) => row.executor_id);
}

/** Runs that have not ended although their workflow has, or that have none (`workflowStatus` null). */
export async function listStrandedRuns(
  limit: number,
): Promise<{ runId: RunId; workflowStatus: string | null }[]> {
  const { rows } = await db().execute<{ id: RunId; status: string | null }>(sql`
    select run.id, workflow.status from ${runs} run
    left join ${workflows} workflow on workflow.workflow_uuid = run.id
    where run.status in ('queued', 'running', 'waiting', 'paused')
      and run.created_at < now() - interval '5 seconds'
      and coalesce(workflow.status, '') not in ('ENQUEUED', 'PENDING', 'DELAYED')
    order by run.created_at limit ${limit}`);
  return rows.map((row) => ({ runId: row.id, workflowStatus: row.status }));
}
