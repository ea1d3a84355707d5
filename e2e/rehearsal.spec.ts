// A plan is rehearsed before it runs: each case on the canvas and step by step, marked as simulated, and nothing comes of it.
import type { APIRequestContext, Page } from "@playwright/test";
import { z } from "zod";
import { bodyOf, problemOf } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { expectFocus, planGoal, tabTo } from "./pages";

const goal = "Analyze quarterly sales data and email a summary to the marketing team";
const details = (page: Page) => page.getByRole("complementary", { name: "Details" });
const nodes = (page: Page) => page.locator(".react-flow__node [data-simulated]");

/** How many runs, approvals that wait, and mails there are. */
async function traces(api: APIRequestContext) {
  const lists = ["/api/runs?limit=100", "/api/approvals", "/api/outbox"];
  const texts = await Promise.all(lists.map(async (path) => (await api.get(path)).text()));
  return texts.map((text) => (text.match(/"id":/g) ?? []).length);
}

test("a plan is rehearsed on all cases, each step with its values, and nothing comes of it", async ({
  page,
  api,
}) => {
  const before = await traces(api);
  await planGoal(page, goal);
  await page.getByRole("button", { name: "Rehearse" }).click();
  const panel = details(page);
  await expect(panel.getByRole("heading", { name: "Rehearsal" })).toBeFocused();
  await expect(panel.getByRole("status")).toContainText(
    "The run would come to its end. You would be asked for 1 approval.",
  );
  await expect(page.getByText("Rehearsal · simulated")).toBeVisible();
  await expect(nodes(page)).toHaveCount(4);
  await expect(page.getByLabel(/^Step: Email a summary.*Simulated: Would ask you/)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Change the plan in words" })).toHaveCount(0);
  await expectSound(page, "a rehearsal");

  await panel.getByRole("button", { name: /^4\s*Email a summary/ }).click();
  const step = panel.getByRole("region", { name: /^Rehearsed step: Email a summary/ });
  await expect(step.getByRole("region", { name: "Would be given" })).toContainText("Simulated");
  await expect(step.getByRole("region", { name: "Would be given" })).toContainText("@");
  await expect(step.getByRole("region", { name: "Would ask" })).toContainText("can't be taken back");
  await expect(step.getByRole("region", { name: "Is taken to give" })).toContainText("Simulated");
  await expectSound(page, "a step of a rehearsal");
  await step.getByRole("button", { name: "Back to the rehearsal" }).click();

  await panel.getByRole("radio", { name: "Empty" }).click();
  await expect(panel.getByRole("status")).toContainText("The run would stop at 2 steps and wait for you.");
  await expect(panel.getByRole("region", { name: "Worth knowing" })).toContainText(
    /would stop as not as expected when nothing comes back/,
  );
  await expect(page.getByLabel(/^Step: Email a summary.*Simulated: Not reached/)).toBeVisible();
  await expect(page).toHaveURL(/rehearse=empty/);

  await panel.getByRole("radio", { name: "Failing" }).click();
  const failures = panel.getByRole("region", { name: "If a step fails" });
  await expect(failures.getByRole("listitem")).toHaveCount(3);
  await expect(failures.getByRole("listitem").last()).toContainText("Not happened yet: this step alone.");
  await failures.getByRole("button", { name: /^Get data from the database/ }).click();
  await expect(page.getByLabel(/^Step: Get data from the database.*Simulated: Would fail/)).toBeVisible();
  await failures.getByRole("combobox").click();
  await page.getByRole("option", { name: "The account was not accepted" }).click();
  await expect(failures.getByRole("listitem").first()).toContainText("It would not be tried again by itself");
  await expect(page).toHaveURL(/rehearse=erroneous&failing=s\d+&error=credentials/);
  await expectSound(page, "a rehearsal with a step that fails");

  // A link leads to exactly this.
  await page.reload();
  await expect(page.getByLabel(/^Step: Get data from the database.*Simulated: Would fail/)).toBeVisible();
  await expect(failures.getByRole("combobox")).toContainText("The account was not accepted");

  await panel.getByRole("button", { name: "Leave the rehearsal" }).click();
  await expect(page.getByText("Rehearsal · simulated")).toHaveCount(0);
  await expect(nodes(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/rehearse/);
  expect(await traces(api)).toEqual(before);
});

test("a plan is rehearsed by keyboard alone", async ({ page }) => {
  await planGoal(page, goal);
  const rehearse = page.getByRole("button", { name: "Rehearse" });
  await tabTo(page, rehearse);
  await page.keyboard.press("Enter");
  const panel = details(page);
  await expectFocus(panel.getByRole("heading", { name: "Rehearsal" }));
  await tabTo(page, panel.getByRole("radio", { name: "Normal" }));
  await page.keyboard.press("ArrowRight");
  await expect(panel.getByRole("radio", { name: "Empty" })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(panel.getByRole("radio", { name: "Empty" })).toBeChecked();
  await expect(panel.getByRole("status")).toContainText("would stop at 2 steps");
  await page.keyboard.press("Escape");
  await expectFocus(rehearse);
  await expect(page.getByText("Rehearsal · simulated")).toHaveCount(0);
});

test("another program rehearses a plan, and is told what makes no sense", async ({ page, api }) => {
  await planGoal(page, goal);
  const path = `/api/plans/${new URL(page.url()).pathname.split("/").at(-1)}/rehearsal`;
  const shape = z.looseObject({
    case: z.string(),
    findings: z.array(z.unknown()),
    failures: z.array(z.unknown()),
  });
  const found = await bodyOf(await api.get(`${path}?case=erroneous`), 200, shape);
  expect(found.failures).toHaveLength(3);
  await problemOf(await api.get(`${path}?case=odd`), 400);
  await problemOf(await api.get(`${path}?case=erroneous&failing=nobody`), 422);
  await problemOf(await api.get("/api/plans/plan_0000000000000000/rehearsal"), 404);
});
