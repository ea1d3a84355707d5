import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Approval } from "@/lib/domain/approval";
import type { ApprovalId, RunId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { db, type Querier } from "./client";
import { approvals } from "./schema";

type ApprovalRow = typeof approvals.$inferSelect;

function toApproval(row: ApprovalRow): Approval {
  const { id, runId, planId, planRevision, stepId, item, contentHash, card } = row;
  const base = { id, runId, planId, planRevision, stepId, item, contentHash, card };
  const createdAt = row.createdAt.toISOString();
  const decidedAt = (row.decidedAt ?? row.createdAt).toISOString();
  switch (row.status) {
    case "pending":
      return { ...base, createdAt, status: "pending" };
    case "approved": {
      const approvedHash = row.approvedHash ?? contentHash;
      const { editedInputs } = row;
      return { ...base, createdAt, status: "approved", decidedAt, approvedHash, editedInputs };
    }
    case "denied":
      return { ...base, createdAt, status: "denied", decidedAt, reason: row.reason ?? "" };
    case "withdrawn":
      return { ...base, createdAt, status: "withdrawn", decidedAt };
    default:
      return row.status satisfies never;
  }
}

/** Stores a pending approval; in the transaction that appends `approval-requested`. */
export async function insertApproval(
  approval: Omit<Extract<Approval, { status: "pending" }>, "createdAt" | "status">,
  tx: Querier,
): Promise<void> {
  await tx.insert(approvals).values({ ...approval, status: "pending" });
}

/** An approval; null when there is none. */
export async function findApproval(id: ApprovalId, querier: Querier = db()): Promise<Approval | null> {
  const [row] = await querier.select().from(approvals).where(eq(approvals.id, id));
  return row ? toApproval(row) : null;
}

/** Approvals waiting for a person, the longest waiting first; of all runs or of one. */
export async function pendingApprovals(
  options: { runId?: RunId; limit?: number } = {},
  querier: Querier = db(),
): Promise<Approval[]> {
  const rows = await querier
    .select()
    .from(approvals)
    .where(
      and(eq(approvals.status, "pending"), options.runId ? eq(approvals.runId, options.runId) : undefined),
    )
    .orderBy(asc(approvals.createdAt), asc(approvals.item))
    .limit(options.limit ?? 1000);
  return rows.map(toApproval);
}

/** Approvals in any of some statuses, newest first. */
export async function listApprovals(options: {
  status?: Approval["status"] | readonly Approval["status"][];
  runId?: RunId;
  limit: number;
}): Promise<Approval[]> {
  const { status, runId, limit } = options;
  const rows = await db()
    .select()
    .from(approvals)
    .where(
      and(
        status === undefined ? undefined : inArray(approvals.status, [status].flat() as Approval["status"][]),
        runId ? eq(approvals.runId, runId) : undefined,
      ),
    )
    .orderBy(desc(approvals.createdAt))
    .limit(limit);
  return rows.map(toApproval);
}

export type DecidedApproval =
  | { status: "approved"; approvedHash: string; editedInputs: JsonObject | null }
  | { status: "denied"; reason: string };

/** Settles a pending approval that shows `contentHash`; null when it is not pending or shows something else (A4). */
export async function settleApproval(
  id: ApprovalId,
  contentHash: string,
  decided: DecidedApproval,
  tx: Querier,
): Promise<Approval | null> {
  const [row] = await tx
    .update(approvals)
    .set({ ...decided, decidedAt: sql`clock_timestamp()` })
    .where(and(eq(approvals.id, id), eq(approvals.status, "pending"), eq(approvals.contentHash, contentHash)))
    .returning();
  return row ? toApproval(row) : null;
}

/** Takes back a pending approval: what it is about has changed. */
export async function withdrawApproval(id: ApprovalId, tx: Querier): Promise<void> {
  await tx
    .update(approvals)
    .set({ status: "withdrawn", decidedAt: sql`clock_timestamp()` })
    .where(and(eq(approvals.id, id), eq(approvals.status, "pending")));
}

/** Takes back the pending approvals of a run that has ended. */
export async function withdrawApprovals(runId: RunId, tx: Querier): Promise<void> {
  await tx
    .update(approvals)
    .set({ status: "withdrawn", decidedAt: sql`clock_timestamp()` })
    .where(and(eq(approvals.runId, runId), eq(approvals.status, "pending")));
}
