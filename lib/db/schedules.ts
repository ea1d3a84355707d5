// Plans that are run by the clock: one schedule a plan.
import { and, asc, eq, isNotNull, lte, sql } from "drizzle-orm";
import type { PlanId } from "@/lib/domain/ids";
import type { Schedule, ScheduleTimes } from "@/lib/domain/schedule";
import { db, type Querier } from "./client";
import { plans, schedules } from "./schema";

type Row = typeof schedules.$inferSelect;
/** Of a time that has come. */
export type DueSchedule = Row & { nextAt: Date };

/** All schedules, the next to run first, those that are off last. */
export async function listSchedules(): Promise<Schedule[]> {
  return read().orderBy(sql`${schedules.nextAt} asc nulls last`, asc(schedules.planId));
}

/** The schedule of a plan; null when it has none. */
export async function findSchedule(planId: PlanId, querier: Querier = db()): Promise<Schedule | null> {
  const [found] = await read(querier).where(eq(schedules.planId, planId));
  return found ?? null;
}

/** Stores a plan's schedule in place of the one it had; what became of earlier times stays. */
export async function storeSchedule(
  schedule: ScheduleTimes & { planId: PlanId; planRevision: number; nextAt: Date },
  querier: Querier = db(),
): Promise<void> {
  const { planId, ...set } = schedule;
  await querier
    .insert(schedules)
    .values(schedule)
    .onConflictDoUpdate({ target: schedules.planId, set: { ...set, lastProblem: null } });
}

/** Turns a schedule on, with its next time, or off, with none. False when the plan has none. */
export async function setNextTime(
  planId: PlanId,
  nextAt: Date | null,
  querier: Querier = db(),
): Promise<boolean> {
  const rows = await querier
    .update(schedules)
    .set({ nextAt })
    .where(eq(schedules.planId, planId))
    .returning({ planId: schedules.planId });
  return rows.length > 0;
}

/** Removes a plan's schedule. False when it has none. */
export async function removeSchedule(planId: PlanId): Promise<boolean> {
  const rows = await db()
    .delete(schedules)
    .where(eq(schedules.planId, planId))
    .returning({ planId: schedules.planId });
  return rows.length > 0;
}

/**
 * The schedule whose time came first, locked until the transaction ends; one that another worker is starting is passed
 * over. Null when none is due.
 */
export async function lockDueSchedule(now: Date, tx: Querier): Promise<DueSchedule | null> {
  const [due] = await tx
    .select()
    .from(schedules)
    .where(and(isNotNull(schedules.nextAt), lte(schedules.nextAt, now)))
    .orderBy(asc(schedules.nextAt))
    .limit(1)
    .for("update", { skipLocked: true });
  return due?.nextAt ? { ...due, nextAt: due.nextAt } : null;
}

/** Keeps what became of a time, and when the next one is. */
export async function recordTime(
  planId: PlanId,
  outcome: Pick<Row, "nextAt" | "lastAt" | "lastRunId" | "lastProblem">,
  tx: Querier,
): Promise<void> {
  await tx.update(schedules).set(outcome).where(eq(schedules.planId, planId));
}

function read(querier: Querier = db()) {
  const iso = (column: typeof schedules.nextAt | typeof schedules.lastAt) =>
    sql<string | null>`${column}`.mapWith((value: unknown) =>
      value === null ? null : new Date(String(value)).toISOString(),
    );
  return querier
    .select({
      planId: schedules.planId,
      goal: plans.goal,
      planRevision: schedules.planRevision,
      newestRevision: plans.revision,
      cron: schedules.cron,
      timeZone: schedules.timeZone,
      missed: schedules.missed,
      isOn: sql<boolean>`${schedules.nextAt} is not null`,
      nextAt: iso(schedules.nextAt),
      lastAt: iso(schedules.lastAt),
      lastRunId: schedules.lastRunId,
      lastProblem: schedules.lastProblem,
    })
    .from(schedules)
    .innerJoin(plans, eq(plans.id, schedules.planId))
    .$dynamic();
}
