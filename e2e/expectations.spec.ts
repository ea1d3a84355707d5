// An answer with nothing in it is no success: the run stops before anything goes on from it, and says why.
import type { Page } from "@playwright/test";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { planGoal, runPlan } from "./pages";

const goal = "Analyze the sales of the first quarter of 1999 and email a summary to the marketing team";
const details = (page: Page) => page.getByRole("complementary", { name: "Details" });

/** The card of a step that waits for the person: steps on the canvas have no way on. */
const waiting = (page: Page, title: RegExp) =>
  page
    .getByRole("group", { name: title })
    .filter({ has: page.getByRole("button", { name: /^(Go on with it|Approve|Retry)$/ }) });

async function openExpectations(page: Page): Promise<void> {
  await details(page)
    .getByRole("button", { name: /Get data from the database/ })
    .first()
    .click();
  await details(page).getByRole("tab", { name: "Expects" }).click();
}

test("a step that gives nothing stops the run, is settled from the Inbox, and nothing was sent meanwhile", async ({
  page,
}) => {
  await planGoal(page, goal);
  await openExpectations(page);
  await expect(details(page)).toContainText("is usual for the tool");
  await runPlan(page);
  const card = waiting(page, /Get data from the database/);
  await expect(card).toContainText("table is not empty: it was 0 rows");
  await expect(page).toHaveTitle(/Needs you/);
  await expectSound(page, "a run with a step that is not as expected");

  await page.goto("/inbox");
  await expect(card).toContainText("Not as expected");
  await card.getByRole("button", { name: "Go on with it" }).click();
  await expect(card).toHaveCount(0);
  // What goes on from it is asked about as always, or says itself what it can do nothing with.
  await expect(waiting(page, /^Email a summary/)).toBeVisible();
  await page.goto("/outbox");
  await expect(page.getByText("marketing", { exact: false })).toHaveCount(0);
});

test("what is expected of a step is changed, undone, and put back to what is usual", async ({ page }) => {
  await planGoal(page, goal);
  await openExpectations(page);
  const panel = details(page);
  const comparison = panel.getByRole("combobox", { name: "Comparison" });
  await expectSound(page, "what a step is expected to give");
  await comparison.click();
  await page.getByRole("option", { name: "is at least" }).click();
  await panel.getByLabel("Compared with").fill("3");
  await page.keyboard.press("Tab");
  await expect(page.getByText(/Saved · revision 2/)).toBeVisible();
  const reset = panel.getByRole("button", { name: "Back to what is usual" });
  await expect(reset).toBeVisible();
  await reset.click();
  await expect(comparison).toContainText("is not empty");
  await expect(reset).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(comparison).toContainText("is at least");

  await panel.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(panel).toContainText("whatever comes, the run goes on");
  await runPlan(page);
  await expect(waiting(page, /^Email a summary/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Go on with it" })).toHaveCount(0);
});
