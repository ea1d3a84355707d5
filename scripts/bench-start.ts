// `npm run bench:start`: the first start of a fresh clone, a warm start, and the memory of an idle installation; one
// line of JSON each. The first start downloads everything and takes minutes: `npm run bench:start -- warm memory`
// leaves it out.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { callApi, proposePlan } from "./bench/api";
import { testedGoals } from "./bench/goals";
import { percentile, report, round, say } from "./bench/machine";
import { memoryOfParts } from "./bench/memory";
import { type Product, startProduct, withProduct, withTemporaryFolder } from "./bench/product";
import { root } from "./lib/bootstrap.mjs";

const warmStarts = 5;
const idleMs = 30_000;
const readGoal = "What will the weather be in Paris tomorrow?";
const measurements = { first: firstStart, warm: warmStart, memory };

const asked = z.array(z.enum(["first", "warm", "memory"])).parse(process.argv.slice(2));
for (const [name, measure] of Object.entries(measurements)) {
  if (asked.length === 0 || asked.some((one) => one === name)) await measure();
}

/** Clones the last commit, and starts it with nothing downloaded before. */
async function firstStart(): Promise<void> {
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

/** From `npm start` to the ready line, with dependencies, build and data folder in place. */
async function warmStart(): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const start = () => startProduct({ folder: root, home: path.join(folder, "home") });
    say("Making a data folder, and the build when it is missing.");
    await (await start()).stop();
    const starts: Product[] = [];
    for (let count = 1; count <= warmStarts; count++) {
      say(`Warm start ${count} of ${warmStarts}.`);
      const product = await start();
      await product.stop();
      starts.push(product);
    }
    const seconds = starts.map((product) => product.readySeconds);
    const median = percentile(seconds, 0.5);
    report("warm-start", {
      medianSeconds: round(median, 2),
      seconds: seconds.map((value) => round(value, 2)),
      phases: starts.find((product) => product.readySeconds === median)?.phases,
    });
  });
}

/** Idle after a first start, and idle again after every goal of the planner's tests was planned and one plan run. */
async function memory(): Promise<void> {
  say("Memory: starting a fresh installation.");
  await withProduct(root, async (product) => {
    await delay(idleMs);
    report("memory-idle", { secondsIdle: idleMs / 1000, ...memoryOfParts(product.home) });
    say("Memory: using it, then idle again.");
    const goals = testedGoals();
    for (const goal of goals) await proposePlan(product, goal);
    for (const page of ["/", "/inbox", "/tools", "/history"])
      await (await fetch(product.address + page)).text();
    await runReadGoal(product);
    await delay(idleMs);
    report("memory-idle-after-use", {
      secondsIdle: idleMs / 1000,
      plans: goals.length + 1,
      runs: 1,
      ...memoryOfParts(product.home),
    });
  });
}

/** Plans and runs a goal that needs no approval, to its end. */
async function runReadGoal(product: Product): Promise<void> {
  const plan = await proposePlan(product, readGoal);
  const started = await callApi(product, {
    path: `/api/plans/${plan.id}/runs`,
    body: { revision: plan.revision },
    answer: z.looseObject({ id: z.string(), status: z.string() }),
  });
  for (let { status } = started; status === "queued" || status === "running"; ) {
    await delay(200);
    ({ status } = await callApi(product, {
      path: `/api/runs/${started.id}`,
      answer: z.looseObject({ status: z.string() }),
    }));
  }
}
