// A step of a run that has ended is run again without repeating the others.
import type { Page } from "@playwright/test";
import { runOf } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { planGoal, runPlan } from "./pages";

const runIdOf = (page: Page) => new URL(page.url()).pathname.split("/").at(-1) ?? "";

test("a step of a run that has ended is run again: what the others gave is taken over, effects are asked about", async ({
  page,
  api,
}) => {
  await planGoal(page, "Get the weather in Oslo and text it to Claire");
  await runPlan(page);
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByRole("button", { name: "Run again" })).toBeVisible();
  const first = runIdOf(page);

  // Looked back at: the canvas as it was at each moment, and nothing to decide.
  await page.getByRole("button", { name: "Replay", exact: true }).click();
  const moments = page.getByRole("list", { name: "Moments" });
  await moments.getByRole("button", { name: /asks for your approval/ }).click();
  const node = page.getByRole("group", { name: "Step: Text it to Claire" }).first();
  await expect(node).toContainText("Needs approval");
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
  await page.getByRole("slider", { name: "Moment of the run" }).press("Home");
  await expect(moments.getByRole("button").first()).toHaveAttribute("aria-current", "step");
  await expect(node).toContainText("Pending");
  await expectSound(page, "a run looked back at");
  await page.reload();
  await expect(moments.getByRole("button").first()).toHaveAttribute("aria-current", "step");
  await page.keyboard.press("Escape");
  await expect(moments).toHaveCount(0);
  await expect(page).not.toHaveURL(/at=/);

  await page
    .getByRole("group", { name: /^Step: Text it to Claire/ })
    .first()
    .click();
  const panel = page.getByRole("region", { name: "Step: Text it to Claire" });
  await panel.getByRole("button", { name: "Run again" }).click();
  await page.getByRole("menuitem", { name: /Run from this step/ }).click();
  const dialog = page.getByRole("dialog", { name: "Run from this step" });
  await expect(dialog).toContainText("once more: it asks you first");
  await expect(dialog).toContainText("2 steps are not repeated");
  await expectSound(page, "what running from a step would do");
  await dialog.getByRole("button", { name: "Run from this step" }).click();
  await expect(page).not.toHaveURL(new RegExp(first));
  await expect(page.getByText("What 2 steps gave there is taken over", { exact: false })).toBeVisible();
  await expect(page.getByText("It was called in the run this one takes up", { exact: false })).toBeVisible();
  const run = await runOf(await api.get(`/api/runs/${runIdOf(page)}`));
  expect(run.rerun).toMatchObject({ runId: first, scope: "from" });
  expect(run.steps.s1?.takenFrom?.runId).toBe(first);

  // From the palette, of the step that is open: one step alone, with another value.
  await page.goto(`/runs/${first}?step=s1`);
  await expect(page.getByRole("region", { name: /^Step: Get the weather in Oslo/ })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Run only this step");
  await expect(page.getByRole("option", { name: /^Run only this step/, selected: true })).toBeVisible();
  await page.keyboard.press("Enter");
  const alone = page.getByRole("dialog", { name: "Run only this step" });
  await expect(alone).toContainText("1 step is left out");
  await alone.getByRole("button", { name: "Run only this step" }).press("Enter");
  await expect(page).not.toHaveURL(new RegExp(first));
  await expect(page.getByText("Not part of this run", { exact: false }).first()).toBeVisible();
});
