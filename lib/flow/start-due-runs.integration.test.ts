import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import { loadRun } from "@/lib/db/runs";
import { findSchedule, listSchedules } from "@/lib/db/schedules";
import { newId, type RunId, stepIdSchema } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { ScheduleTimes } from "@/lib/domain/schedule";
import { prepareEngine } from "@/lib/engine/prepare-engine";
import { seedSandbox } from "@/lib/setup/seed-sandbox";
import { syncBuiltinTools } from "@/lib/setup/sync-builtin-tools";
import { changePlan } from "./change-plan";
import { schedulePlan, switchSchedule, unschedulePlan } from "./manage-schedules";
import { proposePlan } from "./propose-plan";
import { startDueRuns } from "./start-due-runs";

const daily: ScheduleTimes = { cron: "0 9 * * *", timeZone: "Europe/Berlin", missed: "skip" };
let plan: Plan;

async function propose(goal: string): Promise<Plan> {
  const proposed = await proposePlan({ goal, fileIds: [], timeZone: "Europe/Berlin" });
  if (proposed.kind === "refused") throw new Error(proposed.message);
  return proposed.plan;
}

/** Schedules the plan; its next time is then this one. */
async function scheduleAt(nextAt: string, times: Partial<ScheduleTimes> = {}): Promise<void> {
  const scheduled = await schedulePlan({ ...daily, ...times, planId: plan.id, revision: plan.revision });
  expect(scheduled.kind).toBe("scheduled");
  await pool().query("update schedules set next_at = $1 where plan_id = $2", [nextAt, plan.id]);
}

const at = (time: string) => new Date(time);
const schedule = () => findSchedule(plan.id);

async function runOf(ids: RunId[]) {
  const [id] = ids;
  if (!id || ids.length !== 1) throw new Error(`${ids.length} runs were started, not one`);
  return loadRun(id);
}

beforeAll(async () => {
  await prepareEngine();
  await syncBuiltinTools();
  await seedSandbox({ http: 43_331, smtp: 43_332 });
});
beforeEach(async () => {
  await pool().query("delete from schedules");
  plan = await propose("What will the weather be in Paris tomorrow?");
});

describe("schedulePlan", () => {
  it("keeps the next time, in the time zone, and is listed", async () => {
    const scheduled = await schedulePlan({ ...daily, cron: "  0  9 * * * ", planId: plan.id, revision: 1 });
    expect(scheduled).toMatchObject({
      kind: "scheduled",
      schedule: {
        planId: plan.id,
        goal: plan.goal,
        cron: "0 9 * * *",
        isOn: true,
        lastAt: null,
        lastRunId: null,
      },
    });
    const [listed] = await listSchedules();
    expect(new Date(listed?.nextAt ?? 0).getUTCMinutes()).toBe(0);
    expect(Date.parse(listed?.nextAt ?? "")).toBeGreaterThan(Date.now());
  });

  it.each([
    [{ cron: "0 9 30 2 *" }, "never comes"],
    [{ cron: "often" }, "can't be read"],
    [{ timeZone: "Mars/Olympus" }, "is no time zone"],
  ])("refuses %o, and stores nothing", async (times, message) => {
    const refused = await schedulePlan({ ...daily, ...times, planId: plan.id, revision: 1 });
    expect(refused).toMatchObject({ kind: "refused", message: expect.stringContaining(message) });
    expect(await schedule()).toBeNull();
  });

  it("refuses a plan with open questions, and one there is none of", async () => {
    const open = await propose("Email Ada");
    expect(await schedulePlan({ ...daily, planId: open.id, revision: 1 })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("The plan can't be run as it is."),
    });
    expect(await schedulePlan({ ...daily, planId: newId("plan"), revision: 1 })).toEqual({
      kind: "not-found",
    });
    expect(await schedulePlan({ ...daily, planId: plan.id, revision: 7 })).toEqual({ kind: "not-found" });
  });
});

describe("startDueRuns", () => {
  it("starts a run when its time has come, once, and sets the next", async () => {
    await scheduleAt("2026-06-01T07:00:00Z");
    expect(await startDueRuns(at("2026-06-01T06:59:59Z"))).toEqual([]);
    const started = await startDueRuns(at("2026-06-01T07:00:01Z"));
    expect(await runOf(started)).toMatchObject({ planId: plan.id, planRevision: 1, status: "queued" });
    expect(await schedule()).toMatchObject({
      nextAt: "2026-06-02T07:00:00.000Z",
      lastAt: "2026-06-01T07:00:00.000Z",
      lastRunId: started[0],
      lastProblem: null,
    });
    expect(await startDueRuns(at("2026-06-01T07:00:02Z"))).toEqual([]);
    const { rows } = await pool().query("select body from run_events where run_id = $1", started);
    expect(rows[0].body).toMatchObject({ type: "run-queued", trigger: { kind: "schedule" } });
  });

  it("R5: starts it once however many workers look at the same moment", async () => {
    await scheduleAt("2026-06-01T07:00:00Z");
    const all = await Promise.all(Array.from({ length: 6 }, () => startDueRuns(at("2026-06-01T07:00:01Z"))));
    expect(all.flat()).toHaveLength(1);
  });

  it("R6: does not repeat a time when the clock is set back", async () => {
    await scheduleAt("2026-06-01T07:00:00Z");
    await startDueRuns(at("2026-06-01T07:00:01Z"));
    expect(await startDueRuns(at("2026-05-31T07:00:01Z"))).toEqual([]);
    expect(await startDueRuns(at("2026-06-01T07:00:01Z"))).toEqual([]);
    expect((await schedule())?.nextAt).toBe("2026-06-02T07:00:00.000Z");
  });

  it("passes over times that were missed, and says so", async () => {
    await scheduleAt("2026-06-01T07:00:00Z");
    expect(await startDueRuns(at("2026-06-04T12:00:00Z"))).toEqual([]);
    expect(await schedule()).toMatchObject({
      nextAt: "2026-06-05T07:00:00.000Z",
      lastAt: "2026-06-01T07:00:00.000Z",
      lastRunId: null,
      lastProblem: expect.stringContaining("No worker was running"),
    });
  });

  it("runs once for all that were missed, where that was chosen", async () => {
    await scheduleAt("2026-06-01T07:00:00Z", { missed: "run-once" });
    expect(await startDueRuns(at("2026-06-04T12:00:00Z"))).toHaveLength(1);
    expect((await schedule())?.nextAt).toBe("2026-06-05T07:00:00.000Z");
  });

  it("runs the revision that was scheduled, whatever the plan has become", async () => {
    await scheduleAt("2026-06-01T07:00:00Z");
    const changes = [
      { kind: "rename-step" as const, stepId: stepIdSchema.parse(plan.steps[0]?.id), title: "Another title" },
    ];
    const changed = await changePlan({ planId: plan.id, revision: 1, changes, author: "person" });
    expect(changed.kind).toBe("changed");
    expect(await schedule()).toMatchObject({ planRevision: 1, newestRevision: 2 });
    expect(await runOf(await startDueRuns(at("2026-06-01T07:00:01Z")))).toMatchObject({ planRevision: 1 });
  });

  it("runs nothing that can't be run any more, and says why", async () => {
    await scheduleAt("2026-06-01T07:00:00Z");
    const used = "kind = (select connection_kind from tools where id = $1)";
    const [toolId] = plan.steps.map((step) => step.toolId);
    const { rows: gone } = await pool().query(
      `update connections set kind = 'gone' where ${used} returning id`,
      [toolId],
    );
    expect(gone).toHaveLength(1);
    expect(await startDueRuns(at("2026-06-01T07:00:01Z"))).toEqual([]);
    expect(await schedule()).toMatchObject({
      nextAt: "2026-06-02T07:00:00.000Z",
      lastRunId: null,
      lastProblem: expect.stringMatching(/^The plan could not be run\. ./),
    });
    const back =
      "update connections set kind = (select connection_kind from tools where id = $1) where kind = 'gone'";
    await pool().query(back, [toolId]);
  });

  it("starts nothing that is off, and goes on from now when it is turned on", async () => {
    await scheduleAt("2026-06-01T07:00:00Z");
    expect(await switchSchedule(plan.id, false)).toMatchObject({ schedule: { isOn: false, nextAt: null } });
    expect(await startDueRuns(at("2026-06-01T07:00:01Z"))).toEqual([]);
    const on = await switchSchedule(plan.id, true);
    expect(on.kind === "scheduled" && Date.parse(on.schedule.nextAt ?? "")).toBeGreaterThan(Date.now());
    expect(await unschedulePlan(plan.id)).toBe(true);
    expect(await unschedulePlan(plan.id)).toBe(false);
    expect(await switchSchedule(plan.id, true)).toEqual({ kind: "not-found" });
  });
});
