// `npm run bench:pages`: how soon a plan can be worked on in a real Chromium, and how much JavaScript the goal page and
// the plan page load. Every load has an empty cache. One line of JSON each.
import path from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { proposePlan } from "./bench/api";
import { percentile, report, round, say } from "./bench/machine";
import { withProduct } from "./bench/product";
import { root } from "./lib/bootstrap.mjs";
import { ensureChromium } from "./lib/chromium.mjs";

const selectFirstStep = path.join(root, "scripts", "bench", "select-first-step.js");
const loads = 5;
const goal = "Analyze quarterly sales data and email a summary to the marketing team";

interface Load {
  /** From the start of the navigation; null when the page has no canvas. */
  interactiveMs: number | null;
  /** Scripts until the network was idle: files, bytes on the wire (compressed, with headers), bytes after decoding. */
  scripts: { files: number; transferredBytes: number; decodedBytes: number };
}

/**
 * Loads an address in a fresh context. With `untilSelected`, a step on the canvas is clicked in every frame until it is
 * drawn as selected: then the canvas is there and answers.
 */
async function load(
  browser: Browser,
  address: string,
  { untilSelected }: { untilSelected: boolean },
): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    const scripts = new Map<string, { transferred: number; decoded: number }>();
    session.on("Network.responseReceived", ({ requestId, type }) => {
      if (type === "Script") scripts.set(requestId, { transferred: 0, decoded: 0 });
    });
    session.on("Network.dataReceived", ({ requestId, dataLength }) => {
      const script = scripts.get(requestId);
      if (script) script.decoded += dataLength;
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const script = scripts.get(requestId);
      if (script) script.transferred = encodedDataLength;
    });
    if (untilSelected) await page.addInitScript({ path: selectFirstStep });
    await page.goto(address);
    const interactiveMs = untilSelected
      ? await (
          await page.waitForFunction(() => Number(document.documentElement.dataset.selectedAt))
        ).jsonValue()
      : null;
    await page.waitForLoadState("networkidle");
    const all = [...scripts.values()];
    return {
      interactiveMs,
      scripts: {
        files: all.length,
        transferredBytes: all.reduce((sum, { transferred }) => sum + transferred, 0),
        decodedBytes: all.reduce((sum, { decoded }) => sum + decoded, 0),
      },
    };
  } finally {
    await context.close();
  }
}

const { file } = await ensureChromium({ say });
say("Starting a copy.");
await withProduct(root, async (product) => {
  const plan = await proposePlan(product, goal);
  const browser = await chromium.launch({ executablePath: file, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const planPage = `${product.address}/plans/${plan.id}`;
    // The server compiles what it answers with on the first request.
    await load(browser, planPage, { untilSelected: true });
    const measured: Load[] = [];
    for (let count = 1; count <= loads; count++) {
      say(`Plan page, load ${count} of ${loads}.`);
      measured.push(await load(browser, planPage, { untilSelected: true }));
    }
    const times = measured.map(({ interactiveMs }) => interactiveMs ?? Number.NaN);
    report("plan-page", {
      steps: plan.steps.length,
      medianInteractiveMs: round(percentile(times, 0.5), 0),
      interactiveMs: times.map((time) => round(time, 0)),
      scripts: measured[0]?.scripts,
      browser: browser.version(),
    });
    const { scripts } = await load(browser, product.address, { untilSelected: false });
    report("goal-page", { scripts, browser: browser.version() });
  } finally {
    await browser.close();
  }
});
