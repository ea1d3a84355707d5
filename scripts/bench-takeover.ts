// `npm run bench:takeover -- [--rounds 10] [--workers 3]`: how long a run stands still when its worker is killed
// (SIGKILL) or frozen (SIGSTOP), until another worker on the same database has it. One line of JSON.
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { closeDatabase } from "@/lib/db/client";
import { closeRunFeed } from "@/lib/db/run-feed";
import type { RunId } from "@/lib/domain/ids";
import { runWhen, step, storePlan } from "@/lib/engine/testing/harness";
import { TestService } from "@/lib/engine/testing/test-service";
import { keyedTool } from "@/lib/engine/testing/test-tools";
import { percentile, report, round, say } from "./bench/machine";
import { startRig } from "./bench/rig";
import { beginRun } from "./bench/watch-runs";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "10" }, workers: { type: "string", default: "3" } },
});
const count = z.coerce.number().int().min(1);
const rounds = count.parse(values.rounds);

// Every call stays without an answer: its run can only go on with another worker.
const service = await TestService.start(() => new Promise(() => {}));
say("Starting a database, the web server and workers.");
const rig = await startRig({
  workers: count.parse(values.workers),
  worker: { program: "lib/engine/testing/test-worker.ts", args: [service.url] },
});

/** Milliseconds until the run of a worker that is sent this signal is another's. */
async function takeoverMs(planId: string, signal: "SIGKILL" | "SIGSTOP"): Promise<number> {
  const runId = (await beginRun(rig, planId)) as RunId;
  const before = await runWhen(runId, (run) => run.status === "running");
  const isOwner = ({ pid }: { pid: number | null }) => before.executorId?.includes(`-${pid}-`) === true;
  const worker = rig.workers.find(isOwner);
  const pid = worker?.pid ?? null;
  if (!worker || pid === null) throw new Error(`nobody has run ${runId}`);
  const at = performance.now();
  process.kill(pid, signal);
  await runWhen(runId, (run) => run.executorId !== before.executorId);
  const ms = performance.now() - at;
  if (signal === "SIGSTOP") process.kill(pid, "SIGCONT");
  await worker.up();
  // Who was taken over settles down before it is asked again.
  await delay(1000);
  return ms;
}

try {
  const plan = await storePlan([step("a", keyedTool)], { trustedWrites: [keyedTool.id] });
  const killed: number[] = [];
  const frozen: number[] = [];
  for (let done = 0; done < rounds; done += 1) {
    say(`Round ${done + 1} of ${rounds}.`);
    killed.push(await takeoverMs(plan.id, "SIGKILL"));
    frozen.push(await takeoverMs(plan.id, "SIGSTOP"));
  }
  report("takeover", {
    rounds,
    killedP50Ms: round(percentile(killed, 0.5), 0),
    killedP95Ms: round(percentile(killed, 0.95), 0),
    frozenP50Ms: round(percentile(frozen, 0.5), 0),
    frozenP95Ms: round(percentile(frozen, 0.95), 0),
  });
} finally {
  await rig.stop();
  await closeRunFeed();
  await closeDatabase();
  await service.stop();
}
process.exit(0);
