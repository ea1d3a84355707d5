// A step that fails: one repair is proposed and seen on the canvas, denied with a reason, taken in part.
import type { Page } from "@playwright/test";
import { runOf } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { planGoal, runPlan, tabTo } from "./pages";

const goal = "Get the weather in Atlantis and text it to Claire";
/** The card, not the step on the canvas. */
const failed = (page: Page) => page.getByRole("group", { name: "Get the weather in Atlantis", exact: true });
const runIdOf = (page: Page) => new URL(page.url()).pathname.split("/").at(-1) ?? "";

test("a repair is proposed, denied with a reason that is read, taken in part, and the run goes on with it", async ({
  page,
  api,
}) => {
  await planGoal(page, goal);
  await runPlan(page);
  const card = failed(page);
  await expect(card).toContainText("What it asked for is not there");
  await expect(card.getByText("Proposed", { exact: true })).toBeVisible();
  await expect(card).toContainText("Look up “place” first");
  await expect(card).toContainText("1 completed step will not be repeated");
  // On the canvas in words, not by colour alone.
  await expect(page.getByLabel(/^New step: Find places/)).toBeVisible();
  await expect(page.getByLabel("Changed step: Get the weather in Atlantis")).toBeVisible();
  await expectSound(page, "a run with a proposed repair");

  await card.getByRole("button", { name: "Not this" }).click();
  await card.getByLabel("Why not?").fill("use Oslo instead of Atlantis, use email instead of SMS");
  await card.getByRole("button", { name: "Propose another" }).click();
  await expect(card).toContainText("Change it as you said");
  const parts = card.getByRole("list", { name: "What it would change" }).getByRole("article");
  await expect(parts).toHaveCount(2);
  await expect(page.getByLabel(/^New step: Find places/)).toHaveCount(0);
  await expect(page.getByLabel("Changed step: Text it to Claire")).toBeVisible();

  // Only the place: the text message stays one.
  await parts.nth(1).getByRole("checkbox").click();
  await expect(page.getByLabel("Step: Text it to Claire")).toBeVisible();
  await card.getByRole("button", { name: "Take 1 of 2" }).click();
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeVisible();
  const run = await runOf(await api.get(`/api/runs/${runIdOf(page)}`));
  expect(run.planRevision).toBe(2);
  expect(run.steps.s1).toMatchObject({ status: "completed", inputs: { place: "Oslo" } });
  expect(run.steps.s2?.attempts).toHaveLength(1);
  expect(run.steps.s1?.repairs.map(({ outcome }) => outcome)).toEqual(["denied", "taken"]);
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText("Completed").first()).toBeVisible();
});

test("when every repair is denied it says so, and the other ways are still there; by keyboard alone", async ({
  page,
}) => {
  await planGoal(page, goal);
  await runPlan(page);
  const card = failed(page);
  const denied = card.getByText(/denied, not proposed again/);
  const notThis = card.getByRole("button", { name: "Not this" });
  for (let count = 1; count <= 6; count++) {
    await expect(
      notThis.or(card.getByText("Nothing else is left to propose", { exact: false })),
    ).toBeVisible();
    if ((await notThis.count()) === 0) break;
    const title = await card
      .getByText(/^(Look up|Use|Take|Wait|Do it)/)
      .first()
      .textContent();
    await tabTo(page, notThis);
    await page.keyboard.press("Enter");
    await expect(card.getByLabel("Why not?")).toBeFocused();
    await tabTo(page, card.getByRole("button", { name: "Propose another" }));
    await page.keyboard.press("Enter");
    await expect(denied).toContainText(String(count));
    // Never the same one twice.
    await expect(card.getByText(title ?? "", { exact: true }).locator("visible=true")).toHaveCount(0);
  }
  await expect(card).toContainText("Nothing else is left to propose");
  await expect(card.getByRole("button", { name: "Edit inputs" })).toBeVisible();
  await card.getByRole("button", { name: "Stop run" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stop run" }).click();
  await expect(page.getByText("The run failed", { exact: true })).toBeVisible();
});
