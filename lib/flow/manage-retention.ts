import { setTimeout as delay } from "node:timers/promises";
import {
  cancelPurge,
  countDue,
  findRetention,
  insertPurge,
  lastPurgeByClock,
  listPurges,
  purgeBatch,
  storeRetention,
} from "@/lib/db/retention";
import type { Purge, Retention, RetentionState } from "@/lib/domain/retention";
import { removeBytes } from "@/lib/files/store";

const shownPurges = 10;
const dayMs = 24 * 3_600_000;
const batch = { runs: 100, files: 500 };

/** What is kept for how long, what would go now, and what went. */
export async function retentionState(now = new Date()): Promise<RetentionState> {
  const policy = await findRetention();
  const [due, purges] = await Promise.all([countDue(policy, now), listPurges(shownPurges)]);
  return { policy, due, purges };
}

/** Keeps things so long from now on; nothing is deleted before the next purge. */
export async function setRetention(policy: Retention): Promise<void> {
  await storeRetention(policy);
}

/** Begins to delete what is older than the policy says; the workers do it. Null when one is under way already. */
export async function startPurge(now = new Date()): Promise<Purge | null> {
  return insertPurge(await findRetention(), "person", now);
}

/** Stops the purge under way. False when there is none any more. */
export async function stopPurge(): Promise<boolean> {
  return cancelPurge();
}

/** Begins a purge when the last by the clock was a day ago, and there is something a policy lets go. */
export async function startDailyPurge(now = new Date()): Promise<Purge | null> {
  const policy = await findRetention();
  if (policy.runDays === null && policy.fileDays === null) return null;
  const last = await lastPurgeByClock();
  if (last && now.getTime() - last.getTime() < dayMs) return null;
  return insertPurge(policy, "clock", now);
}

/**
 * Goes on with the purge under way until it has ended or `signal` is aborted. Of what is deleted between two batches
 * bytes may be left when the process dies; the next start removes those that have no record.
 */
export async function goOnPurging(signal: AbortSignal, pauseMs = 50): Promise<void> {
  while (!signal.aborted) {
    const purged = await purgeBatch(batch);
    if (!purged) return;
    for (const id of purged.files) await removeBytes(id);
    if (purged.isLast) return;
    // Others want the database too.
    await delay(pauseMs, undefined, { signal }).catch(() => {});
  }
}
