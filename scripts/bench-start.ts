// `npm run bench:start`: the first start of a fresh clone, a warm start, and the memory of an idle installation. One
// line of JSON each. `npm run bench:start -- --skip-first` leaves out the first start, which downloads everything.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { callApi, proposePlan } from "./bench/api";
import { testedGoals } from "./bench/goals";
import { percentile, report, round, say } from "./bench/machine";
import { memoryOfParts } from "./bench/memory";
import { startProduct, withTemporaryFolder } from "./bench/product";
import { root } from "./lib/bootstrap.mjs";

const warmStarts = 5;
const idleMs = 30_000;
const read = "What will the weather be in Paris tomorrow?";

const { values: options } = parseArgs({ options: { "skip-first": { type: "boolean", default: false } } });

if (!options["skip-first"]) {
  await withTemporaryFolder(async (folder) => {
    say("First start: cloning, then npm start with an empty npm cache. This takes minutes.");
    const clone = path.join(folder, "lamplight");
    execFileSync("git", ["clone", "--quiet", root, clone], { stdio: ["ignore", "ignore", "inherit"] });
    const product = await startProduct({
      folder: clone,
      home: path.join(clone, ".lamplight"),
      npmCache: path.join(folder, "npm-cache"),
    });
    await product.stop();
    report("first-start", { seconds: round(product.readySeconds, 1), phases: product.phases });
  });
}

await withTemporaryFolder(async (folder) => {
  const start = () => startProduct({ folder: root, home: path.join(folder, "home") });
  say("Making a data folder, and the build when it is missing.");
  await (await start()).stop();
  const starts = [];
  for (let count = 1; count <= warmStarts; count++) {
    say(`Warm start ${count} of ${warmStarts}.`);
    const product = await start();
    await product.stop();
    starts.push(product);
  }
  const seconds = starts.map((product) => product.readySeconds);
  report("warm-start", {
    medianSeconds: round(percentile(seconds, 0.5), 2),
    seconds: seconds.map((value) => round(value, 2)),
    phases: starts.find((product) => product.readySeconds === percentile(seconds, 0.5))?.phases,
  });
});

await withTemporaryFolder(async (folder) => {
  say("Memory: a fresh installation, idle.");
  const product = await startProduct({ folder: root, home: path.join(folder, "home") });
  try {
    await delay(idleMs);
    report("memory-idle", { secondsAfterReady: idleMs / 1000, ...memoryOfParts(product.home) });
    say("Memory: after some use, idle again.");
    const goals = testedGoals();
    for (const goal of goals) await proposePlan(product, goal);
    for (const page of ["/", "/inbox", "/tools", "/history"])
      await (await fetch(product.address + page)).text();
    const plan = await proposePlan(product, read);
    const { id: runId } = await callApi(product, {
      path: `/api/plans/${plan.id}/runs`,
      body: { revision: plan.revision },
      answer: z.looseObject({ id: z.string() }),
    });
    for (let status = "running"; status === "queued" || status === "running"; await delay(500)) {
      const run = await callApi(product, {
        path: `/api/runs/${runId}`,
        answer: z.looseObject({ status: z.string() }),
      });
      status = run.status;
    }
    await delay(idleMs);
    report("memory-idle-after-use", { plans: goals.length + 1, runs: 1, ...memoryOfParts(product.home) });
  } finally {
    await product.stop();
  }
});
