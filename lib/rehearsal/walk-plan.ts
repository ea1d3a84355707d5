// A plan gone through step by step, decided by what decides in a run, with simulated outcomes in place of calls.
// Nothing here can reach anything: no database, no network, no file, no clock.

import { approvalIdSchema, questionIdSchema, runIdSchema, type StepId, type ToolId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import { reduceRun } from "@/lib/domain/reduce-run";
import {
  isFinishedStep,
  needsPerson,
  placeInEvent,
  type Run,
  runAt,
  type StepPlace,
  stepRunOf,
} from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { Table } from "@/lib/domain/table";
import type { Tool } from "@/lib/domain/tool";
import { approvalCard } from "@/lib/engine/approval-card";
import { conditionEvent } from "@/lib/engine/condition-event";
import { type CallOutcome, decideAfterCall } from "@/lib/engine/decide-after-call";
import type { ConnectionReference, NextMove, StepFacts } from "@/lib/engine/decide-next";
import { decideNext, stepInRun } from "@/lib/engine/decide-next";
import { endEvents } from "@/lib/engine/end-events";
import { resolveItems } from "@/lib/engine/resolve-items";
import { resolveStep } from "@/lib/engine/resolve-step";
import type { Expected } from "@/lib/planning/expectations";
import { judgeOutput } from "@/lib/planning/judge-output";
import { topologicalOrder } from "@/lib/planning/topological-order";

/** Under this no run is stored: ids are random, and this one is not. */
export const rehearsalRunId = runIdSchema.parse("run_0000000000000000");
const approvalId = approvalIdSchema.parse("approval_0000000000000000");
const questionId = questionIdSchema.parse("question_0000000000000000");

/** Items of a list that are gone through: the others would fare alike. */
export const itemsWalked = 25;

/** What stands in for the world. */
export interface Stage {
  plan: Plan;
  tools: ReadonlyMap<ToolId, Tool>;
  connectionOf(tool: Tool): ConnectionReference | null;
  /** What a call comes to. */
  outcomeOf(step: Step, tool: Tool, item: number | null): CallOutcome;
  expectedOf(step: Step, tool: Tool): Expected;
  /** What a person says to a question. */
  answerTo(inputs: JsonObject): string;
  mostItems: number;
  now: Date;
}

export interface Walk {
  run: Run;
  /** Before each call, the run as it was: of a repeated step, before its first. */
  calls: ReadonlyMap<StepId, { place: StepPlace; run: Run }>;
  /** Why an approval would be asked for. */
  reasons: ReadonlyMap<StepId, ReadonlySet<string>>;
  /** Lists that were longer than what was gone through of them. */
  cut: ReadonlyMap<StepId, number>;
}

/** Goes through the whole plan, as a run does in which every approval is given at once. */
export async function walkPlan(stage: Stage): Promise<Walk> {
  const walker = new Walker(stage);
  const order = topologicalOrder(stage.plan.steps);
  if (!order) throw new Error(`the steps of plan ${stage.plan.id} form a cycle`);
  for (const stepId of order) await walker.walk({ stepId, item: null });
  const { run, calls, reasons, cut } = walker;
  const isEnded = stage.plan.steps.every((step) => isFinishedStep(stepRunOf(run, step.id)));
  if (isEnded) walker.append(endEvents(stage.plan, run));
  return { run: walker.run, calls, reasons, cut };
}

/** Goes on with one place from how the run was, until it has ended or a person has to act. */
export async function walkPlace(
  stage: Stage,
  from: Run,
  place: StepPlace,
): Promise<{ run: Run; waitMs: number }> {
  const walker = new Walker(stage, from);
  await walker.walk(place);
  return { run: walker.run, waitMs: walker.waitMs };
}

class Walker {
  run: Run;
  readonly calls = new Map<StepId, { place: StepPlace; run: Run }>();
  readonly reasons = new Map<StepId, Set<string>>();
  readonly cut = new Map<StepId, number>();
  /** Milliseconds waited between calls. */
  waitMs = 0;
  private nowMs: number;

  constructor(
    private readonly stage: Stage,
    from?: Run,
  ) {
    this.nowMs = stage.now.getTime();
    this.run = from ?? this.begun();
  }

  private begun(): Run {
    const { id: planId, revision: planRevision } = this.stage.plan;
    const bodies: RunEventBody[] = [
      { type: "run-queued", planId, planRevision },
      { type: "run-started", executorId: "rehearsal" },
    ];
    const at = this.stage.now.toISOString();
    const run = reduceRun(bodies.map((body, index) => ({ runId: rehearsalRunId, seq: index + 1, at, body })));
    if (!run) throw new Error("a run has begun with its first event");
    return run;
  }

  append(bodies: readonly RunEventBody[]): void {
    for (const body of bodies) {
      const at = new Date(this.nowMs).toISOString();
      this.run = reduceRun([{ runId: this.run.id, seq: this.run.seq + 1, at, body }], this.run) ?? this.run;
    }
  }

  async walk(place: StepPlace): Promise<void> {
    for (;;) {
      const facts = this.factsOf(place);
      const move = decideNext(facts);
      if (move.kind === "wait-until") {
        this.waitMs += Date.parse(move.at) - this.nowMs;
        this.nowMs = Date.parse(move.at);
        continue;
      }
      if (!(await this.take(facts, move))) return;
    }
  }

  private factsOf({ stepId, item }: StepPlace): StepFacts {
    const { plan, tools, connectionOf } = this.stage;
    const tool = tools.get(stepInRun(plan, this.run, stepId, item).toolId);
    const connection = tool && tool.connectionKind !== null ? connectionOf(tool) : null;
    return { run: this.run, plan, stepId, item, tools, connection, now: new Date(this.nowMs) };
  }

  /** Takes a move; false when nothing more happens here by itself. */
  private async take(facts: StepFacts, move: NextMove): Promise<boolean> {
    const place = placeInEvent(facts);
    switch (move.kind) {
      case "decide-condition":
        this.append([conditionEvent(facts)]);
        return true;
      case "resolve-items":
        await this.fixItems(facts);
        return true;
      case "do-items":
        return this.doItems(facts.stepId, move.items);
      case "end-items":
        this.append([{ type: "items-ended", stepId: facts.stepId }]);
        return true;
      case "resolve-inputs":
        this.append([resolveStep(facts)]);
        return true;
      case "skip":
        this.append([{ type: "step-skipped", ...place, reason: move.reason }]);
        return true;
      case "fail":
        this.append([{ type: "step-failed", ...place, failure: move.failure }]);
        return true;
      case "ask-question":
        this.answer(facts, move.inputs);
        return true;
      case "request-approval": {
        const { inputs, reasons, contentHash } = move;
        const known = this.reasons.get(facts.stepId) ?? new Set();
        this.reasons.set(facts.stepId, known);
        for (const reason of reasons) known.add(reason);
        const card = approvalCard(facts, { inputs, reasons });
        this.append([
          { type: "approval-requested", ...place, approvalId, contentHash, card },
          { type: "approval-granted", ...place, approvalId, approvedHash: contentHash, editedInputs: null },
        ]);
        return true;
      }
      case "start-attempt":
        this.call(facts, move);
        return true;
      case "finish":
      case "wait-for-person":
      case "wait-for-resume":
      case "wait-for-steps":
        return false;
      case "wait-for-run":
      case "wait-until":
      case "mark-outcome-unknown":
      case "begin-look-up":
      case "look-up":
      case "give-up":
        throw new Error(`a rehearsal never comes to "${move.kind}": its calls are over at once`);
      default:
        return move satisfies never;
    }
  }

  /** True when every item has ended, so that the step can. */
  private async doItems(stepId: StepId, items: readonly number[]): Promise<boolean> {
    for (const item of items) await this.walk({ stepId, item });
    return !items.some((item) => needsPerson(stepRunOf(this.run, stepId, item)));
  }

  private answer(facts: StepFacts, inputs: JsonObject): void {
    const place = placeInEvent(facts);
    const answer = this.stage.answerTo(inputs);
    const question = typeof inputs.question === "string" ? inputs.question : JSON.stringify(inputs);
    this.append([
      { type: "question-asked", ...place, questionId, question, options: [] },
      { type: "question-answered", ...place, questionId, answer },
      { type: "step-completed", ...place, output: { answer }, receipt: null, source: "tool" },
    ]);
  }

  private call(facts: StepFacts, move: Extract<NextMove, { kind: "start-attempt" }>): void {
    const { stepId, item } = facts;
    const step = stepInRun(this.stage.plan, this.run, stepId, item);
    const tool = this.stage.tools.get(step.toolId);
    if (!tool) throw new Error(`step ${stepId} is called without its tool`);
    if (!this.calls.has(stepId)) this.calls.set(stepId, { place: { stepId, item }, run: this.run });
    const { attempt, inputs } = move;
    this.append([{ type: "attempt-started", ...placeInEvent(facts), attempt, inputs }]);
    const outcome = this.stage.outcomeOf(step, tool, item);
    const observation =
      outcome.kind === "completed"
        ? judgeOutput(step, this.stage.expectedOf(step, tool), outcome.output)
        : null;
    this.append([
      decideAfterCall({
        ...{ outcome, place: { stepId, item }, tool, attempt, observation },
        tries: runAt(this.run, facts).tries,
        isRunFinished: false,
        now: new Date(this.nowMs),
        // The longest it can come to.
        random: 1,
      }),
    ]);
  }

  /** Fixes the list of a repeated step: of a long one its beginning, which is all a table holds of many rows. */
  private async fixItems(facts: StepFacts): Promise<void> {
    let whole: number | null = null;
    const readRows = async ({ rows, rowCount }: Table) => {
      whole = rowCount;
      return rows;
    };
    const event = await resolveItems(facts, {
      files: { readRows },
      mostItems: this.stage.mostItems,
    });
    if (event.type !== "items-resolved") return this.append([event]);
    const count = whole ?? event.items.length;
    if (count > itemsWalked) this.cut.set(event.stepId, count);
    this.append([{ ...event, items: event.items.slice(0, itemsWalked) }]);
  }
}
