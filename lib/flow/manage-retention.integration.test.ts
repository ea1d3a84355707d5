import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { insertPlan } from "@/lib/db/plans";
import { listPurges } from "@/lib/db/retention";
import { appendEvents, insertRun } from "@/lib/db/runs";
import { type FileId, newId, type PlanId, type RunId, stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import { defaultPolicy } from "@/lib/domain/plan";
import { prepareEngine } from "@/lib/engine/prepare-engine";
import { env } from "@/lib/env";
import { storeFile } from "@/lib/files/store";
import { buildProgram } from "@/lib/testing/build-program";
import {
  goOnPurging,
  retentionState,
  setRetention,
  startDailyPurge,
  startPurge,
  stopPurge,
} from "./manage-retention";

const never = new AbortController().signal;
const stepId = stepIdSchema.parse("s1");

beforeAll(prepareEngine);
beforeEach(async () => {
  await db().execute(sql`truncate runs, plans, files, purges, retention cascade`);
});

async function plan(fileIds: FileId[] = []): Promise<PlanId> {
  const id = newId("plan");
  await insertPlan({
    ...{ id, revision: 1, goal: "A goal", fileIds, planner: "embedded", notes: [], steps: [] },
    ...{ unserved: [], policy: defaultPolicy, timeZone: "UTC", createdAt: new Date().toISOString() },
  });
  return id;
}

/** A run that ended so many days ago; null: that has not ended. */
async function run(planId: PlanId, daysAgo: number | null, fileId?: FileId): Promise<RunId> {
  const runId = newId("run");
  await insertRun({ id: runId, planId, planRevision: 1, goal: "A goal" });
  const output = { fileId: fileId ?? null };
  const completed = { type: "step-completed", stepId, output, receipt: null, source: "tool" } as const;
  await db().transaction((tx) =>
    appendEvents(tx, runId, () => [
      completed,
      ...(daysAgo === null ? [] : [{ type: "run-completed" as const }]),
    ]),
  );
  if (daysAgo !== null) {
    await db().execute(
      sql`update runs set finished_at = now() - make_interval(days => ${daysAgo}) where id = ${runId}`,
    );
  }
  return runId;
}

async function file(daysAgo: number): Promise<FileId> {
  const { id } = await storeFile({ name: "a.txt", mediaType: "text/plain", content: Buffer.from("12345") });
  await db().execute(
    sql`update files set created_at = now() - make_interval(days => ${daysAgo}) where id = ${id}`,
  );
  return id;
}

async function idsIn(table: "runs" | "files"): Promise<string[]> {
  const { rows } = await db().execute<{ id: string }>(sql`select id from ${sql.identifier(table)}`);
  return rows.map(({ id }) => id).sort();
}
const place = (id: FileId) => path.join(env().LAMPLIGHT_HOME, "files", id);

it("keeps everything while nobody has said otherwise", async () => {
  const planId = await plan();
  const kept = [await run(planId, 900), await run(planId, 800)];
  expect(await startDailyPurge()).toBeNull();
  await startPurge();
  await goOnPurging(never, 0);
  expect(await idsIn("runs")).toEqual(kept.sort());
});

it("deletes old runs, and keeps those that have not ended, each plan's last and what is young", async () => {
  const [first, second] = [await plan(), await plan()];
  const old = [await run(first, 100), await run(first, 95)];
  const kept = [await run(first, 92), await run(first, null), await run(second, 400)];
  await setRetention({ runDays: 90, fileDays: null });
  expect((await retentionState()).due).toEqual({ runs: 2, events: 6, files: 0, bytes: 0 });
  expect(await startPurge()).toMatchObject({ status: "running", expected: { runs: 2, events: 6 } });
  // One at a time.
  expect(await startPurge()).toBeNull();
  await goOnPurging(never, 0);
  expect(await idsIn("runs")).toEqual(kept.sort());
  expect(await listPurges(1)).toMatchObject([
    { status: "completed", startedBy: "person", runs: 2, events: 6 },
  ]);
  const { rows } = await db().execute(
    sql`select 1 from run_events where run_id = any(${sql.param(old)}::text[])`,
  );
  expect(rows).toEqual([]);
});

it("keeps a nested run while a run that rolls back one above it goes on", async () => {
  const planId = await plan();
  const [above, nested] = [await run(planId, 40), await run(planId, 39)];
  await run(planId, 1);
  const effect = { runId: nested, stepId, item: null, generation: 1 };
  const rollback = { runId: above, undoes: [{ stepId, effect, toolId: toolIdSchema.parse("test.cancel") }] };
  const back = newId("run");
  await insertRun({ ...{ id: back, planId: await plan(), planRevision: 1, goal: "Back" }, rollback });
  const policy = { runDays: 30, fileDays: null };
  await setRetention(policy);
  expect((await retentionState()).due.runs).toBe(0);
  await db().transaction((tx) => appendEvents(tx, back, () => [{ type: "run-completed" }]));
  expect((await retentionState()).due.runs).toBe(2);
});

it("deletes old files nothing names any more, with their bytes, and keeps those of plans and kept runs", async () => {
  const ofPlan = await file(100);
  const planId = await plan([ofPlan]);
  const [ofOldRun, ofKeptRun, unnamed, young] = [
    await file(100),
    await file(100),
    await file(100),
    await file(1),
  ];
  await run(planId, 99, ofOldRun);
  await run(planId, 98, ofKeptRun);
  await setRetention({ runDays: 90, fileDays: 30 });
  await startPurge();
  await goOnPurging(never, 0);
  expect(await idsIn("files")).toEqual([ofPlan, ofKeptRun, young].sort());
  expect([ofOldRun, unnamed, ofKeptRun].map((id) => existsSync(place(id)))).toEqual([false, false, true]);
  expect(await listPurges(1)).toMatchObject([{ runs: 1, files: 2, bytes: 10 }]);
});

it("is done once a day by itself", async () => {
  await setRetention({ runDays: 90, fileDays: null });
  const now = new Date();
  expect(await startDailyPurge(now)).toMatchObject({ startedBy: "clock" });
  await goOnPurging(never, 0);
  expect(await startDailyPurge(new Date(now.getTime() + 3_600_000))).toBeNull();
  expect(await startDailyPurge(new Date(now.getTime() + 25 * 3_600_000))).not.toBeNull();
});

it("stops when a person says so; what is deleted stays deleted, and counted", async () => {
  const planId = await plan();
  for (let count = 0; count < 3; count += 1) await run(planId, 100 + count);
  await setRetention({ runDays: 90, fileDays: null });
  await startPurge();
  expect(await stopPurge()).toBe(true);
  await goOnPurging(never, 0);
  expect(await idsIn("runs")).toHaveLength(3);
  expect(await listPurges(1)).toMatchObject([{ status: "canceled", runs: 0 }]);
});

it("R1: goes on where it was when its process is killed, and counts each run once", {
  timeout: 60_000,
}, async () => {
  const planId = await plan();
  // Each batch has a hundred.
  await db().execute(sql`
    insert into runs (id, plan_id, plan_revision, goal, status, seq, finished_at)
    select 'run_' || lpad(n::text, 16, '0'), ${planId}, 1, 'A goal', 'completed', 1, now() - interval '100 days'
    from generate_series(1, 5000) n`);
  await db().execute(sql`
    insert into run_events (run_id, seq, body) select id, 1, '{"type":"run-completed"}'::jsonb from runs`);
  await setRetention({ runDays: 90, fileDays: null });
  await startPurge();
  const program = await buildProgram("lib/flow/testing/purge.ts");
  for (let killed = 0; killed < 3; killed += 1) {
    const before = (await listPurges(1))[0]?.runs ?? 0;
    const child = fork(program, { execArgv: [], stdio: "ignore" });
    while (((await listPurges(1))[0]?.runs ?? 0) === before);
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  const [cut] = await listPurges(1);
  expect(cut).toMatchObject({ status: "running" });
  expect(await idsIn("runs")).toHaveLength(5000 - (cut?.runs ?? 0));
  await goOnPurging(never, 0);
  expect(await listPurges(1)).toMatchObject([{ status: "completed", runs: 4999, events: 4999 }]);
  expect(await idsIn("runs")).toHaveLength(1);
});
