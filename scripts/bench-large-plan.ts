// `npm run bench:large-plan`: a plan as large as plans may be (R10): how long it takes to judge and to lay out, to be run to
// its end by the product's own path, and in a real Chromium, until its page and its run's page can be used, and to pan,
// zoom and choose there; with the longest time in which the page answered nothing. One line of JSON.
import { type Browser, chromium, type Page } from "@playwright/test";
import { layoutSteps } from "@/components/canvas/layout-steps";
import { closeDatabase } from "@/lib/db/client";
import type { Plan } from "@/lib/domain/plan";
import { storePlan } from "@/lib/engine/testing/harness";
import { largePlanSteps } from "@/lib/engine/testing/large-plan";
import { keyedTool, testTools } from "@/lib/engine/testing/test-tools";
import { validatePlan } from "@/lib/planning/validate-plan";
import { percentile, report, round, say } from "./bench/machine";
import { type Rig, startRig } from "./bench/rig";
import { beginRun, watchUntilEnd } from "./bench/watch-runs";
import { root } from "./lib/bootstrap.mjs";
import { ensureChromium } from "./lib/chromium.mjs";

const loads = 3;
const selectFirstStep = `${root}/scripts/bench/select-first-step.js`;

interface Use {
  /** From the start of the navigation until a step that was clicked is drawn as chosen. */
  usableMs: number;
  /** The longest task while it loaded. */
  loadLongestTaskMs: number;
  /** Until what was done is drawn. */
  panMs: number;
  zoomMs: number;
  selectMs: number;
  /** The longest task meanwhile. */
  useLongestTaskMs: number;
  documentBytes: number;
}

/** Notes every task of more than 50 ms, as browsers tell them. */
const noteLongTasks = `
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration);
  }).observe({ type: "longtask", buffered: true });`;

const longestTask = async (page: Page): Promise<number> =>
  Number(await page.evaluate("Math.max(0, ...window.longTasks.splice(0))"));

/** Milliseconds until two frames after what is done: the first draws it, the second shows that it was drawn. */
async function timed(page: Page, act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return performance.now() - began;
}

async function use(browser: Browser, rig: Rig, path: string): Promise<Use> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(noteLongTasks);
    await page.addInitScript({ path: selectFirstStep });
    const response = await page.goto(`${rig.address}${path}`);
    const selectedAt = await page.waitForFunction(() => Number(document.documentElement.dataset.selectedAt));
    const usableMs = await selectedAt.jsonValue();
    await page.waitForLoadState("networkidle");
    const loadLongestTaskMs = await longestTask(page);
    const { x, y } = { x: 500, y: 500 };
    await page.mouse.move(x, y);
    const panMs = await timed(page, async () => {
      await page.mouse.move(x, 120);
      await page.mouse.down();
      for (const step of [1, 2, 3, 4, 5, 6, 7, 8]) await page.mouse.move(x - 20 * step, 120 + 40 * step);
      await page.mouse.up();
    });
    const zoomMs = await timed(page, async () => {
      for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, 200);
    });
    const other = page.locator(".react-flow__node:not(.selected)").nth(3);
    const selectMs = await timed(page, async () => {
      await other.dispatchEvent("click");
      await page.locator(".react-flow__node.selected").waitFor();
    });
    const useLongestTaskMs = await longestTask(page);
    const documentBytes = (await response?.body())?.length ?? 0;
    return { usableMs, loadLongestTaskMs, panMs, zoomMs, selectMs, useLongestTaskMs, documentBytes };
  } finally {
    await context.close();
  }
}

/** The middle of some loads; the first of all, for which the server compiles, is left out. */
async function measure(browser: Browser, rig: Rig, path: string): Promise<Record<keyof Use, number>> {
  await use(browser, rig, path);
  const all: Use[] = [];
  for (let load = 1; load <= loads; load += 1) {
    say(`${path}, load ${load} of ${loads}.`);
    all.push(await use(browser, rig, path));
  }
  const middle = (of: (one: Use) => number) => round(percentile(all.map(of), 0.5), 0);
  return {
    usableMs: middle((one) => one.usableMs),
    loadLongestTaskMs: middle((one) => one.loadLongestTaskMs),
    panMs: middle((one) => one.panMs),
    zoomMs: middle((one) => one.zoomMs),
    selectMs: middle((one) => one.selectMs),
    useLongestTaskMs: middle((one) => one.useLongestTaskMs),
    documentBytes: middle((one) => one.documentBytes),
  };
}

/** A run to its end, its page open from the beginning: seconds, and the longest task of the page meanwhile. */
async function run(browser: Browser, rig: Rig, plan: Plan) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(noteLongTasks);
  const began = performance.now();
  const runId = await beginRun(rig, plan.id);
  await page.goto(`${rig.address}/runs/${runId}`);
  let events = 0;
  const end = await watchUntilEnd(rig, runId, () => {
    events += 1;
  });
  const runSeconds = (performance.now() - began) / 1000;
  if (end.body.type !== "run-completed") throw new Error(`the run ended as ${end.body.type}`);
  await page.waitForFunction(() => document.title.includes("Completed"));
  const liveLongestTaskMs = await longestTask(page);
  await context.close();
  return { runId, runSeconds, events, liveLongestTaskMs };
}

async function answerMs(rig: Rig, path: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${rig.address}${path}`, { headers: rig.headers });
  await response.text();
  if (response.status !== 200) throw new Error(`${path} answered with ${response.status}`);
  return round(performance.now() - began, 0);
}

const steps = largePlanSteps();
const tools = new Map(testTools.map((tool) => [tool.id, tool]));
const began = performance.now();
const problems = validatePlan({ plan: { steps }, tools, connectedKinds: new Set() });
const validateMs = performance.now() - began;
if (problems.length > 0) throw new Error(`the plan has problems: ${JSON.stringify(problems.slice(0, 3))}`);
const layoutBegan = performance.now();
await layoutSteps(steps);
const layoutMs = performance.now() - layoutBegan;

const { file } = await ensureChromium({ say });
say("Starting a database, the web server and a worker.");
const rig = await startRig({ workers: 1, worker: { program: "lib/engine/testing/no-op-worker.ts" } });
const browser = await chromium.launch({ executablePath: file, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const plan = await storePlan(steps, { trustedWrites: [keyedTool.id] });
  const planPage = await measure(browser, rig, `/plans/${plan.id}`);
  say("Running it.");
  const ran = await run(browser, rig, plan);
  const runPage = await measure(browser, rig, `/runs/${ran.runId}`);
  const estimateMs = await answerMs(rig, `/api/plans/${plan.id}/estimate`);
  report("large-plan", {
    steps: steps.length,
    validateMs: round(validateMs, 0),
    layoutMs: round(layoutMs, 0),
    runSeconds: round(ran.runSeconds, 1),
    events: ran.events,
    liveLongestTaskMs: round(ran.liveLongestTaskMs, 0),
    planPage,
    runPage,
    estimateMs,
    browser: browser.version(),
  });
} finally {
  await browser.close();
  await rig.stop();
  await closeDatabase();
}
process.exit(0);
