import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Episode, episodeOutcomeSchema } from "@/lib/domain/episode";
import { type PlanId, planIdSchema, type RunId, runIdSchema, toolIdSchema } from "@/lib/domain/ids";
import { planChangeSchema } from "@/lib/domain/plan-change";
import { db } from "./client";
import { forgottenEpisodes, planRevisions, plans, runEvents, runs, tools } from "./schema";

const moment = z.coerce.date();
const rowSchema = z.object({
  plan_id: planIdSchema,
  run_id: runIdSchema,
  revision: z.coerce.number(),
  goal: z.string(),
  outcome: episodeOutcomeSchema,
  finished_at: moment,
  runs: z.coerce.number(),
});
type Row = z.infer<typeof rowSchema>;

/** Of each plan the run that ended last, unless it is forgotten. Tries are no plans. */
const lastEnded = (where: SQL) => sql`
  select distinct on (run.plan_id) run.plan_id, run.id as run_id, run.plan_revision as revision, run.goal,
    run.status as outcome, run.finished_at, count(*) over (partition by run.plan_id) as runs
  from ${runs} run
  join ${plans} plan on plan.id = run.plan_id and plan.purpose = 'goal'
  left join ${forgottenEpisodes} forgotten on forgotten.plan_id = run.plan_id
  where run.finished_at is not null and run.status in ('completed', 'failed', 'canceled')
    and (forgotten.at is null or run.finished_at > forgotten.at) and ${where}
  order by run.plan_id, run.finished_at desc`;

/** Episodes, newest first. `before`: a `finishedAt` to go on from. */
export async function listEpisodes(options: { limit: number; before?: Date }): Promise<Episode[]> {
  const { limit, before } = options;
  const older = before ? sql`where finished_at < ${before.toISOString()}::timestamptz` : sql``;
  const { rows } = await db().execute(
    sql`select * from (${lastEnded(sql`true`)}) ended ${older} order by finished_at desc limit ${limit}`,
  );
  return withShapes(z.array(rowSchema).parse(rows));
}

/** The episodes of these plans. */
export async function findEpisodes(planIds: readonly PlanId[]): Promise<Map<PlanId, Episode>> {
  if (planIds.length === 0) return new Map();
  const { rows } = await db().execute(lastEnded(sql`run.plan_id = any(${sql.param([...planIds])}::text[])`));
  const episodes = await withShapes(z.array(rowSchema).parse(rows));
  return new Map(episodes.map((episode) => [episode.planId, episode]));
}

/** What an episode is known by: another run of its plan makes another version. */
export interface EpisodeVersion {
  planId: PlanId;
  version: string;
}

/** Every episode, or those whose run ended at `since` or later. */
export async function episodeVersions(since?: Date): Promise<EpisodeVersion[]> {
  const where = since ? sql`run.finished_at >= ${since.toISOString()}::timestamptz` : sql`true`;
  const { rows } = await db().execute(lastEnded(where));
  return z
    .array(rowSchema)
    .parse(rows)
    .map(({ plan_id, run_id, outcome }) => ({ planId: plan_id, version: `${run_id} ${outcome}` }));
}

/** When the run ended that ended last. */
export async function lastEnd(): Promise<Date | null> {
  const { rows } = await db().execute(
    sql`select finished_at from ${runs} where finished_at is not null order by finished_at desc limit 1`,
  );
  const [row] = z.array(z.object({ finished_at: moment })).parse(rows);
  return row?.finished_at ?? null;
}

/** Forgets what became of a plan so far; of all plans when none is named. */
export async function forgetEpisodes(planId?: PlanId): Promise<void> {
  const which = planId === undefined ? sql`purpose = 'goal'` : sql`id = ${planId}`;
  await db().execute(sql`
    insert into ${forgottenEpisodes} (plan_id, at) select id, now() from ${plans} where ${which}
    on conflict (plan_id) do update set at = excluded.at`);
}

const shapeSchema = z.object({
  plan_id: planIdSchema,
  revision: z.coerce.number(),
  steps: z.array(z.object({ id: z.string(), toolId: toolIdSchema })),
  changes: z.array(z.unknown()),
});

/** With the tools of each plan's steps, and what a person had changed of it up to then. */
async function withShapes(rows: readonly Row[]): Promise<Episode[]> {
  if (rows.length === 0) return [];
  const wanted = JSON.stringify(rows.map(({ plan_id, revision }) => ({ plan_id, revision })));
  const found = await db().execute(sql`
    select made.plan_id, made.revision,
      case when made.revision = wanted.revision
        then jsonb_path_query_array(made.plan, '$.steps[*]') else '[]'::jsonb end as steps,
      case when made.author = 'person'
        then jsonb_path_query_array(made.changes, '$[*] ? (@.kind == "bind-input")') else '[]'::jsonb end as changes
    from jsonb_to_recordset(${wanted}::jsonb) as wanted(plan_id text, revision int)
    join ${planRevisions} made on made.plan_id = wanted.plan_id and made.revision <= wanted.revision
      and (made.author = 'person' or made.revision = wanted.revision)`);
  const shapes = Map.groupBy(z.array(shapeSchema).parse(found.rows), (shape) => shape.plan_id);
  const repairs = await repairsOf(rows.map((row) => row.run_id));
  const titles = await titlesOf(
    [...shapes.values()].flat().flatMap(({ steps }) => steps.map((step) => step.toolId)),
  );
  return rows.map((row) => {
    const own = shapes.get(row.plan_id) ?? [];
    const steps = own.flatMap((shape) => shape.steps);
    const toolOf = new Map(steps.map(({ id, toolId }) => [id, toolId]));
    const edits = own.flatMap(({ changes }) =>
      changes.flatMap((change) => {
        const parsed = planChangeSchema.safeParse(change);
        if (!parsed.success || parsed.data.kind !== "bind-input") return [];
        const toolId = toolOf.get(parsed.data.stepId);
        return toolId ? [{ toolId, input: parsed.data.input }] : [];
      }),
    );
    return {
      planId: row.plan_id,
      goal: row.goal,
      revision: row.revision,
      tools: steps.map(({ toolId }) => ({ toolId, title: titles.get(toolId) ?? null })),
      runId: row.run_id,
      outcome: row.outcome,
      finishedAt: row.finished_at.toISOString(),
      runs: row.runs,
      edits: [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()],
      repairs: repairs.get(row.run_id) ?? [],
    };
  });
}

/** The titles of the repairs that were taken in these runs, in order. */
async function repairsOf(runIds: readonly RunId[]): Promise<Map<RunId, string[]>> {
  const { rows } = await db().execute(sql`
    select run_id, body->'repair'->>'title' as title from ${runEvents}
    where run_id = any(${sql.param([...runIds])}::text[])
      and body->>'type' in ('plan-revised', 'step-postponed') and body ? 'repair'
    order by run_id, seq`);
  const taken = z.array(z.object({ run_id: runIdSchema, title: z.string() })).parse(rows);
  const byRun = Map.groupBy(taken, (one) => one.run_id);
  return new Map([...byRun].map(([runId, all]) => [runId, all.map((one) => one.title)]));
}

async function titlesOf(ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db().execute(
    sql`select id, title from ${tools} where id = any(${sql.param([...new Set(ids)])}::text[])`,
  );
  return new Map(
    z
      .array(z.object({ id: z.string(), title: z.string() }))
      .parse(rows)
      .map(({ id, title }) => [id, title]),
  );
}
