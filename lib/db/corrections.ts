import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { type PlanId, planIdSchema, type StepId, type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { type Json, jsonSchema } from "@/lib/domain/json";
import { storableJson } from "@/lib/domain/storable-json";
import { db, type Querier } from "./client";
import { corrections, plans } from "./schema";

/** A value a person gave an input of a step. */
export interface Correction {
  planId: PlanId;
  stepId: StepId;
  toolId: ToolId;
  input: string;
  value: Json;
}

/** Keeps it in the place of what was given that input before. */
export async function keepCorrection(correction: Correction, querier: Querier = db()): Promise<void> {
  const value = storableJson(correction.value);
  await querier
    .insert(corrections)
    .values({ ...correction, value })
    .onConflictDoUpdate({
      target: [corrections.planId, corrections.stepId, corrections.input],
      set: { toolId: correction.toolId, value, at: sql`now()` },
    });
}

/** Drops what was given to an input of a step, or to all of them. */
export async function dropCorrections(
  at: { planId: PlanId; stepId: StepId; input?: string },
  querier: Querier = db(),
): Promise<void> {
  const { planId, stepId, input } = at;
  await querier
    .delete(corrections)
    .where(
      and(
        eq(corrections.planId, planId),
        eq(corrections.stepId, stepId),
        input === undefined ? undefined : eq(corrections.input, input),
      ),
    );
}

const groupSchema = z.object({
  tool_id: toolIdSchema,
  input: z.string(),
  value: jsonSchema,
  plans: z.array(z.object({ planId: planIdSchema, goal: z.string() })),
  last_at: z.coerce.date(),
});

/** The same value for the same input of a tool, with the plans it was given in. */
export interface GivenValue {
  toolId: ToolId;
  input: string;
  value: Json;
  plans: { planId: PlanId; goal: string }[];
  lastAt: string;
}

/** What people gave inputs, the value given in most plans first. @param toolIds of these tools only */
export async function givenValues(
  options: { toolIds?: readonly ToolId[]; limit?: number } = {},
): Promise<GivenValue[]> {
  const { toolIds, limit = 500 } = options;
  const where = toolIds ? sql`where one.tool_id = any(${sql.param([...toolIds])}::text[])` : sql``;
  const { rows } = await db().execute(sql`
    select one.tool_id, one.input, one.value, max(one.at) as last_at,
      jsonb_agg(distinct jsonb_build_object('planId', plan.id, 'goal', left(plan.goal, 300))) as plans
    from ${corrections} one join ${plans} plan on plan.id = one.plan_id
    ${where}
    group by one.tool_id, one.input, one.value
    order by count(distinct one.plan_id) desc, max(one.at) desc limit ${limit}`);
  return z
    .array(groupSchema)
    .parse(rows)
    .map(({ tool_id, last_at, ...rest }) => ({ ...rest, toolId: tool_id, lastAt: last_at.toISOString() }));
}

/** Forgets a value of an input, or everything. */
export async function forgetValues(of?: { toolId: ToolId; input: string; value: Json }): Promise<void> {
  if (!of) {
    await db().delete(corrections);
    return;
  }
  await db()
    .delete(corrections)
    .where(
      and(
        eq(corrections.toolId, of.toolId),
        eq(corrections.input, of.input),
        sql`${corrections.value} = ${JSON.stringify(of.value)}::jsonb`,
      ),
    );
}
