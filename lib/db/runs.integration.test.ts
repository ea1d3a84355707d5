import { sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { newId, type RunId, stepIdSchema } from "@/lib/domain/ids";
import { defaultPolicy } from "@/lib/domain/plan";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import { db } from "./client";
import { insertPlan } from "./plans";
import { closeRunFeed, subscribeRunEvents } from "./run-feed";
import { appendEvents, FencedError, findRunSummaries, insertRun, listEvents, loadRun } from "./runs";

afterAll(closeRunFeed);

async function newRun(): Promise<RunId> {
  const planId = newId("plan");
  await insertPlan({
    id: planId,
    revision: 1,
    goal: "A goal",
    fileIds: [],
    planner: "embedded",
    notes: [],
    steps: [],
    unserved: [],
    policy: defaultPolicy,
    timeZone: "UTC",
    createdAt: new Date().toISOString(),
  });
  const runId = newId("run");
  await insertRun({ id: runId, planId, planRevision: 1, goal: "A goal" });
  return runId;
}

const append = (runId: RunId, bodies: RunEventBody[], executorId?: string) =>
  db().transaction((tx) => appendEvents(tx, runId, () => bodies, { executorId }));
const skip = (name: string): RunEventBody => ({
  type: "step-skipped",
  stepId: stepIdSchema.parse(name),
  reason: "",
});

describe("appendEvents", () => {
  it("numbers events without a gap in the order of their commits, whoever appends at once", async () => {
    const runId = await newRun();
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => append(runId, [skip(`s${index}`), skip("x")])),
    );
    const events = await listEvents(runId);
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 101 }, (_, index) => index + 1));
    const times = events.map((event) => event.at);
    expect(times).toEqual([...times].sort());
  });

  it("R5: lets one of many decide, since each decides on what the ones before did", async () => {
    const runId = await newRun();
    const stepId = stepIdSchema.parse("a");
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () =>
        db().transaction((tx) => appendEvents(tx, runId, (run) => (run.steps.a ? [] : [skip(stepId)]))),
      ),
    );
    expect(outcomes.filter((outcome) => outcome?.events.length === 1)).toHaveLength(1);
    expect((await listEvents(runId)).length).toBe(2);
  });

  it("R4: refuses a worker the run does not belong to any more", async () => {
    const runId = await newRun();
    await append(runId, [{ type: "run-started", executorId: "w1/1" }], "w1/1");
    await append(runId, [skip("a")], "w1/1");
    await append(runId, [{ type: "run-started", executorId: "w2/1" }], "w2/1");
    await expect(append(runId, [skip("b")], "w1/1")).rejects.toThrow(FencedError);
    // Even when it has nothing to append: it is to learn that it is not the owner.
    await expect(append(runId, [], "w1/1")).rejects.toThrow(FencedError);
    expect((await loadRun(runId))?.steps.b).toBeUndefined();
    await append(runId, [{ type: "run-canceled", reason: "by a person" }]);
    expect(await findRunSummaries([runId])).toMatchObject([{ status: "canceled" }]);
  });

  it("leaves nothing of what was rolled back, in the database or in memory", async () => {
    const runId = await newRun();
    await loadRun(runId);
    const rolledBack = db().transaction(async (tx) => {
      await appendEvents(tx, runId, () => [skip("a")]);
      throw new Error("no");
    });
    await expect(rolledBack).rejects.toThrow("no");
    await append(runId, [skip("b")]);
    expect(Object.keys((await loadRun(runId))?.steps ?? {})).toEqual(["b"]);
  });

  it("says so when there is no such run", async () => {
    expect(await append(newId("run"), [skip("a")])).toBeNull();
    expect(await loadRun(newId("run"))).toBeNull();
  });
});

describe("subscribeRunEvents", () => {
  async function hear(runId: RunId, afterSeq: number, until: number): Promise<number[]> {
    const heard: RunEvent[] = [];
    for await (const event of subscribeRunEvents(runId, afterSeq, AbortSignal.timeout(20_000))) {
      heard.push(event);
      if (event.seq === until) break;
    }
    return heard.map((event) => event.seq);
  }
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);

  it("R12: gives every event once, in order, also when its connection is cut meanwhile", async () => {
    const [one, other] = [await newRun(), await newRun()];
    const heard = Promise.all([
      ...range(0, 9).map((afterSeq) => hear(one, afterSeq, 101)),
      hear(other, 0, 51),
    ]);
    for (let index = 0; index < 100; index += 1) {
      await append(one, [skip(`s${index}`)]);
      if (index % 2 === 0) await append(other, [skip(`s${index}`)]);
      if (index % 25 === 10) {
        await db().execute(sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query ilike 'listen %'`);
      }
    }
    const [last, ...rest] = (await heard).reverse();
    expect(last).toEqual(range(1, 51));
    expect(rest.reverse()).toEqual(range(0, 9).map((afterSeq) => range(afterSeq + 1, 101)));
  });

  it("ends when it is told to, while it waits", async () => {
    const runId = await newRun();
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const heard: number[] = [];
    for await (const event of subscribeRunEvents(runId, 0, stop.signal)) heard.push(event.seq);
    expect(heard).toEqual([1]);
  });
});
