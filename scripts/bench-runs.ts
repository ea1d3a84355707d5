// `npm run bench:runs -- --runs 100 --steps 10`: how fast plans run whose tools do nothing, by the product's own path:
// started over the HTTP API, run by a worker, every event stored, sent to a subscriber of each run and timed there. The
// bare durable engine does the same steps, in turns with it, on the same database server. One line of JSON.
import { execFile } from "node:child_process";
import { parseArgs, promisify } from "node:util";
import { z } from "zod";
import { closeDatabase } from "@/lib/db/client";
import type { Plan } from "@/lib/domain/plan";
import { storePlan } from "@/lib/engine/testing/harness";
import { buildProgram } from "@/lib/testing/build-program";
import { percentile, report, round, say } from "./bench/machine";
import { startRig } from "./bench/rig";
import { chainSteps, rowSteps } from "./bench/step-shapes";
import { beginRun, type Caller, watchUntilEnd } from "./bench/watch-runs";
import { childEnvironment } from "./lib/environment.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100" },
    steps: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
  },
});
const count = z.coerce.number().int().min(1);
const runs = count.parse(values.runs);
const steps = count.parse(values.steps);
const rounds = count.parse(values.rounds);
/** Runs alone, one after the other: what a step costs when nothing else goes on. */
const loneRuns = 15;

interface Burst {
  runsPerSecond: number;
  lags: number[];
}

/** Starts runs all at once and waits until a subscriber of each has seen it completed. */
async function burst(caller: Caller, plan: Plan, howMany: number): Promise<Burst> {
  const lags: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: howMany }, async () => {
      const runId = await beginRun(caller, plan.id);
      const end = await watchUntilEnd(caller, runId, (_event, lagMs) => {
        if (lagMs !== null) lags.push(lagMs);
      });
      if (end.body.type !== "run-completed") throw new Error(`run ${runId} ended as ${end.body.type}`);
    }),
  );
  return { runsPerSecond: howMany / ((performance.now() - began) / 1000), lags };
}

/** Milliseconds between two steps of a chain, of a run that has the machine to itself: the median of some. */
async function loneStepMs(caller: Caller, plan: Plan): Promise<number> {
  const all: number[] = [];
  for (let run = 0; run < loneRuns; run += 1) {
    const runId = await beginRun(caller, plan.id);
    let startedAt = 0;
    const end = await watchUntilEnd(caller, runId, ({ body, at }) => {
      if (body.type === "run-started") startedAt = Date.parse(at);
    });
    all.push((Date.parse(end.at) - startedAt) / plan.steps.length);
  }
  return percentile(all, 0.5);
}

const bareFigures = z.object({ runsPerSecond: z.number(), stepsPerSecond: z.number() });

async function bareEngine(program: string, databaseUrl: string): Promise<z.output<typeof bareFigures>> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(runs), String(steps)], {
    env: childEnvironment({ values: { DATABASE_URL: databaseUrl } }),
  });
  return bareFigures.parse(JSON.parse(stdout));
}

say("Starting a database, the web server and a worker.");
const bareProgram = await buildProgram("lib/engine/testing/bare-engine.ts");
const rig = await startRig({ workers: 1, worker: { program: "lib/engine/testing/no-op-worker.ts" } });
try {
  const plan = await storePlan(rowSteps(steps));
  const chain = await storePlan(chainSteps(steps));
  await burst(rig, plan, Math.min(20, runs));
  const bare: number[] = [];
  const own: Burst[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`Round ${round} of ${rounds}: the bare engine, then the product.`);
    bare.push((await bareEngine(bareProgram, rig.databaseUrl)).runsPerSecond);
    own.push(await burst(rig, plan, runs));
  }
  const lags = own.flatMap((one) => one.lags);
  const runsPerSecond = percentile(
    own.map((one) => one.runsPerSecond),
    0.5,
  );
  const bareRunsPerSecond = percentile(bare, 0.5);
  report("runs", {
    runs,
    steps,
    runsPerSecond: round(runsPerSecond, 1),
    stepsPerSecond: round(runsPerSecond * steps, 0),
    stepOverheadMs: round(await loneStepMs(rig, chain), 1),
    eventLagP95Ms: percentile(lags, 0.95),
    bareRunsPerSecond: round(bareRunsPerSecond, 1),
    bareStepsPerSecond: round(bareRunsPerSecond * steps, 0),
    ratio: round(runsPerSecond / bareRunsPerSecond, 2),
    rounds: own.map((one, index) => [round(bare[index] ?? 0, 1), round(one.runsPerSecond, 1)]),
  });
} finally {
  await rig.stop();
  await closeDatabase();
}
process.exit(0);
