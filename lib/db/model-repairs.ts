// What the model in use proposed for steps in trouble. A row is taken by whoever asks, so that each state of a step is asked
// about once, however many pages show it.
import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { RunId, StepId } from "@/lib/domain/ids";
import { type PlanningSummary, planningSummarySchema } from "@/lib/domain/planning-record";
import { type Repair, repairSchema } from "@/lib/domain/repair";
import { storableJson } from "@/lib/domain/storable-json";
import { db } from "./client";
import { modelRepairs } from "./schema";

export type StoredModelRepair = {
  /** What names this asking. */
  claim: string;
  situation: string;
  model: string;
} & (
  | { state: "asking"; askedMs: number }
  | { state: "canceled" }
  | { state: "failed"; reason: string; planning: PlanningSummary | null }
  | { state: "answered"; repair: Repair; planning: PlanningSummary | null }
);

interface Place {
  runId: RunId;
  stepId: StepId;
}

const at = ({ runId, stepId }: Place) => and(eq(modelRepairs.runId, runId), eq(modelRepairs.stepId, stepId));

/** What there is of a step; null for nothing, and for what another release wrote and this one can't read. */
export async function findModelRepair(place: Place): Promise<StoredModelRepair | null> {
  const [row] = await db()
    .select({
      claim: modelRepairs.claim,
      situation: modelRepairs.situation,
      model: modelRepairs.model,
      state: modelRepairs.state,
      repair: modelRepairs.repair,
      reason: modelRepairs.reason,
      planning: modelRepairs.planning,
      askedMs: sql<number>`(extract(epoch from now() - ${modelRepairs.askedAt}) * 1000)::float8`,
    })
    .from(modelRepairs)
    .where(at(place));
  if (!row) return null;
  const { claim, situation, model, state, reason, askedMs } = row;
  const planning = planningSummarySchema.nullable().catch(null).parse(row.planning);
  const base = { claim, situation, model };
  switch (state) {
    case "asking":
      return { ...base, state, askedMs };
    case "canceled":
      return { ...base, state };
    case "failed":
      return { ...base, state, reason: reason ?? "", planning };
    case "answered": {
      const repair = repairSchema.safeParse(row.repair);
      return repair.success
        ? { ...base, state, repair: repair.data, planning }
        : { ...base, state: "failed", reason: "its repair can't be read any more.", planning };
    }
    default:
      return state satisfies never;
  }
}

/**
 * Takes a step to ask about. Null when somebody else was faster.
 * @param seen the claim that was found there, and counts no more; null where there was none
 */
export async function claimModelRepair(
  place: Place,
  wanted: { situation: string; model: string; seen: string | null },
): Promise<string | null> {
  const { situation, model, seen } = wanted;
  const claim = randomUUID();
  const row = {
    situation,
    model,
    claim,
    state: "asking" as const,
    repair: null,
    reason: null,
    planning: null,
  };
  const rows = await (seen === null
    ? db()
        .insert(modelRepairs)
        .values({ ...place, ...row })
        .onConflictDoNothing()
        .returning({ claim: modelRepairs.claim })
    : db()
        .update(modelRepairs)
        .set({ ...row, askedAt: sql`now()` })
        .where(and(at(place), eq(modelRepairs.claim, seen)))
        .returning({ claim: modelRepairs.claim }));
  return rows.length > 0 ? claim : null;
}

/** True while nobody has canceled the asking or taken it over. */
export async function isStillAsking(place: Place, claim: string): Promise<boolean> {
  const [row] = await db()
    .select({ state: modelRepairs.state })
    .from(modelRepairs)
    .where(and(at(place), eq(modelRepairs.claim, claim)));
  return row?.state === "asking";
}

/** Records how an asking ended, unless it was canceled or taken over. */
export async function settleModelRepair(
  place: Place,
  claim: string,
  outcome: { planning: PlanningSummary | null } & (
    | { state: "answered"; repair: Repair }
    | { state: "failed"; reason: string }
  ),
): Promise<void> {
  const { state, planning } = outcome;
  const told =
    state === "answered"
      ? { repair: storableJson(JSON.parse(JSON.stringify(outcome.repair))) as Repair }
      : { reason: storableJson(outcome.reason) };
  await db()
    .update(modelRepairs)
    .set({ state, planning, ...told })
    .where(and(at(place), eq(modelRepairs.claim, claim), eq(modelRepairs.state, "asking")));
}

/** Stops the asking under way. False when there is none. */
export async function cancelModelRepair(place: Place): Promise<boolean> {
  const canceled = await db()
    .update(modelRepairs)
    .set({ state: "canceled" })
    .where(and(at(place), eq(modelRepairs.state, "asking")))
    .returning({ claim: modelRepairs.claim });
  return canceled.length > 0;
}
