import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { PlanId, RunId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanningRecord, PlanningSummary } from "@/lib/domain/planning-record";
import type { RunStatus } from "@/lib/domain/run";
import { storableJson } from "@/lib/domain/storable-json";
import type { PlanSummary } from "@/lib/domain/summaries";
import { db, type Querier } from "./client";
import { type PlanPurpose, planningRecords, planRevisions, plans, runs } from "./schema";

export type PlanAuthor = "planner" | "person" | "api";

/** As PostgreSQL can keep it: a pasted text may hold what its JSON can't. The shape stays what it was. */
function storable<T extends Plan | PlanChange[] | PlanningRecord>(value: T): T {
  return storableJson(JSON.parse(JSON.stringify(value))) as T;
}

/** Stores a new plan as its first revision. `copiedFrom`: the plan whose stale edit it keeps; `planning`: how it came about. */
export async function insertPlan(
  plan: Plan,
  author: PlanAuthor = "planner",
  options: { copiedFrom?: PlanId; purpose?: PlanPurpose; planning?: PlanningRecord; querier?: Querier } = {},
): Promise<void> {
  const stored = storable(plan);
  const store = async (querier: Querier) => {
    await querier.insert(plans).values({
      id: plan.id,
      goal: stored.goal,
      revision: plan.revision,
      copiedFrom: options.copiedFrom ?? null,
      purpose: options.purpose ?? "goal",
    });
    await querier
      .insert(planRevisions)
      .values({ planId: plan.id, revision: plan.revision, plan: stored, changes: [], author });
    if (options.planning) {
      await querier.insert(planningRecords).values({ planId: plan.id, ...storable(options.planning) });
    }
  };
  await (options.querier ? store(options.querier) : db().transaction(store));
}

/** A plan at a revision, or the newest; null when there is none. */
export async function findPlan(
  planId: PlanId,
  revision?: number,
  querier: Querier = db(),
): Promise<Plan | null> {
  const [row] = await querier
    .select({ plan: planRevisions.plan })
    .from(planRevisions)
    .where(
      and(
        eq(planRevisions.planId, planId),
        revision === undefined ? undefined : eq(planRevisions.revision, revision),
      ),
    )
    .orderBy(desc(planRevisions.revision))
    .limit(1);
  return row?.plan ?? null;
}

// Revisions as they were read last: they never change.
const keptRevisions = new Map<string, Plan>();
const maxKeptRevisions = 50;

/** A plan at a revision, for those who ask for the same again and again; null when there is none. */
export async function findRevision(planId: PlanId, revision: number): Promise<Plan | null> {
  const key = `${planId} ${revision}`;
  const plan = keptRevisions.get(key) ?? (await findPlan(planId, revision));
  if (!plan) return null;
  keptRevisions.delete(key);
  keptRevisions.set(key, plan);
  for (const oldest of keptRevisions.keys()) {
    if (keptRevisions.size <= maxKeptRevisions) break;
    keptRevisions.delete(oldest);
  }
  return plan;
}

/** What a plan is for; null when there is no such plan. */
export async function purposeOf(planId: PlanId, querier: Querier = db()): Promise<PlanPurpose | null> {
  const [row] = await querier.select({ purpose: plans.purpose }).from(plans).where(eq(plans.id, planId));
  return row?.purpose ?? null;
}

/** The number of a plan's newest revision; null when there is no such plan. */
export async function newestRevision(planId: PlanId, querier: Querier = db()): Promise<number | null> {
  const [row] = await querier.select({ revision: plans.revision }).from(plans).where(eq(plans.id, planId));
  return row?.revision ?? null;
}

/** Keeps the plan as it is until the transaction ends: the number of its newest revision; null when there is no such plan. */
export async function lockNewestRevision(planId: PlanId, tx: Querier): Promise<number | null> {
  const [row] = await tx
    .select({ revision: plans.revision })
    .from(plans)
    .where(eq(plans.id, planId))
    .for("update");
  return row?.revision ?? null;
}

/**
 * Stores the next revision. False when the plan's newest revision is not the one before any more: somebody else
 * was first, and nothing is stored.
 */
export async function insertRevision(
  plan: Plan,
  changes: PlanChange[],
  author: PlanAuthor,
  querier: Querier = db(),
): Promise<boolean> {
  const moved = await querier
    .update(plans)
    .set({ revision: plan.revision, updatedAt: sql`now()` })
    .where(and(eq(plans.id, plan.id), eq(plans.revision, plan.revision - 1)))
    .returning({ id: plans.id });
  if (moved.length === 0) return false;
  await querier.insert(planRevisions).values({
    planId: plan.id,
    revision: plan.revision,
    plan: storable(plan),
    changes: storable(changes),
    author,
  });
  return true;
}

const summaryColumns = {
  model: planningRecords.model,
  tookMs: planningRecords.tookMs,
  inputTokens: planningRecords.inputTokens,
  outputTokens: planningRecords.outputTokens,
  costUsd: planningRecords.costUsd,
};

/** How a plan came about, without what was said; null for one no planner made. */
export async function findPlanningSummary(planId: PlanId): Promise<PlanningSummary | null> {
  const [row] = await db()
    .select(summaryColumns)
    .from(planningRecords)
    .where(eq(planningRecords.planId, planId));
  return row ?? null;
}

/** How a plan came about, with all a model was sent and answered. */
export async function findPlanningRecord(planId: PlanId): Promise<PlanningRecord | null> {
  const [row] = await db()
    .select({ ...summaryColumns, exchanges: planningRecords.exchanges })
    .from(planningRecords)
    .where(eq(planningRecords.planId, planId));
  return row ?? null;
}

/** The most recently changed plans, newest first, each with its last run. `before`: an `updatedAt` to go on from. */
export async function listPlans(options: { limit: number; before?: Date }): Promise<PlanSummary[]> {
  const rows = await db()
    .select({
      id: plans.id,
      goal: plans.goal,
      revision: plans.revision,
      updatedAt: plans.updatedAt,
      stepCount: sql<number>`jsonb_array_length(${planRevisions.plan}->'steps')`,
      planning: summaryColumns,
    })
    .from(plans)
    .innerJoin(
      planRevisions,
      and(eq(planRevisions.planId, plans.id), eq(planRevisions.revision, plans.revision)),
    )
    .leftJoin(planningRecords, eq(planningRecords.planId, plans.id))
    .where(and(eq(plans.purpose, "goal"), options.before ? lt(plans.updatedAt, options.before) : undefined))
    .orderBy(desc(plans.updatedAt))
    .limit(options.limit);
  const lastRuns = await lastRunsOf(rows.map((row) => row.id));
  return rows.map((row) => ({
    ...row,
    updatedAt: row.updatedAt.toISOString(),
    lastRun: lastRuns.get(row.id) ?? null,
  }));
}

async function lastRunsOf(ids: PlanId[]): Promise<Map<PlanId, { id: RunId; status: RunStatus }>> {
  if (ids.length === 0) return new Map();
  const rows = await db()
    .selectDistinctOn([runs.planId], { planId: runs.planId, id: runs.id, status: runs.status })
    .from(runs)
    .where(
      sql`${runs.planId} in (${sql.join(
        ids.map((id) => sql`${id}`),
        sql`, `,
      )})`,
    )
    .orderBy(runs.planId, desc(runs.createdAt));
  return new Map(rows.map((row) => [row.planId, { id: row.id, status: row.status }]));
}

export interface RevisionSummary {
  revision: number;
  author: PlanAuthor;
  changes: PlanChange[];
  createdAt: string;
}

/** The revisions of a plan, newest first. */
export async function listRevisions(planId: PlanId, limit = 200): Promise<RevisionSummary[]> {
  const rows = await db()
    .select({
      revision: planRevisions.revision,
      author: planRevisions.author,
      changes: planRevisions.changes,
      createdAt: planRevisions.createdAt,
    })
    .from(planRevisions)
    .where(eq(planRevisions.planId, planId))
    .orderBy(desc(planRevisions.revision))
    .limit(limit);
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}
