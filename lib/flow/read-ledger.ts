import { createHash } from "node:crypto";
import { connectedKinds } from "@/lib/db/connections";
import { rollbackState, rollbacksOf } from "@/lib/db/rollbacks";
import type { Binding } from "@/lib/domain/binding";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { RunId, ToolId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import {
  type EffectRef,
  type EffectState,
  effectKey,
  type Ledger,
  type LedgerEntry,
} from "@/lib/domain/rollback";
import { isFinishedRun, type Run, type StepRun, stepRunOf } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import { undoCall } from "@/lib/planning/undo-call";
import { type EffectWithin, listRunEffects } from "./list-run-effects";

/** Effects one rollback takes back at most: the latest; another goes on with the rest. */
export const mostUndone = 500;

/** What is to be undone, as it would be called. */
export interface Undo {
  entry: LedgerEntry;
  toolId: ToolId;
  bindings: Record<string, Binding>;
}

export interface ReadLedger {
  run: Run;
  plan: Plan;
  ledger: Ledger;
  /** Those of the entries that would be undone now, in the order in which they would be. */
  undos: Undo[];
  /** What it was read from, as `rollbackState` says it. */
  state: string;
}

/** Every effect of a run and of those nested in it, the latest first, with whether it can be undone, is, or was; null when there is no such run. */
export async function readLedger(runId: RunId): Promise<ReadLedger | null> {
  const state = await rollbackState(runId);
  const read = await listRunEffects(runId);
  if (!read) return null;
  const { run, plan, effects, tools, goesOn } = read;
  const rollbacks = await rollbacksOf(runId);
  const known = { runId, tools, connectedKinds: await connectedKinds() };
  const judged = effects.map((called) => judge(called, rollbacks, known));
  const undos = judged.flatMap(({ undo }) => undo ?? []).slice(0, mostUndone);
  const wouldBe = undos.map(({ entry: { effect }, toolId, bindings }) => ({ effect, toolId, bindings }));
  const hash = createHash("sha256").update(canonicalJson(wouldBe)).digest("hex");
  const entries = judged.map(({ entry }) => entry);
  const start = startOf(run, { rollbacks, count: undos.length, isEmpty: entries.length === 0, goesOn });
  return { run, plan, undos, state, ledger: { runId, entries, start, hash } };
}

interface Judged {
  entry: LedgerEntry;
  /** What would undo it now; null when nothing does. */
  undo: Undo | null;
}

function judge(
  called: EffectWithin,
  rollbacks: readonly Run[],
  known: { runId: RunId; tools: ReadonlyMap<ToolId, Tool>; connectedKinds: ReadonlySet<string> },
): Judged {
  const { effect, within, stepTitle, toolId, tool, at, inputs, receipt } = called;
  const { title: toolTitle = toolId, icon = "wrench", effect: effectKind = "write" as const } = tool ?? {};
  const facts = { effect, within, stepTitle, toolId, toolTitle, icon, effectKind, at, inputs, receipt };
  const tried = triedOf(called, rollbacks, known.runId);
  const settled = tried && settledState(tried, known.tools);
  if (settled) return { entry: { ...facts, state: settled }, undo: null };
  if (called.nestedRunId) {
    const reason = "The record of the run it started has been deleted: what that did is not known any more.";
    return { entry: { ...facts, state: { kind: "unknown", reason } }, undo: null };
  }
  if (!called.tookPlace) {
    const reason =
      "Nobody knows whether it took place. Look at the service, and take it back there if it did.";
    return { entry: { ...facts, state: { kind: "unknown", reason } }, undo: null };
  }
  const call = undoCall(called, known);
  if (call.kind === "cannot") return { entry: { ...facts, state: call }, undo: null };
  const { by, bindings } = call;
  const before = tried && { runId: tried.run.id, reason: reasonOf(tried) };
  const entry: LedgerEntry = {
    ...facts,
    state: {
      ...{ kind: "undoable", by: { toolId: by.id, toolTitle: by.title }, inputs: call.inputs },
      before,
    },
  };
  return { entry, undo: { entry, toolId: by.id, bindings } };
}

/** The step that was to undo an effect. */
interface Tried {
  run: Run;
  step: StepRun;
  toolId: ToolId;
}

/** An effect under its own run, from wherever it is looked at. */
const keyFrom = (runId: RunId, effect: EffectRef) => effectKey({ ...effect, runId: effect.runId ?? runId });

/** The step that undid it, or else the last that was to: in a rollback of its own run, or of one above. */
function triedOf({ effect }: EffectWithin, rollbacks: readonly Run[], runId: RunId): Tried | null {
  const key = keyFrom(runId, effect);
  const all = rollbacks.flatMap((run): Tried[] =>
    (run.rollback?.undoes ?? [])
      .filter((one) => keyFrom(run.rollback?.runId ?? runId, one.effect) === key)
      .map(({ stepId, toolId }) => {
        const step = stepRunOf(run, stepId);
        return { run, step, toolId: step.amended?.toolId ?? toolId };
      }),
  );
  return all.find(({ step }) => step.status === "completed") ?? all.at(-1) ?? null;
}

/** Why a rollback that came to its end did not undo it. */
function reasonOf({ step }: Tried): string {
  switch (step.status) {
    case "failed":
      return step.failure.message;
    case "denied":
      return step.reason === "" ? "You denied it." : `You denied it: ${step.reason}`;
    case "skipped":
      return step.attempts.at(-1)?.failure?.message ?? "It was left out.";
    default:
      return "The rollback ended before it came to this.";
  }
}

/** How an effect stands that some rollback has come to; null when it is still to be undone. */
function settledState(tried: Tried, tools: ReadonlyMap<ToolId, Tool>): EffectState | null {
  const { run, step, toolId } = tried;
  const tool = tools.get(toolId);
  const by = { toolId, toolTitle: tool?.title ?? toolId };
  const done = { runId: run.id, stepId: step.stepId, by };
  const at = step.finishedAt ?? run.finishedAt ?? run.queuedAt;
  if (step.status === "completed") return { kind: "undone", ...done, at };
  if (!isFinishedRun(run)) return { kind: "undoing", ...done };
  if (step.status === "unexpected") {
    return { kind: "unknown", reason: `"${by.toolTitle}" was called, and its answer was not as expected.` };
  }
  // Once more does nothing more.
  const canRepeat = tool !== undefined && tool.idempotency !== "none";
  if (canRepeat || !mayHaveUndone(step)) return null;
  const reason = `Nobody knows whether "${by.toolTitle}" undid it: its answer was lost. Look at the service.`;
  return { kind: "unknown", reason };
}

function mayHaveUndone({ status, attempts }: StepRun): boolean {
  const last = attempts.at(-1);
  if (!last) return false;
  if (status === "outcome-unknown" || last.finishedAt === null) return true;
  return last.failure === null || ["transient", "timeout", "broken-tool"].includes(last.failure.kind);
}

function startOf(
  run: Run,
  known: { rollbacks: readonly Run[]; count: number; isEmpty: boolean; goesOn: RunId | null },
): Ledger["start"] {
  const { rollbacks, count, isEmpty, goesOn } = known;
  const notNow = (reason: string): Ledger["start"] => ({ kind: "not-now", reason });
  const underWay = rollbacks.find((one) => !isFinishedRun(one));
  if (underWay) return { kind: "under-way", runId: underWay.id };
  if (run.rollback) return notNow("This run takes back what another did. Roll back that one to go on.");
  if (!isFinishedRun(run)) return notNow("The run still goes on. Cancel it, or wait for its end.");
  if (goesOn) return notNow("A run that it started still goes on. Cancel that, or wait for its end.");
  if (isEmpty) return notNow("This run changed nothing outside: there is nothing to roll back.");
  if (count === 0) return notNow("Nothing of it is left that can be undone.");
  return { kind: "ready", count };
}
