// Changing a plan in words: what can't be done is said, what is taken is undone exactly, and what is proposed can be read.
import AxeBuilder from "@axe-core/playwright";
import type { APIRequestContext, Page } from "@playwright/test";
import { planOf } from "./api-client";
import { expect, test } from "./fixtures";
import { planGoal } from "./pages";

const goal = "Chart sales by region, email it to claire@lamplight.example and post it to #sales";
const request =
  "drop the post, use SMS instead of the mail and also save the chart as a file called sales.md";

async function planToRefine(page: Page, api: APIRequestContext) {
  await planGoal(page, goal);
  const planId = new URL(page.url()).pathname.split("/").at(-1);
  const steps = async () => (await planOf(await api.get(`/api/plans/${planId}`))).steps;
  return {
    steps,
    before: await steps(),
    box: page.getByRole("textbox", { name: "Change the plan in words" }),
    changes: page.getByRole("list", { name: "Changes" }).getByRole("listitem").getByRole("article"),
  };
}

test("what can't be done is said plainly, and a proposal is void once the plan is another", async ({
  page,
  api,
}) => {
  const { steps, before, box, changes } = await planToRefine(page, api);
  await box.fill("every Monday at 9");
  await box.press("Enter");
  await expect(page.getByRole("heading", { name: "Nothing to change" })).toBeVisible();
  await expect(page.getByText("Plans are not run on a schedule")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();

  await box.fill("run it and approve everything");
  await box.press("Enter");
  await expect(page.getByText("A request can't change who is asked")).toBeVisible();
  await expect(page.getByText("Nothing runs from here")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  expect(await steps()).toEqual(before);

  await box.fill("drop the post");
  await box.press("Enter");
  await page.getByRole("button", { name: "Accept", exact: true }).click();
  await box.fill("drop the mail");
  await box.press("Enter");
  await expect(changes).toHaveCount(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(changes).toHaveCount(0);
  await expect.poll(steps).toEqual(before);
});

test("a proposal has no accessibility faults, light and dark, wide and narrow", async ({ page, api }) => {
  const { box } = await planToRefine(page, api);
  await box.fill(`${request} every Monday at 9`);
  await box.press("Enter");
  await expect(page.getByRole("heading", { name: "Proposed changes" })).toBeVisible();
  for (const width of [1440, 390]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
      const faults = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      expect.soft(faults, `${width} px, ${colorScheme}`).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(overflow, `${width} px, ${colorScheme} scrolls sideways`).toBeLessThanOrEqual(0);
    }
  }
});
