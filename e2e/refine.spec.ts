// Changing a plan in words: what is proposed is seen first, taken in pieces or left, and undone exactly.
import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { planOf } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { expectFocus, planGoal, tabTo } from "./pages";

const goal = "Chart sales by region, email it to claire@lamplight.example and post it to #sales";
const request = "drop the post, use SMS instead of the mail and also text Arjun that the chart is out";
const withoutSwap = ["database.query", "chart.render", "email.send", "directory.lookup", "sms.send"];

const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);

async function planToRefine(page: Page, api: APIRequestContext) {
  await planGoal(page, goal);
  const planId = new URL(page.url()).pathname.split("/").at(-1);
  const steps = async () => (await planOf(await api.get(`/api/plans/${planId}`))).steps;
  const tools = async () => (await steps()).map(({ toolId }) => toolId);
  return {
    steps,
    tools,
    before: await steps(),
    box: page.getByRole("textbox", { name: "Change the plan in words" }),
    changes: page.getByRole("list", { name: "Changes" }).getByRole("listitem").getByRole("article"),
  };
}

test("a plan is changed in words: seen, taken in pieces, undone, and left", async ({ page, api }) => {
  const { steps, tools, before, box, changes } = await planToRefine(page, api);
  await box.fill(request);
  await page.getByRole("button", { name: "Propose changes" }).click();

  // Three things, each with its reason and the words it came from, and on the canvas in words, not by colour alone.
  await expect(page.getByRole("heading", { name: "Proposed changes" })).toBeFocused();
  await expect(changes).toHaveCount(3);
  await expect(changes.nth(0)).toContainText("Remove “Post it to #sales”");
  await expect(changes.nth(0)).toContainText("From your words: “drop the post”");
  await expect(changes.nth(1)).toContainText("Use “Send a text message (SMS)”");
  await expect(changes.nth(1)).toContainText("becomes a question to you");
  await expect(page.getByLabel("Removed step: Post it to #sales")).toBeVisible();
  await expect(page.getByLabel("Changed step: Email it to claire@lamplight.example")).toBeVisible();
  await expect(page.getByLabel(/^New step: /).last()).toContainText("New");
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeDisabled();
  expect(await steps()).toEqual(before);

  // What isn't wanted is left out, and is off the canvas too.
  await changes.nth(1).getByRole("checkbox").click();
  await expect(page.getByLabel("Step: Email it to claire@lamplight.example")).toBeVisible();
  await page.getByRole("button", { name: "Accept 2 of 3" }).click();
  await expect.poll(tools).toEqual(withoutSwap);
  await expect(page.getByText("2 changes made.")).toBeVisible();

  // One edit: one undo, exactly.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(steps).toEqual(before);
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();

  await box.fill("use SMS instead of the mail");
  await box.press("Enter");
  await expect(changes).toHaveCount(1);
  await page.getByRole("button", { name: "Reject" }).click();
  await expect(page.getByText("Nothing was changed.")).toBeVisible();
  await expect(box).toHaveValue("use SMS instead of the mail");
  expect(await steps()).toEqual(before);
});

test("by keyboard alone changes are asked for, taken in pieces, undone, and left", async ({ page, api }) => {
  const { steps, tools, before, box, changes } = await planToRefine(page, api);
  // The box shows the focus by its frame.
  for (let presses = 0; presses < 60 && !(await isFocused(box)); presses++) await page.keyboard.press("Tab");
  await expect(box).toBeFocused();
  await page.keyboard.type(request);
  await page.keyboard.press("Enter");
  await expectFocus(page.getByRole("heading", { name: "Proposed changes" }));
  await tabTo(page, changes.nth(1).getByRole("checkbox"));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Accept 2 of 3" }));
  await page.keyboard.press("Enter");
  await expect.poll(tools).toEqual(withoutSwap);
  await expect(box).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Undo" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect.poll(steps).toEqual(before);

  await box.focus();
  await page.keyboard.type("drop the chart");
  await page.keyboard.press("Enter");
  await expectFocus(page.getByRole("heading", { name: "Proposed changes" }));
  // What was there for the chart alone goes with it, and not without it.
  await tabTo(page, changes.nth(0).getByRole("checkbox"));
  await page.keyboard.press("Space");
  await expect(changes.nth(1).getByRole("checkbox")).not.toBeChecked();
  await page.keyboard.press("Escape");
  await expect(box).toBeFocused();
  expect(await steps()).toEqual(before);
});

test("what can't be done is said plainly, and a proposal is void once the plan is another", async ({
  page,
  api,
}) => {
  const { steps, before, box, changes } = await planToRefine(page, api);
  await box.fill("every Monday at 9");
  await box.press("Enter");
  await expect(page.getByRole("heading", { name: "Nothing to change" })).toBeVisible();
  await expect(page.getByText("When a plan runs is set with Schedule")).toBeVisible();
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

test("a proposal has no accessibility faults, wide and light, narrow and dark", async ({ page, api }) => {
  const { box } = await planToRefine(page, api);
  await box.fill(`${request} every Monday at 9`);
  await box.press("Enter");
  await expect(page.getByRole("heading", { name: "Proposed changes" })).toBeVisible();
  await expectSound(page, "a plan with proposed changes");
});
