import { and, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { Envelope } from "@/lib/domain/envelope";
import type { EnvelopeId, PlanId, RunId, ToolId } from "@/lib/domain/ids";
import { db, type Querier } from "./client";
import { envelopes, envelopeUses, plans } from "./schema";

const isOpen = () => and(isNull(envelopes.revokedAt), gt(envelopes.until, sql`clock_timestamp()`));

function toEnvelope(row: { envelope: typeof envelopes.$inferSelect; goal: string }): Envelope {
  const { until, createdAt, revokedAt: _revokedAt, ...rest } = row.envelope;
  return { ...rest, goal: row.goal, until: until.toISOString(), createdAt: createdAt.toISOString() };
}

/** Stores what a person granted; in the transaction that records their approval. */
export async function insertEnvelope(
  envelope: Omit<Envelope, "goal" | "used" | "createdAt">,
  tx: Querier,
): Promise<void> {
  const { until, ...rest } = envelope;
  await tx.insert(envelopes).values({ ...rest, until: new Date(until) });
}

/** Envelopes that are neither over nor revoked nor used up, the newest first. */
export async function listEnvelopes(limit = 100): Promise<Envelope[]> {
  const rows = await db()
    .select({ envelope: envelopes, goal: plans.goal })
    .from(envelopes)
    .innerJoin(plans, eq(plans.id, envelopes.planId))
    .where(and(isOpen(), lt(envelopes.used, envelopes.most)))
    .orderBy(desc(envelopes.createdAt))
    .limit(limit);
  return rows.map(toEnvelope);
}

/**
 * What was granted for a tool in a run or its plan and not revoked, the newest first; what is over or used up among it.
 * What the call itself has taken before its worker died is not counted as used.
 */
export async function envelopesFor(call: {
  runId: RunId;
  planId: PlanId;
  toolId: ToolId;
  call: string;
}): Promise<Envelope[]> {
  const rows = await db()
    .select({ envelope: envelopes, goal: plans.goal, taken: envelopeUses.number })
    .from(envelopes)
    .innerJoin(plans, eq(plans.id, envelopes.planId))
    .leftJoin(envelopeUses, and(eq(envelopeUses.envelopeId, envelopes.id), eq(envelopeUses.call, call.call)))
    .where(
      and(
        eq(envelopes.planId, call.planId),
        eq(envelopes.toolId, call.toolId),
        or(eq(envelopes.scope, "plan"), eq(envelopes.runId, call.runId)),
        isNull(envelopes.revokedAt),
      ),
    )
    .orderBy(desc(envelopes.createdAt))
    .limit(20);
  return rows.map((row) => {
    const envelope = toEnvelope(row);
    return row.taken === null ? envelope : { ...envelope, used: envelope.used - 1 };
  });
}

/**
 * Takes one of an envelope's calls, under its lock, so that any number of workers take no more than there are. The same
 * call takes the same one again. Its number; null when there is none left, its time is over, or it was revoked.
 */
export async function takeUse(id: EnvelopeId, call: string): Promise<number | null> {
  return db().transaction(async (tx) => {
    const [open] = await tx
      .select({ used: envelopes.used, most: envelopes.most })
      .from(envelopes)
      .where(and(eq(envelopes.id, id), isOpen()))
      .for("update");
    if (!open) return null;
    const [taken] = await tx
      .select({ number: envelopeUses.number })
      .from(envelopeUses)
      .where(and(eq(envelopeUses.envelopeId, id), eq(envelopeUses.call, call)));
    if (taken) return taken.number;
    if (open.used >= open.most) return null;
    const number = open.used + 1;
    await tx.insert(envelopeUses).values({ envelopeId: id, call, number });
    await tx.update(envelopes).set({ used: number }).where(eq(envelopes.id, id));
    return number;
  });
}

/** Allows nothing more from now on. False when it was not there or revoked already. */
export async function revokeEnvelope(id: EnvelopeId): Promise<boolean> {
  const rows = await db()
    .update(envelopes)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(and(eq(envelopes.id, id), isNull(envelopes.revokedAt)))
    .returning({ id: envelopes.id });
  return rows.length > 0;
}
