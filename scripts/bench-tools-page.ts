// `npm run bench:tools-page`: how soon the Tools page shows new results after a key, in a real Chromium and with a
// large catalogue: from the press of the key to the frame that has them. One line of JSON.
import { chromium, type Page } from "@playwright/test";
import { importDocument } from "./bench/api";
import { catalogueDocument, operationsPerApi } from "./bench/large-catalogue";
import { percentile, report, round, say } from "./bench/machine";
import { withProduct } from "./bench/product";
import { root } from "./lib/bootstrap.mjs";
import { ensureChromium } from "./lib/chromium.mjs";

const apis = 17;
const queries = [
  "refund a payment of an order",
  "list open invoices",
  "send a message to a channel",
  "create a calendar event",
  "delete a customer record",
];
/** Until the page has settled after a query; not part of any figure. */
const betweenQueriesMs = 300;

interface Marks {
  lamplightPresses: { at: number; painted: number | null }[];
}

/** Notes each key in the search, and the frame after the one in which the results of that very text were put in. */
async function watchKeys(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const marks = window as unknown as Marks;
    marks.lamplightPresses = [];
    // Functions without names: the compiler's helper that keeps names isn't there in the page.
    new MutationObserver(() => {
      const list = document.querySelector("[data-results-for]");
      const input = document.querySelector<HTMLInputElement>("input[type=search]");
      const last = marks.lamplightPresses.at(-1);
      if (!list || !input || !last || last.painted !== null) return;
      if (list.getAttribute("data-results-for") !== input.value) return;
      last.painted = -1;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        // After the frame has been drawn.
        channel.port1.onmessage = () => {
          last.painted = performance.now();
        };
        channel.port2.postMessage(null);
      });
    }).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["data-results-for"],
    });
    window.addEventListener(
      "keydown",
      (event) => marks.lamplightPresses.push({ at: event.timeStamp, painted: null }),
      true,
    );
  });
}

/** Types a query one key at a time, each after the results of the one before; the milliseconds each took. */
async function timesOf(page: Page, query: string): Promise<number[]> {
  const input = page.getByRole("searchbox", { name: "Search tools" });
  await input.fill("");
  await page.waitForTimeout(betweenQueriesMs);
  await page.evaluate(() => {
    (window as unknown as Marks).lamplightPresses.length = 0;
  });
  for (const key of query) {
    await page.keyboard.press(key === " " ? "Space" : key);
    await page.waitForFunction(() => {
      const last = (window as unknown as Marks).lamplightPresses.at(-1);
      return last !== undefined && last.painted !== null && last.painted > 0;
    });
  }
  return page.evaluate(() =>
    (window as unknown as Marks).lamplightPresses.map(({ at, painted }) => (painted ?? Number.NaN) - at),
  );
}

const { file } = await ensureChromium({ say });
say("Starting a copy.");
await withProduct(root, async (product) => {
  for (let number = 1; number <= apis; number++) {
    say(`Importing API ${number} of ${apis}.`);
    const document = catalogueDocument(number);
    await importDocument(product, document);
  }
  const browser = await chromium.launch({ executablePath: file, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await watchKeys(page);
    await page.goto(`${product.address}/tools`);
    say("Typing.");
    // The first of all opens what is opened once.
    await timesOf(page, "warm up");
    const times: number[] = [];
    for (const query of queries) times.push(...(await timesOf(page, query)));
    const requests = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.includes("/api/catalogue"))
        .map(({ duration }) => duration),
    );
    report("tools-page", {
      tools: apis * operationsPerApi,
      keys: times.length,
      p50Ms: round(percentile(times, 0.5), 0),
      p95Ms: round(percentile(times, 0.95), 0),
      maxMs: round(Math.max(...times), 0),
      // Of that, the request for the results.
      ...{
        requestP50Ms: round(percentile(requests, 0.5), 0),
        requestP95Ms: round(percentile(requests, 0.95), 0),
      },
      browser: browser.version(),
    });
  } finally {
    await browser.close();
  }
});
