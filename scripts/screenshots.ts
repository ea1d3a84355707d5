// `npx tsx scripts/screenshots.ts`: makes the pictures of the documents anew, from the production build in a fresh data
// folder, as a person would see them: light theme, 1440 by 960 pixels.
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
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

const { file } = await ensureChromium({ say });
await withProduct(root, async ({ address }) => {
  const browser = await chromium.launch({ executablePath: file, args: ["--no-sandbox", "--disable-gpu"] });
  try {
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
  } finally {
    await browser.close();
  }
});
