// `npm run bench:waiting -- [--runs 10000]`: what runs cost that wait for a person's approval: the memory of worker and
// web server, the worker's processor once they are at rest, how long the Inbox takes (its API, its badge, its page), how
// soon a worker that is started again is ready, and how soon a run goes on that is approved. One line of JSON.
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { pendingApprovals } from "@/lib/db/approvals";
import { closeDatabase } from "@/lib/db/client";
import { countRunsAtRest } from "@/lib/db/durable-workflows";
import { closeRunFeed } from "@/lib/db/run-feed";
import type { RunId } from "@/lib/domain/ids";
import { ended, step, storePlan } from "@/lib/engine/testing/harness";
import { sendTool } from "@/lib/engine/testing/test-tools";
import { decideApproval } from "@/lib/flow/decide-approval";
import { percentile, report, round, say } from "./bench/machine";
import { startRig } from "./bench/rig";
import { beginRun } from "./bench/watch-runs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "10000" } } });
const runs = z.coerce.number().int().min(20).parse(values.runs);
/** Runs that are started at the same time. */
const atOnce = 20;
const samples = 40;

say("Starting a database, the web server and a worker.");
const rig = await startRig({ workers: 1, worker: { program: "lib/engine/testing/no-op-worker.ts" } });

/** Resident memory in MB, and seconds of the processor so far. */
function costOf(pid: number | null): { mb: number; seconds: number } {
  const mb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]) / 1024;
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  // Ticks of 10 ms.
  return { mb, seconds: (Number(user) + Number(system)) / 100 };
}

async function idleShare(pid: number | null): Promise<number> {
  const before = costOf(pid).seconds;
  await delay(10_000);
  return (costOf(pid).seconds - before) / 10;
}

/** Milliseconds until a worker that was killed is there again, with all its runs. */
async function restartMs(): Promise<number> {
  const [worker] = rig.workers;
  const began = performance.now();
  worker?.signal("SIGKILL");
  while (worker?.pid !== null) await delay(5);
  await worker.up();
  return performance.now() - began;
}

/** Milliseconds until each of some answers had come whole, one after the other; the first, for which the server compiles, is left out. */
async function answerMs(path: string): Promise<number[]> {
  const all: number[] = [];
  for (let sample = 0; sample <= samples; sample += 1) {
    const began = performance.now();
    const response = await fetch(`${rig.address}${path}`, { headers: rig.headers });
    await response.text();
    if (response.status !== 200) throw new Error(`${path} answered with ${response.status}`);
    all.push(performance.now() - began);
  }
  return all.slice(1);
}

try {
  const plan = await storePlan([step("a", sendTool)]);
  const worker = rig.workers[0];
  const fresh = costOf(worker?.pid ?? null);
  const freshShare = await idleShare(worker?.pid ?? null);
  say(`Starting ${runs} runs.`);
  const runIds: string[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (runIds.length < runs) {
        const place = runIds.push("") - 1;
        runIds[place] = await beginRun(rig, plan.id);
      }
    }),
  );
  say("Waiting until all are at rest.");
  while ((await countRunsAtRest()) < runs) await delay(500);
  const resting = costOf(worker?.pid ?? null);
  const share = await idleShare(worker?.pid ?? null);
  const inbox = await answerMs("/api/inbox");
  const counts = await answerMs("/api/inbox?only=counts");
  const page = await answerMs("/inbox");
  const web = costOf(rig.web.pid);
  const readyMs = await restartMs();
  await delay(2000);
  const restarted = costOf(worker?.pid ?? null);
  const woken: number[] = [];
  for (const runId of runIds.slice(0, samples) as RunId[]) {
    const [approval] = await pendingApprovals({ runId });
    if (!approval) throw new Error(`run ${runId} asks for nothing`);
    const { id: approvalId, contentHash } = approval;
    const began = performance.now();
    await decideApproval({ approvalId, decision: { decision: "approve", contentHash } });
    await ended(runId);
    woken.push(performance.now() - began);
  }
  report("waiting", {
    runs,
    workerFreshMb: round(fresh.mb, 0),
    workerRestingMb: round(resting.mb, 0),
    workerRestartedMb: round(restarted.mb, 0),
    freshProcessorShare: round(freshShare, 3),
    restingProcessorShare: round(share, 3),
    restartToReadyMs: round(readyMs, 0),
    webMb: round(web.mb, 0),
    inboxP95Ms: round(percentile(inbox, 0.95), 0),
    countsP95Ms: round(percentile(counts, 0.95), 0),
    inboxPageP95Ms: round(percentile(page, 0.95), 0),
    approvedToEndP50Ms: round(percentile(woken, 0.5), 0),
    approvedToEndP95Ms: round(percentile(woken, 0.95), 0),
  });
} finally {
  await rig.stop();
  await closeRunFeed();
  await closeDatabase();
}
process.exit(0);
