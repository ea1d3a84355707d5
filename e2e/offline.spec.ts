// Lamplight really stops, and starts again, while pages are open: they say so, keep what was typed, and go on.
import { rmSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { startCopy } from "@/lib/testing/start-copy";
import { makeTemporaryFolder } from "@/scripts/lib/temporary-postgres.mjs";
import { expect, test } from "./fixtures";
import { documentOf } from "./local-api";

const banner = (page: Page) => page.getByRole("status").filter({ hasText: "Lamplight does not answer" });

test("R7: a server that stops is told of, loses nothing that was typed, and is gone on with when it is back", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const folder = makeTemporaryFolder("lamplight-offline-");
  const home = path.join(folder, "home");
  let copy = await startCopy({ home });
  const { address: baseURL, port } = copy;
  const context = await browser.newContext({ baseURL, locale: "en-US", timezoneId: "UTC" });
  const open = async (address: string) => {
    const page = await context.newPage();
    await page.goto(address);
    return page;
  };
  try {
    const [goalPage, pastePage, toolsPage, tryPage] = await Promise.all([
      open("/"),
      open("/tools/import"),
      open("/tools?q=weather"),
      open("/tools/email.send?view=try"),
    ]);
    const goal = goalPage.getByRole("textbox", { name: "Goal" });
    const words = "What will the weather be in Paris tomorrow?";
    await goal.fill(words);
    await pastePage.getByRole("tab", { name: "Paste" }).click();
    const pasted = pastePage.getByRole("textbox", { name: "Document, JSON or YAML" });
    const document = documentOf({ title: "Cellar", server: "https://cellar.example", paths: ["/wine"] });
    await pasted.fill(document);
    const subject = tryPage.getByRole("form", { name: "Inputs" }).getByLabel(/^Subject/);
    await subject.fill("Typed before it stopped");
    const search = toolsPage.getByRole("searchbox", { name: "Search tools" });
    await expect(search).toHaveValue("weather");

    expect(await copy.stop()).toBe(0);
    await goalPage.getByRole("button", { name: "Plan", exact: true }).click();
    await expect(goalPage.getByText("What you wrote is kept; try again in a moment.")).toBeVisible();
    await pastePage.getByRole("button", { name: "Read the document" }).click();
    await expect(pastePage.getByRole("alert").filter({ hasText: "can't be reached" })).toBeVisible();
    await search.fill("book a flight");
    await tryPage
      .getByRole("form", { name: "Inputs" })
      .getByRole("button", { name: "Run", exact: true })
      .click();
    for (const page of [goalPage, pastePage, toolsPage, tryPage]) {
      await expect(banner(page), page.url()).toBeVisible({ timeout: 20_000 });
    }
    await expect(goal).toHaveValue(words);
    await expect(pasted).toHaveValue(document);
    await expect(search).toHaveValue("book a flight");
    await expect(subject).toHaveValue("Typed before it stopped");

    copy = await startCopy({ home, port });
    for (const page of [goalPage, pastePage, toolsPage, tryPage]) {
      await expect(banner(page), page.url()).toHaveCount(0, { timeout: 30_000 });
    }
    await expect(
      toolsPage.getByRole("list", { name: "Tools", exact: true }).getByRole("link").first(),
    ).toContainText(/flight/i);
    await expect(subject).toHaveValue("Typed before it stopped");
    await pastePage.getByRole("button", { name: "Read the document" }).click();
    await expect(pastePage.getByRole("heading", { level: 1 })).toHaveText("Cellar");
    await goalPage.getByRole("button", { name: "Plan", exact: true }).click();
    await goalPage.waitForURL(/\/plans\//);
  } finally {
    await context.close();
    await copy.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
