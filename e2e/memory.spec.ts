// What is remembered of earlier plans: suggested while a goal is typed, started from, listed, and forgotten.
import type { APIRequestContext, Page } from "@playwright/test";
import { literal, makePlan, proposePlan, startRun, step, waitForStatus } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { expectFocus } from "./pages";
import { callAction } from "./server-actions";

test.describe.configure({ mode: "serial" });

const goal = "What is the weather in Oslo tomorrow?";

test.beforeAll(async ({ base }) => {
  await callAction(base, "forgetEverythingAction", {});
});

/** Plans the goal and runs it to its end. */
async function runGoal(api: APIRequestContext, text: string): Promise<string> {
  const plan = await proposePlan(api, text);
  await waitForStatus(api, (await startRun(api, plan)).id, "completed");
  return plan.id;
}

const box = (page: Page) => page.getByRole("textbox", { name: "Goal" });
const similar = (page: Page) => page.getByRole("region", { name: "Done before: start from one" });

test("nothing is remembered at first, and the page says how it will be", async ({ page }) => {
  await page.goto("/memory");
  await expect(page.getByText("No values yet")).toBeVisible();
  await expect(page.getByText("Nothing has run yet")).toBeVisible();
  await expectSound(page, "memory without anything in it");
});

test("a goal being typed brings up plans like it; one is started from by keyboard, with its values read anew", async ({
  page,
  api,
}) => {
  await runGoal(api, goal);
  await page.goto("/");
  const recent = page.getByRole("heading", { name: "Recent" });
  const before = await recent.boundingBox();
  await box(page).fill("What is the weather in Rome?");
  const row = similar(page).getByRole("button", { name: new RegExp(goal.replace("?", "\\?")) });
  await expect(row).toContainText("Completed");
  await expect(row).toContainText("1 step");
  expect(await recent.boundingBox()).toEqual(before);
  await expect(page.getByRole("button", { name: /sales_2017\.csv|Analyze/ }).first()).toBeHidden();
  await expectSound(page, "a goal with plans like it");

  await box(page).press("ArrowDown");
  await expectFocus(row);
  await page.keyboard.press("ArrowUp");
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/plans\//);
  await expect(page.getByText(`Started from “${goal}”`)).toBeVisible();
  await expect(page.getByText(/Read anew from your goal: “.+” of “/)).toBeVisible();
  await expect(page.getByText(/Asked, as your goal doesn't say it: “/)).toBeVisible();
  const details = page.getByRole("complementary", { name: "Details" });
  await details
    .getByRole("button", { name: /weather|forecast/i })
    .first()
    .click();
  await details.getByRole("tab", { name: "About" }).click();
  await expect(details.getByText(`Taken over from “${goal}”.`)).toBeVisible();
});

test("who types the beginning of an earlier goal and takes it gets that goal, whole", async ({ page }) => {
  await page.goto("/");
  await box(page).fill("What is the wea");
  await similar(page).getByRole("button", { name: /Oslo/ }).click();
  await page.waitForURL(/\/plans\//);
  await expect(page.getByText(goal, { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/Asked, as your goal/)).toHaveCount(0);
});

test("what was chosen in two plans is suggested in the third, and can be forgotten", async ({
  page,
  api,
  base,
}) => {
  for (const _ of [1, 2]) {
    const plan = await makePlan(api, [step("say", "slack.postMessage", { text: literal("Hi") })]);
    await callAction(base, "changePlanAction", {
      ...{ planId: plan.id, revision: plan.revision },
      changes: [{ kind: "bind-input", stepId: "say", input: "destination", binding: literal("#facilities") }],
    });
  }
  const { steps } = await proposePlan(api, "post to slack");
  expect(steps[0]?.inputs.destination).toMatchObject({ kind: "question", suggestions: ["#facilities"] });

  await page.goto("/memory");
  const values = page.getByRole("list", { name: "Remembered values" }).getByRole("listitem");
  await expect(values).toHaveCount(1);
  await expect(values).toContainText("#facilities");
  await expect(values).toContainText("Suggested");
  await expect(values.getByRole("link", { name: /Post/ })).toHaveAttribute("href", /\/tools\/slack/);
  await expectSound(page, "memory");
  await values.getByRole("button", { name: /Forget #facilities/ }).click();
  await expect(page.getByText("No values yet")).toBeVisible();
});

test("a plan is forgotten alone, or all of it after being asked", async ({ page, api }) => {
  await runGoal(api, "Show the sales by region");
  await page.goto("/memory");
  const episodes = page.getByRole("list", { name: "Episodes" }).getByRole("listitem");
  await expect(episodes).toHaveCount(2);
  await expect(episodes.first()).toContainText("Show the sales by region");
  await episodes
    .first()
    .getByRole("button", { name: /Forget “Show the sales/ })
    .click();
  await expect(episodes).toHaveCount(1);
  await page.getByRole("button", { name: "Forget everything" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("can't be undone");
  await dialog.getByRole("button", { name: "Forget everything" }).click();
  await expect(page.getByText("Nothing has run yet")).toBeVisible();
  await page.goto("/");
  await box(page).fill(goal);
  const { episodes: found } = await (await api.get(`/api/episodes?q=${encodeURIComponent(goal)}`)).json();
  expect(found).toEqual([]);
  await expect(similar(page)).toHaveCount(0);
});

test("what can't be read is said, and read again when asked", async ({ page }) => {
  await page.route(/\/api\/(?:episodes|remembered-values)/, (route) =>
    route.fulfill({ status: 500, contentType: "application/problem+json", body: '{"detail":"It broke."}' }),
  );
  await page.goto("/memory");
  await expect(page.getByText("The values could not be read")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText("The plans could not be read")).toBeVisible({ timeout: 20_000 });
  await page.unrouteAll();
  const retry = page.getByRole("button", { name: "Try again" });
  await retry.last().click();
  await expect(retry).toHaveCount(1);
  await retry.click();
  await expect(page.getByText("No values yet")).toBeVisible();
});
