import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId, stepIdSchema } from "@/lib/domain/ids";
import type { Run } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { prepareEngine } from "@/lib/engine/prepare-engine";
import { storePlan } from "@/lib/engine/testing/harness";
import { appendUnchanged } from "./append-unchanged";
import { db } from "./client";
import { closeRunFeed, watchRun } from "./run-feed";
import { appendEvents, findRunSummaries, insertRun, listEvents, loadRun, lockRun } from "./runs";

beforeAll(prepareEngine);
afterAll(closeRunFeed);

const skip = (name: string): RunEventBody => ({
  type: "step-skipped",
  stepId: stepIdSchema.parse(name),
  reason: "",
});

/** A run that belongs to `owner`. */
async function ownedRun(owner: string): Promise<Run> {
  const plan = await storePlan([]);
  const runId = newId("run");
  await insertRun({ id: runId, planId: plan.id, planRevision: 1, goal: plan.goal });
  const appended = await db().transaction((tx) =>
    appendEvents(tx, runId, () => [{ type: "run-started", executorId: owner }], { executorId: owner }),
  );
  if (!appended) throw new Error("there is no such run");
  return appended.run;
}

describe("appendUnchanged", () => {
  it("appends to many runs at once, each with its own numbers, and announces them", async () => {
    const runs = await Promise.all(Array.from({ length: 20 }, () => ownedRun("w/1")));
    const watches = runs.map((run) => watchRun(run.id));
    const appended = await Promise.all(
      runs.map((known) =>
        appendUnchanged({ known, owner: "w/1", bodies: [skip("a"), { type: "run-completed" }] }),
      ),
    );
    for (const [index, known] of runs.entries()) {
      expect(appended[index]?.run).toEqual(await loadRun(known.id));
      expect(appended[index]?.events).toEqual((await listEvents(known.id)).slice(2));
      const [summary] = await findRunSummaries([known.id]);
      expect(summary).toMatchObject({
        status: "completed",
        finishedAt: appended[index]?.events.at(-1)?.at,
      });
      const watch = watches[index];
      // Until the feed is connected it does not know whether it has missed something.
      while (watch && (await watch.changed(known.seq)) === "unsure");
      expect(watch?.newest).toBe(known.seq + 2);
      watch?.close();
    }
  });

  it("R5: leaves a run alone in which something has happened since", async () => {
    const known = await ownedRun("w/1");
    await db().transaction((tx) => appendEvents(tx, known.id, () => [{ type: "run-paused" }]));
    expect(await appendUnchanged({ known, owner: "w/1", bodies: [skip("a")] })).toBeNull();
    expect((await loadRun(known.id))?.seq).toBe(known.seq + 1);
  });

  it("R4: leaves a run alone that belongs to another worker", async () => {
    const known = await ownedRun("w/2");
    expect(await appendUnchanged({ known, owner: "w/1", bodies: [skip("a")] })).toBeNull();
    // A claim counts only for the worker the durable engine has given the run to: here it has given it to nobody.
    const claim = { owner: "w/3", executorId: "w" };
    const bodies: RunEventBody[] = [{ type: "run-started", executorId: "w/3" }];
    expect(await appendUnchanged({ known, owner: null, claim, bodies })).toBeNull();
    expect((await loadRun(known.id))?.seq).toBe(known.seq);
  });

  it("does not wait for a run that somebody has locked, nor lets others wait for it", async () => {
    const [locked, free] = [await ownedRun("w/1"), await ownedRun("w/1")];
    await db().transaction(async (tx) => {
      await lockRun(tx, locked.id);
      const append = (known: Run) => appendUnchanged({ known, owner: "w/1", bodies: [skip("a")] });
      const [one, other] = await Promise.all([append(locked), append(free)]);
      expect(one).toBeNull();
      expect(other?.run.seq).toBe(free.seq + 1);
    });
  });
});
