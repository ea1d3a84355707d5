import { describe, expect, it } from "vitest";
import { pendingApprovals } from "@/lib/db/approvals";
import { loadRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import type { Ledger } from "@/lib/domain/rollback";
import { controlRun } from "@/lib/flow/control-run";
import { decideApproval } from "@/lib/flow/decide-approval";
import { readLedger } from "@/lib/flow/read-ledger";
import { recoverStep } from "@/lib/flow/recover-step";
import { rerunStep } from "@/lib/flow/rerun-step";
import { rollBackRun } from "@/lib/flow/roll-back-run";
import { startRun } from "@/lib/flow/start-run";
import { ended, id, literal, output, runWhen, startPlan, statuses, step, stepWhen } from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { bookTool, listTool, orderTool, postTool, readTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

withWorker((started) => {
  service = started;
});

const trusted = { trustedWrites: [bookTool.id, orderTool.id, postTool.id] };
const start = async (steps: Step[]): Promise<RunId> => startPlan(steps, trusted);
const done = async (steps: Step[]): Promise<RunId> => {
  const runId = await start(steps);
  await ended(runId);
  return runId;
};

async function ledgerOf(runId: RunId): Promise<Ledger> {
  const read = await readLedger(runId);
  if (!read) throw new Error("no such run");
  return read.ledger;
}

const short = ({ entries }: Ledger) =>
  entries.map(({ effect, state }) => `${effect.stepId}${effect.item ?? ""} ${state.kind}`);

async function rollBack(runId: RunId): Promise<RunId> {
  const { hash } = await ledgerOf(runId);
  const rolled = await rollBackRun({ runId, hash });
  if (rolled.kind !== "started") throw new Error(JSON.stringify(rolled));
  return rolled.runId;
}

async function decide(runId: RunId, name: string, decision: "approve" | "deny"): Promise<void> {
  await stepWhen(runId, name, "waiting-approval");
  const approval = (await pendingApprovals({ runId })).find((one) => one.stepId === name);
  if (!approval) throw new Error("nothing waits to be approved");
  const { id: approvalId, contentHash } = approval;
  const said = decision === "deny" ? { decision, contentHash, reason: "no" } : { decision, contentHash };
  await decideApproval({ approvalId, decision: said });
}

const undone = () => service.calls.filter(({ name }) => name.startsWith("undo")).map(({ input }) => input.to);

describe("rolling back a run", () => {
  it("says beforehand what can be undone and with which values, and undoes it in reverse after approval", async () => {
    const runId = await done([
      step("a", bookTool),
      step("look", readTool, {}, ["a"]),
      step("b", postTool, {}, ["look"]),
      step("c", bookTool, {}, ["b"]),
    ]);
    const ledger = await ledgerOf(runId);
    expect(ledger.start).toEqual({ kind: "ready", count: 2 });
    expect(ledger.entries.map(({ stepTitle, state }) => ({ stepTitle, state }))).toEqual([
      {
        stepTitle: "Step c",
        state: {
          ...{ kind: "undoable", by: { toolId: "test.cancel", toolTitle: "Tool test.cancel" }, before: null },
          inputs: { name: "undo-cancel", to: "c", body: "c" },
        },
      },
      {
        stepTitle: "Step b",
        state: { kind: "cannot", reason: "There is no tool that takes it back." },
      },
      {
        stepTitle: "Step a",
        state: expect.objectContaining({
          kind: "undoable",
          inputs: { name: "undo-cancel", to: "a", body: "a" },
        }),
      },
    ]);
    // Nothing has happened yet.
    expect(undone()).toEqual([]);
    const back = await rollBack(runId);
    const asked = await stepWhen(back, "s1", "waiting-approval");
    // As little trusted as it was when it was recorded (A5).
    expect(asked.provenance).toMatchObject({ to: { origin: "person" }, body: { origin: "untrusted" } });
    expect(short(await ledgerOf(runId))).toEqual(["c undoing", "b cannot", "a undoing"]);
    await decide(back, "s1", "approve");
    await decide(back, "s2", "approve");
    expect((await ended(back)).status).toBe("completed");
    expect(undone()).toEqual(["c", "a"]);
    const after = await ledgerOf(runId);
    expect(short(after)).toEqual(["c undone", "b cannot", "a undone"]);
    expect(after.start).toEqual({ kind: "not-now", reason: "Nothing of it is left that can be undone." });
  });

  it("undoes nothing twice: not from two tabs at once, not again, and not as another run of its plan", async () => {
    const runId = await done([step("a", bookTool)]);
    const { hash } = await ledgerOf(runId);
    const both = await Promise.all([rollBackRun({ runId, hash }), rollBackRun({ runId, hash })]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(["conflict", "started"]);
    const conflict = both.find(({ kind }) => kind === "conflict");
    expect(conflict?.kind === "conflict" && conflict.ledger.start.kind).toBe("under-way");
    const back = both.flatMap((one) => (one.kind === "started" ? [one.runId] : []))[0] as RunId;
    await decide(back, "s1", "approve");
    const run = await ended(back);
    expect(await rollBackRun({ runId, hash })).toMatchObject({ kind: "refused" });
    expect(await startRun({ planId: run.planId, revision: 1 })).toMatchObject({
      kind: "refused",
      problems: [{ code: "rollback" }],
    });
    expect(await rerunStep({ runId: back, stepId: id("s1"), scope: "from" })).toMatchObject({
      kind: "refused",
    });
    expect((await ledgerOf(back)).start).toMatchObject({ kind: "not-now" });
    expect(undone()).toEqual(["a"]);
  });

  it("goes on where an earlier rollback came to nothing, and says why it did", async () => {
    const runId = await done([
      step("a", bookTool),
      step("b", orderTool, {}, ["a"]),
      step("c", bookTool, {}, ["b"]),
    ]);
    service.on("undo-refund", () => ({ error: { kind: "refused", message: "Too late." } }));
    const back = await rollBack(runId);
    await decide(back, "s1", "approve");
    await decide(back, "s2", "approve");
    await stepWhen(back, "s2", "failed");
    await recoverStep({ runId: back, stepId: id("s2"), recovery: { kind: "skip" } });
    await decide(back, "s3", "deny");
    await ended(back);
    const ledger = await ledgerOf(runId);
    expect(short(ledger)).toEqual(["c undone", "b undoable", "a undoable"]);
    expect(
      ledger.entries.map(({ state }) => (state.kind === "undoable" ? state.before?.reason : null)),
    ).toEqual([null, "Too late.", "You denied it: no"]);
    service.on("undo-refund", () => ({ output: { value: "ok" } }));
    const again = await rollBack(runId);
    await decide(again, "s1", "approve");
    await decide(again, "s2", "approve");
    await ended(again);
    expect(undone()).toEqual(["c", "b", "b", "a"]);
    expect(short(await ledgerOf(runId))).toEqual(["c undone", "b undone", "a undone"]);
  });

  it("R2: does not undo once more what may have been undone, and calls it unknown", async () => {
    const runId = await done([step("a", orderTool)]);
    service.on("undo-refund", () => ({
      error: { kind: "timeout", message: "No answer.", effectUncertain: true },
    }));
    const back = await rollBack(runId);
    await decide(back, "s1", "approve");
    await stepWhen(back, "s1", "outcome-unknown");
    await controlRun({ runId: back, action: "cancel" });
    await ended(back);
    const ledger = await ledgerOf(runId);
    expect(short(ledger)).toEqual(["a unknown"]);
    expect(ledger.start.kind).toBe("not-now");
  });

  it("tells apart what failed before it happened, what nobody knows of, and what was done for each item", async () => {
    service.on("lost", () => ({ error: { kind: "timeout", message: "No answer.", effectUncertain: true } }));
    service.on("refused", () => ({ error: { kind: "refused", message: "No." } }));
    service.on("list", () => ({ output: { rows: [{ n: "x" }, { n: "y" }] } }));
    const runId = await start([
      step("list", listTool),
      {
        ...step("each", bookTool, { name: { kind: "item", path: ["n"] } }),
        repeat: { over: output("list", "rows"), limit: 5 },
      },
      step("lost", postTool, {}, ["each"]),
      step("refused", postTool, {}, ["each"]),
    ]);
    // What is chosen by outside content or done for each of its items asks.
    await runWhen(
      runId,
      (run) => run.steps.lost?.status === "outcome-unknown" && run.steps.refused?.status === "failed",
    );
    expect((await ledgerOf(runId)).start).toMatchObject({ kind: "not-now" });
    await controlRun({ runId, action: "cancel" });
    await ended(runId);
    expect(short(await ledgerOf(runId)).sort()).toEqual(["each0 undoable", "each1 undoable", "lost unknown"]);
  });

  it("refuses what has nothing to undo, what still goes on, and a ledger that is not what was seen", async () => {
    const idle = await done([step("look", readTool)]);
    const { start: nothing, hash } = await ledgerOf(idle);
    expect(nothing).toEqual({
      kind: "not-now",
      reason: "This run changed nothing outside: there is nothing to roll back.",
    });
    expect(await rollBackRun({ runId: idle, hash })).toMatchObject({ kind: "refused" });
    const runId = await done([step("a", bookTool, { body: literal("x") })]);
    expect(await rollBackRun({ runId, hash })).toMatchObject({ kind: "conflict" });
    expect(undone()).toEqual([]);
    expect((await loadRun(runId))?.rollback).toBeNull();
    expect(statuses(await ended(runId))).toEqual({ a: "completed" });
  });
});
