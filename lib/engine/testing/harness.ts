// What the engine's integration tests share: workers as real processes, plans, and ways to wait for what happens.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { pendingApprovals } from "@/lib/db/approvals";
import { pool } from "@/lib/db/client";
import { insertPlan } from "@/lib/db/plans";
import { subscribeRunEvents } from "@/lib/db/run-feed";
import { loadRun } from "@/lib/db/runs";
import { upsertTools } from "@/lib/db/tools";
import type { Binding } from "@/lib/domain/binding";
import { newId, type RunId, type StepId, stepIdSchema } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { defaultPolicy, type Plan, type Policy, type Step } from "@/lib/domain/plan";
import { reduceRun } from "@/lib/domain/reduce-run";
import { isFinishedRun, type Run, type StepRun, type StepStatus, stepRunOf } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import { prepareEngine } from "@/lib/engine/prepare-engine";
import type { WorkerOptions } from "@/lib/engine/start-worker";
import { decideApproval } from "@/lib/flow/decide-approval";
import { startRun } from "@/lib/flow/start-run";
import { buildProgram } from "@/lib/testing/build-program";
import { testTools } from "./test-tools";

let bundled: Promise<string> | undefined;

/** The worker's program, bundled as `npm start` bundles it. */
function workerProgram(): Promise<string> {
  bundled ??= buildProgram("lib/engine/testing/test-worker.ts");
  return bundled;
}

/** Creates the engine's tables and stores the test tools: once in a test file. */
export async function prepareTest(): Promise<void> {
  await Promise.all([prepareEngine(), upsertTools(testTools, null), workerProgram()]);
}

export interface WorkerProcess {
  pid: number;
  process: ChildProcess;
  /** Everything it has written to its log. */
  log(): string;
  signal(signal: NodeJS.Signals): void;
  /** Kills it as `kill -9` does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to end, and waits; its exit code. */
  stop(): Promise<number | null>;
}

const started: WorkerProcess[] = [];

/** Starts a worker process and waits until it is ready; `until`: no longer than until it has written this to its log. */
export async function startWorkerProcess(
  service: string,
  { until, ...options }: WorkerOptions & { until?: string } = {},
): Promise<WorkerProcess> {
  const child = fork(await workerProgram(), [service, JSON.stringify(options)], {
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    text += chunk;
  });
  const gone = once(child, "exit");
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  const worker: WorkerProcess = {
    pid: child.pid ?? 0,
    process: child,
    log: () => text,
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      child.kill("SIGKILL");
      if (!isGone()) await gone;
    },
    stop: async () => {
      child.kill("SIGTERM");
      if (!isGone()) await gone;
      return child.exitCode;
    },
  };
  started.push(worker);
  const ready = new Promise<void>((resolve, reject) => {
    child.on("message", () => resolve());
    if (until) child.stdout?.on("data", () => text.includes(until) && resolve());
    child.on("exit", () => reject(new Error(`the worker ended before it was ready:\n${text}`)));
  });
  await ready;
  return worker;
}

/** Kills every worker a test left. */
export async function killWorkers(): Promise<void> {
  await Promise.all(started.splice(0).map((worker) => worker.kill()));
}

export const id = (text: string): StepId => stepIdSchema.parse(text);
export const literal = (value: Json): Binding => ({ kind: "literal", value, origin: "person" });
export const output = (step: string, ...where: (string | number)[]): Binding => ({
  kind: "output",
  stepId: id(step),
  path: where.length > 0 ? where : ["value"],
});

/** A step that calls `tool` under the name the service knows it by: its own id, unless the inputs say otherwise. */
export function step(
  name: string,
  tool: Tool,
  inputs: Record<string, Binding> = {},
  after: string[] = [],
): Step {
  const named: Record<string, Binding> = tool.asksPerson ? {} : { name: literal(name) };
  return {
    id: id(name),
    title: `Step ${name}`,
    toolId: tool.id,
    inputs: { ...named, ...inputs },
    after: after.map(id),
    why: { words: "", reason: "" },
    position: null,
  };
}

/** Stores a plan of these steps. */
export async function storePlan(steps: Step[], policy: Partial<Policy> = {}): Promise<Plan> {
  const plan: Plan = {
    id: newId("plan"),
    revision: 1,
    goal: "A goal for tests",
    fileIds: [],
    planner: "embedded",
    notes: [],
    steps,
    unserved: [],
    policy: { ...defaultPolicy, ...policy },
    timeZone: "UTC",
    createdAt: new Date().toISOString(),
  };
  await insertPlan(plan);
  return plan;
}

/** Stores a plan of these steps and starts it. */
export async function startPlan(steps: Step[], policy: Partial<Policy> = {}): Promise<RunId> {
  const plan = await storePlan(steps, policy);
  const outcome = await startRun({ planId: plan.id, revision: plan.revision });
  if (outcome.kind !== "started") throw new Error(`the run did not start: ${JSON.stringify(outcome)}`);
  return outcome.runId;
}

/** The run as soon as it is as `isSo` says; throws when that takes too long. */
export async function runWhen(runId: RunId, isSo: (run: Run) => boolean, timeoutMs = 20_000): Promise<Run> {
  let run: Run | null = null;
  for await (const event of subscribeRunEvents(runId, 0, AbortSignal.timeout(timeoutMs))) {
    run = reduceRun([event], run);
    // Only the newest state counts: an older one may have been so in passing.
    if (run && isSo(run) && (await loadRun(runId))?.seq === run.seq) return run;
  }
  throw new Error(`the run did not get there within ${timeoutMs} ms; it is ${JSON.stringify(run, null, 1)}`);
}

export const ended = (runId: RunId, timeoutMs?: number): Promise<Run> =>
  runWhen(runId, isFinishedRun, timeoutMs);

/** Resolves once the run is nobody's, and its workflow has ended. */
export async function atRest(runId: RunId): Promise<void> {
  for (;;) {
    const { rows } = await pool().query<{ rests: boolean }>(
      `select run.executor_id is null and run.rested_seq = run.seq and workflow.status = 'SUCCESS' as rests
       from runs run join dbos.workflow_status workflow on workflow.workflow_uuid = run.id where run.id = $1`,
      [runId],
    );
    if (rows[0]?.rests) return;
    await delay(50);
  }
}

export type StepRunIn<S extends StepStatus> = Extract<StepRun, { status: S }>;

/** The step once it has a status; throws when that takes too long. */
export async function stepWhen<S extends StepStatus>(
  runId: RunId,
  name: string,
  status: S,
  timeoutMs?: number,
): Promise<StepRunIn<S>> {
  const run = await runWhen(runId, (now) => stepRunOf(now, id(name)).status === status, timeoutMs);
  return stepRunOf(run, id(name)) as StepRunIn<S>;
}

/** The statuses of a run's steps by id. */
export function statuses(run: Run): Record<string, StepStatus> {
  return Object.fromEntries(Object.entries(run.steps).map(([name, one]) => [name, one.status]));
}

/** Approves all that the run asks for at this moment. */
export async function approveAll(runId: RunId): Promise<void> {
  for (const { id: approvalId, contentHash } of await pendingApprovals({ runId })) {
    const decided = await decideApproval({ approvalId, decision: { decision: "approve", contentHash } });
    if (decided.kind !== "decided") throw new Error(`not approved: ${JSON.stringify(decided)}`);
  }
}
