// What tools' questions to language models cost in past runs.
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Interval } from "@/lib/domain/estimate";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { db } from "./client";
import { pastCalls } from "./past-calls";

const costRow = z
  .object({ tool_id: toolIdSchema, usd: z.tuple([z.number(), z.number(), z.number()]) })
  .transform(({ tool_id, usd: [low, likely, high] }): [ToolId, Interval] => [tool_id, { low, likely, high }]);

/**
 * US dollars of all questions in one step or item, in the last 300 runs: 10th percentile, median, 90th. Steps of which
 * the cost of a question isn't known are left out.
 * @param before only runs begun before this moment count; default: all.
 */
export async function modelCosts(toolIds: readonly ToolId[], before?: Date): Promise<Map<ToolId, Interval>> {
  if (toolIds.length === 0) return new Map();
  const { rows } = await db().execute(sql`
    with ${pastCalls(before)}, asked as (
      select tool_id, run_id, step_id, item, (model->>'costUsd')::float as usd
      from (select * from calls where type = 'attempt-cost') costs
        cross join jsonb_array_elements(body->'cost'->'models') model
    ), steps as (
      select tool_id, sum(usd) as usd from asked
      group by tool_id, run_id, step_id, item having count(*) = count(usd)
    )
    select tool_id, percentile_cont(array[0.1, 0.5, 0.9]) within group (order by usd) as usd
    from steps where tool_id = any(${sql.param([...new Set(toolIds)])}::text[]) group by tool_id`);
  return new Map(z.array(costRow).parse(rows));
}
