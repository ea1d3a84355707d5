import { eq } from "drizzle-orm";
import type { PlanId } from "@/lib/domain/ids";
import type { PlanningRecord } from "@/lib/domain/planning-record";
import { storableJson } from "@/lib/domain/storable-json";
import { db } from "./client";
import { planningRecords } from "./schema";

/** Exchanges kept of one plan, the newest; their tokens and cost stay counted. */
const mostExchanges = 40;

const sum = (one: number | null, other: number | null) =>
  one === null && other === null ? null : (one ?? 0) + (other ?? 0);

/** Adds what a model was asked about a plan that is there: its tokens and cost count for the plan. */
export async function addToPlanningRecord(planId: PlanId, record: PlanningRecord): Promise<void> {
  const added = storableJson(JSON.parse(JSON.stringify(record))) as PlanningRecord;
  await db().transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(planningRecords)
      .where(eq(planningRecords.planId, planId))
      .for("update");
    if (!before) {
      await tx
        .insert(planningRecords)
        .values({ planId, ...added })
        .onConflictDoNothing();
      return;
    }
    await tx
      .update(planningRecords)
      .set({
        model: before.model ?? added.model,
        inputTokens: sum(before.inputTokens, added.inputTokens),
        outputTokens: sum(before.outputTokens, added.outputTokens),
        costUsd: sum(before.costUsd, added.costUsd),
        exchanges: [...before.exchanges, ...added.exchanges].slice(-mostExchanges),
      })
      .where(eq(planningRecords.planId, planId));
  });
}
