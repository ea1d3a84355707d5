// `npx tsx scripts/screenshots.ts`: makes the pictures of the documents anew, from the production build in a fresh data
// folder, as a person would see them: light theme, 1440 by 960 pixels.
// `npx tsx scripts/screenshots.ts --catalogue FOLDER [WORDS]`: every state of the catalogue's screens whose name has the
// words, light and dark, at 1440 and 390 pixels, to be looked at.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { openWorkspace } from "@/e2e/scene/workspace";
import { say } from "./bench/machine";
import { withProduct } from "./bench/product";
import { root } from "./lib/bootstrap.mjs";
import { ensureChromium } from "./lib/chromium.mjs";

const goal = "Analyze quarterly sales data and email a summary to the marketing team";
const folder = path.join(root, "docs", "images");

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  // The canvas glides to where it shows all steps.
  await page.waitForTimeout(1000);
  await page.screenshot({ path: path.join(folder, name), animations: "disabled", caret: "hide" });
  say(`docs/images/${name}`);
}

async function takeDocuments(browser: Browser): Promise<void> {
  await withProduct(root, async ({ address }) => {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 960 },
      colorScheme: "light",
      locale: "en-US",
      timezoneId: "UTC",
    });
    await page.goto(address);
    await page.getByRole("textbox", { name: "Goal" }).fill(goal);
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.waitForURL(/\/plans\//);
    await page.locator(".react-flow__node").first().waitFor();
    await take(page, "plan.png");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForURL(/\/runs\//);
    await page.getByRole("button", { name: "Approve", exact: true }).waitFor();
    await take(page, "approval.png");
  });
}

async function takeCatalogue(browser: Browser, target: string, words: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  const { page, screens, stop } = await openWorkspace(browser, { reducedMotion: "reduce" });
  try {
    for (const { name, open } of screens.filter((screen) => screen.name.includes(words))) {
      await page.setViewportSize({ width: 1440, height: 900 });
      try {
        await open(page);
      } catch (error) {
        process.exitCode = 1;
        say(`${name}: ${String(error).split("\n").slice(0, 3).join(" ")}`);
      }
      for (const size of [
        { width: 1440, height: 900 },
        { width: 390, height: 844 },
      ]) {
        await page.setViewportSize(size);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          const picture = `${name}-${size.width}-${colorScheme}.png`;
          await page.screenshot({ path: path.join(target, picture), animations: "disabled", caret: "hide" });
        }
      }
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.unrouteAll();
      say(name);
    }
  } finally {
    await stop();
  }
}

const [mode, target, words = ""] = process.argv.slice(2);
const { file } = await ensureChromium({ say });
const browser = await chromium.launch({ executablePath: file, args: ["--no-sandbox", "--disable-gpu"] });
try {
  if (mode === "--catalogue" && target) await takeCatalogue(browser, target, words);
  else await takeDocuments(browser);
} finally {
  await browser.close();
}
