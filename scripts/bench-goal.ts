// `npm run bench:goal`: how long a goal takes to become a plan with the embedded planner, over HTTP as another program
// asks for it: reading, searching the catalogue, planning, checking, storing. One line of JSON.
import { setTimeout as delay } from "node:timers/promises";
import { proposePlan } from "./bench/api";
import { testedGoals } from "./bench/goals";
import { percentile, report, round, say } from "./bench/machine";
import { withProduct } from "./bench/product";
import { root } from "./lib/bootstrap.mjs";

const rounds = 3;
const first = "Analyze quarterly sales data and email a summary to the marketing team";
/** After the ready line, processes still settle. */
const settleMs = 5000;

say("Starting a copy.");
await withProduct(root, async (product) => {
  await delay(settleMs);
  const took = async (goal: string) => {
    const began = performance.now();
    await proposePlan(product, goal);
    return performance.now() - began;
  };
  say("Planning.");
  const firstMs = await took(first);
  const goals = testedGoals();
  const times: number[] = [];
  for (let count = 0; count < rounds; count++) for (const goal of goals) times.push(await took(goal));
  report("goal-to-plan", {
    goals: goals.length,
    plans: times.length,
    firstMs: round(firstMs, 0),
    p50Ms: round(percentile(times, 0.5), 1),
    p95Ms: round(percentile(times, 0.95), 1),
    maxMs: round(Math.max(...times), 1),
  });
});
