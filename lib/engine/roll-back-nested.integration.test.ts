// What a run's nested runs did is taken back with it, or from their own pages; never twice.
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { pendingApprovals } from "@/lib/db/approvals";
import { db } from "@/lib/db/client";
import { runs } from "@/lib/db/schema";
import type { RunId } from "@/lib/domain/ids";
import type { Ledger } from "@/lib/domain/rollback";
import { openAttempt, type Run, stepRunOf } from "@/lib/domain/run";
import { controlRun } from "@/lib/flow/control-run";
import { decideApproval } from "@/lib/flow/decide-approval";
import { readLedger } from "@/lib/flow/read-ledger";
import { recoverStep } from "@/lib/flow/recover-step";
import { rollBackRun } from "@/lib/flow/roll-back-run";
import { approveAll, ended, id, literal, runWhen, startPlan, step, stepWhen } from "./testing/harness";
import { fed, nest, nestedIn, published } from "./testing/nested-plans";
import type { TestService } from "./testing/test-service";
import { bookTool, orderTool, postTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

withWorker((started) => {
  service = started;
});

const trusted = [bookTool.id, orderTool.id, postTool.id];

async function ledgerOf(runId: RunId): Promise<Ledger> {
  const read = await readLedger(runId);
  if (!read) throw new Error("no such run");
  return read.ledger;
}

/** The effects as a person reads them: the steps whose runs they were done in, the step, and how it stands. */
const short = ({ entries }: Ledger) =>
  entries.map(({ within, effect, state }) => {
    const steps = within.map(({ stepTitle, item }) => `${stepTitle.slice(5)}${item ?? ""} › `);
    return `${steps.join("")}${effect.stepId} ${state.kind}`;
  });

async function start(runId: RunId): Promise<RunId> {
  const { hash } = await ledgerOf(runId);
  const rolled = await rollBackRun({ runId, hash });
  if (rolled.kind !== "started") throw new Error(JSON.stringify(rolled));
  return rolled.runId;
}

/** Approves the undos one by one, as they are asked for; each has to be asked for by itself. */
async function approveEach(runId: RunId, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await stepWhen(runId, `s${number}`, "waiting-approval");
    expect(await pendingApprovals({ runId })).toHaveLength(1);
    await approveAll(runId);
  }
  expect((await ended(runId)).status).toBe("completed");
}

/** As a purge deletes it. */
async function forget(runId: RunId): Promise<void> {
  await db().execute(sql`delete from run_events where run_id = ${runId}`);
  await db().execute(sql`delete from approvals where run_id = ${runId}`);
  await db().delete(runs).where(eq(runs.id, runId));
}

const undone = () => service.calls.filter(({ name }) => name.startsWith("undo")).map(({ input }) => input.to);

/** A run of: book "first"; a plan that books "inner-1", posts, and runs a plan that orders "lowest"; book "last". */
async function threeDeep(): Promise<{ runId: RunId; middle: RunId; lowest: RunId }> {
  const deep = await published([step("lowest", orderTool)], [], { trustedWrites: trusted });
  const inner = await published(
    [step("inner", bookTool), step("post", postTool, {}, ["inner"]), nest("deeper", deep.tool, {}, ["post"])],
    [],
    { trustedWrites: [...trusted, deep.tool.id] },
  );
  const runId = await startPlan(
    [step("first", bookTool), nest("plan", inner.tool, {}, ["first"]), step("last", bookTool, {}, ["plan"])],
    { trustedWrites: [...trusted, inner.tool.id] },
  );
  const run = await ended(runId);
  expect(run.status).toBe("completed");
  const middle = run.steps.plan?.attempts[0]?.nestedRunId as RunId;
  const lowest = (await ended(middle)).steps.deeper?.attempts[0]?.nestedRunId as RunId;
  return { runId, middle, lowest };
}

describe("rolling back a run that started others", () => {
  it("says what those did among what it did, and undoes all of it in reverse, each after its own approval", async () => {
    const { runId, middle, lowest } = await threeDeep();
    const ledger = await ledgerOf(runId);
    expect(short(ledger)).toEqual([
      "last undoable",
      "plan › deeper › lowest undoable",
      "plan › post cannot",
      "plan › inner undoable",
      "first undoable",
    ]);
    expect(ledger.entries[1]).toMatchObject({
      effect: { runId: lowest },
      within: [
        { runId: middle, stepTitle: "Step plan", item: null },
        { runId: lowest, stepTitle: "Step deeper", item: null },
      ],
    });
    expect(ledger.start).toEqual({ kind: "ready", count: 4 });
    expect(undone()).toEqual([]);
    const back = await start(runId);
    // Whoever looks at the nested run's own page finds it under way there, too.
    expect(await ledgerOf(lowest)).toMatchObject({
      start: { kind: "under-way", runId: back },
      entries: [{ state: { kind: "undoing", runId: back } }],
    });
    await approveEach(back, 4);
    expect(undone()).toEqual(["last", "lowest", "inner", "first"]);
    expect(short(await ledgerOf(runId))).toEqual([
      "last undone",
      "plan › deeper › lowest undone",
      "plan › post cannot",
      "plan › inner undone",
      "first undone",
    ]);
    expect(short(await ledgerOf(lowest))).toEqual(["lowest undone"]);
    expect((await ledgerOf(middle)).start).toMatchObject({ kind: "not-now" });
  });

  it("R5: undoes nothing twice, though a nested run is rolled back from its own page at the same moment", async () => {
    const { runId, lowest } = await threeDeep();
    const [all, one] = [await ledgerOf(runId), await ledgerOf(lowest)];
    const both = await Promise.all([
      rollBackRun({ runId, hash: all.hash }),
      rollBackRun({ runId: lowest, hash: one.hash }),
    ]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(["conflict", "started"]);
    const back = both.flatMap((rolled) => (rolled.kind === "started" ? [rolled.runId] : []))[0] as RunId;
    await controlRun({ runId: back, action: "cancel" });
    await ended(back);
    // From its own page first, and then the rest from above.
    await approveEach(await start(lowest), 1);
    const rest = await ledgerOf(runId);
    expect(short(rest)[1]).toBe("plan › deeper › lowest undone");
    expect(rest.start).toEqual({ kind: "ready", count: 3 });
    await approveEach(await start(runId), 3);
    expect(undone()).toEqual(["lowest", "last", "inner", "first"]);
  });

  it("A2: a value that was untrusted in a nested run is untrusted in its undo", async () => {
    const { tool } = await published([step("book", bookTool)], [fed("book", "to", "recipient")]);
    const runId = await startPlan([nest("n", tool, { recipient: literal("ada") })]);
    await stepWhen(runId, "n", "waiting-approval");
    await approveAll(runId);
    const nested = await nestedIn(runId);
    await stepWhen(nested, "book", "waiting-approval");
    await approveAll(nested);
    await ended(runId);
    const back = await start(runId);
    const asked = await stepWhen(back, "s1", "waiting-approval");
    expect(asked.provenance).toMatchObject({ to: { origin: "person" }, body: { origin: "untrusted" } });
    const [approval] = await pendingApprovals({ runId: back });
    if (!approval) throw new Error("nothing waits to be approved");
    const { id: approvalId, contentHash } = approval;
    await decideApproval({ approvalId, decision: { decision: "deny", contentHash, reason: "no" } });
    await ended(back);
    expect(await ledgerOf(nested)).toMatchObject({
      entries: [{ state: { kind: "undoable", before: { runId: back, reason: "You denied it: no" } } }],
    });
  });

  it("tells the runs of a repeated step apart, and takes back what a run did that failed after it", async () => {
    service.on("y-post", () => ({ error: { kind: "refused", message: "No." } }));
    const { tool } = await published(
      [step("book", bookTool), step("post", postTool, {}, ["book"])],
      [fed("book", "name", "name"), fed("post", "name", "post")],
      { trustedWrites: trusted },
    );
    const runId = await startPlan(
      [
        {
          ...nest("each", tool, {
            name: { kind: "item", path: ["book"] },
            post: { kind: "item", path: ["post"] },
          }),
          repeat: {
            over: literal([
              { book: "x", post: "x-post" },
              { book: "y", post: "y-post" },
            ]),
            limit: 5,
          },
        },
      ],
      { trustedWrites: [tool.id] },
    );
    const nestedOf = (run: Run, item: number) => openAttempt(stepRunOf(run, id("each"), item))?.nestedRunId;
    const second = nestedOf(await runWhen(runId, (run) => nestedOf(run, 1) !== undefined), 1) as RunId;
    await stepWhen(second, "post", "failed");
    await recoverStep({ runId: second, stepId: id("post"), recovery: { kind: "stop" } });
    await runWhen(runId, (run) => stepRunOf(run, id("each"), 0).status === "completed");
    await controlRun({ runId, action: "cancel" });
    expect(short(await ledgerOf(runId)).sort()).toEqual([
      "each0 › book undoable",
      "each0 › post cannot",
      "each1 › book undoable",
    ]);
  });

  it("R5: knows from below what was undone from above, though the run in between has been deleted", async () => {
    const { runId, middle, lowest } = await threeDeep();
    await approveEach(await start(runId), 4);
    await forget(middle);
    expect(await ledgerOf(lowest)).toMatchObject({
      entries: [{ state: { kind: "undone" } }],
      start: { kind: "not-now", reason: "Nothing of it is left that can be undone." },
    });
  });

  it("says that nobody knows any more what a nested run did whose record has been deleted", async () => {
    const { runId, middle } = await threeDeep();
    await forget(middle);
    const { entries } = await ledgerOf(runId);
    expect(entries.map(({ effect, state }) => `${effect.stepId} ${state.kind}`)).toEqual([
      "last undoable",
      "plan unknown",
      "first undoable",
    ]);
    expect(entries[1]?.state).toMatchObject({ reason: expect.stringContaining("has been deleted") });
  });
});
