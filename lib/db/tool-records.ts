// How calls of tools ended in past runs, counted from the runs' events.
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ToolRecord } from "@/lib/domain/candidate";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { db } from "./client";
import { pastCalls } from "./past-calls";

const recordRow = z
  .object({
    tool_id: toolIdSchema,
    ...{ completed: z.int(), failed: z.int() },
    took: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  })
  .transform(({ tool_id, took, ...record }): [ToolId, ToolRecord] => {
    const [lowMs = null, medianMs = null, highMs = null] = took ?? [];
    return [tool_id, { ...record, lowMs, medianMs, highMs }];
  });

/**
 * Of the last 300 runs: how many steps a tool completed, how long its calls took, and how many failed for good. What a
 * person settled, and calls that were never made, are no merit and no fault of the tool.
 * @param before only runs begun before this moment count; default: all.
 */
export async function toolRecords(
  toolIds: readonly ToolId[],
  before?: Date,
): Promise<Map<ToolId, ToolRecord>> {
  if (toolIds.length === 0) return new Map();
  const wanted = sql.join(
    toolIds.map((id) => sql`${id}`),
    sql`, `,
  );
  const { rows } = await db().execute(sql`
    with ${pastCalls(before)}, ended as (
      select * from calls
      where (type = 'step-completed' and body->>'source' = 'tool')
        or (type = 'attempt-failed' and body->>'retryAt' is null)
        or type = 'step-unexpected'
    )
    select tool_id,
      count(*) filter (where type = 'step-completed')::int as completed,
      count(*) filter (where type <> 'step-completed')::int as failed,
      percentile_cont(array[0.1, 0.5, 0.9])
        within group (order by (extract(epoch from (at - started_at)) * 1000)::float)
        filter (where type = 'step-completed' and started_at is not null) as took
    from ended
    where tool_id in (${wanted}) group by tool_id`);
  return new Map(z.array(recordRow).parse(rows));
}
