// What uses connections: tools go by the kind of connection they need, plans by the tools of their newest revision.
import { and, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { PlanId } from "@/lib/domain/ids";
import { db } from "./client";
import { planRevisions, plans, tools } from "./schema";

export interface KindUsage {
  tools: number;
  plans: number;
}

/** By kind of connection; a kind nothing uses is not there. */
export async function connectionUsage(): Promise<Map<string, KindUsage>> {
  const [toolRows, planRows] = await Promise.all([
    db()
      .select({ kind: tools.connectionKind, count: sql<number>`count(*)::int` })
      .from(tools)
      .where(isNotNull(tools.connectionKind))
      .groupBy(tools.connectionKind),
    db()
      .select({ kind: tools.connectionKind, count: sql<number>`count(distinct ${plans.id})::int` })
      .from(plans)
      .innerJoin(planRevisions, isNewest)
      .innerJoin(tools, usesTool)
      .where(and(isNotNull(tools.connectionKind), isForGoal))
      .groupBy(tools.connectionKind),
  ]);
  const planCounts = new Map(planRows.map(({ kind, count }) => [kind, count]));
  return new Map(
    toolRows.flatMap(({ kind, count }) =>
      kind === null ? [] : [[kind, { tools: count, plans: planCounts.get(kind) ?? 0 }] as const],
    ),
  );
}

/** The plans that use a kind of connection, the most recently changed first. */
export async function plansUsing(kind: string, limit: number): Promise<{ id: PlanId; goal: string }[]> {
  const using = db()
    .select({ id: plans.id })
    .from(plans)
    .innerJoin(planRevisions, isNewest)
    .innerJoin(tools, usesTool)
    .where(and(eq(tools.connectionKind, kind), isForGoal));
  return db()
    .select({ id: plans.id, goal: plans.goal })
    .from(plans)
    .where(inArray(plans.id, using))
    .orderBy(desc(plans.updatedAt))
    .limit(limit);
}

/** Tries are in no list of plans. */
const isForGoal = eq(plans.purpose, "goal");

const isNewest = sql`${planRevisions.planId} = ${plans.id} and ${planRevisions.revision} = ${plans.revision}`;

const usesTool = sql`${tools.id} in (select step->>'toolId' from jsonb_array_elements(${planRevisions.plan}->'steps') step)`;
