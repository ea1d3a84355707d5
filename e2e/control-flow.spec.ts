// When a step is done and how often: said by a person, seen on the canvas, and so in the run.
import type { Page } from "@playwright/test";
import { literal, mailStep, makePlan, planOf, step } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { expectCompleted, runPlan } from "./pages";

const details = (page: Page) => page.getByRole("complementary", { name: "Details" });
const lookUp = step("look", "directory.lookup", { who: literal("marketing team") });

async function openWhen(page: Page, title: string): Promise<void> {
  await details(page)
    .getByRole("button", { name: new RegExp(title) })
    .first()
    .click();
  await details(page).getByRole("tab", { name: "When" }).click();
}

test("a step with a condition is left out where that doesn't hold, and says why", async ({ page, api }) => {
  const mail = mailStep("send", literal(["claire@lamplight.example"]), "The team", ["look"]);
  const plan = await makePlan(api, [lookUp, mail]);
  await page.goto(`/plans/${plan.id}`);
  await openWhen(page, "Step send");
  const panel = details(page);
  await expect(panel).toContainText("Always done.");
  await panel.getByRole("button", { name: "Add a condition" }).click();
  await page.getByRole("option", { name: /^count/ }).click();
  // Nothing is kept before it is whole.
  await expect(panel.getByText(/^Not kept yet/)).toBeVisible();
  await panel.getByLabel("Compared with").fill("1000");
  await page.keyboard.press("Tab");
  await expect(page.getByText(`Saved · revision ${plan.revision + 1}`)).toBeVisible();
  await expect(page.getByLabel(/^Step: Step send\. Only if .*above 1,?000/)).toBeVisible();
  await expect(page.locator(".react-flow__node").filter({ hasText: "Only if" })).toHaveCount(1);
  await expectSound(page, "a condition of a step");
  await page.keyboard.press("Control+z");
  await expect(page.locator(".react-flow__node").filter({ hasText: "Only if" })).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(page.locator(".react-flow__node").filter({ hasText: "Only if" })).toHaveCount(1);

  await runPlan(page);
  await expectCompleted(page);
  const run = page.getByRole("complementary", { name: "Run" });
  await run.getByRole("button", { name: "Step send" }).first().click();
  await expect(run.getByRole("region", { name: "Condition" })).toContainText(/above 1,?000.*it was \d/);
  await expect(run).toContainText("Skipped");
  await expectSound(page, "a step that was left out");
});

test("a step is repeated over a list, shows it on the canvas, and keeps to its limit", async ({
  page,
  api,
}) => {
  const each = step("each", "directory.lookup", { who: literal("marketing team") }, ["look"]);
  const plan = await makePlan(api, [lookUp, each]);
  await page.goto(`/plans/${plan.id}`);
  await openWhen(page, "Step each");
  const panel = details(page);
  await panel.getByRole("button", { name: "Each of a step’s list" }).click();
  await page
    .getByRole("option", { name: /^names/ })
    .first()
    .click();
  await expect(page.getByText(`Saved · revision ${plan.revision + 1}`)).toBeVisible();
  await expect(page.getByLabel(/^Step: Step each\. For each /)).toBeVisible();
  await expectSound(page, "a repetition of a step");
  const saved = await planOf(await api.get(`/api/plans/${plan.id}`));
  expect(saved.steps[1]?.repeat).toMatchObject({ over: { kind: "output", stepId: "look", path: ["names"] } });

  // It is done as often as there are items.
  await runPlan(page);
  await expectCompleted(page);
  const run = page.getByRole("complementary", { name: "Run" });
  const row = run.getByRole("listitem").filter({ hasText: "Step each" }).first();
  await expect(row).toContainText(/(\d+) of \1/);
  await row.getByRole("button", { name: "Step each" }).click();
  await expect(run.getByRole("region", { name: /^Items: (\d+) of \1 have ended/ })).toBeVisible();
  await expectSound(page, "the items of a step");

  // A list that is longer than its limit is refused before anything is done.
  await page.goto(`/plans/${plan.id}?step=each`);
  await panel.getByRole("tab", { name: "When" }).click();
  await panel.getByLabel("At most").fill("1");
  await page.keyboard.press("Tab");
  await expect(page.getByText(`Saved · revision ${plan.revision + 2}`)).toBeVisible();
  await runPlan(page);
  await expect(run.getByText(/would be done \d+ times; its limit is 1\./).first()).toBeVisible();
});
