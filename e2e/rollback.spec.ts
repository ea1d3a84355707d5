// What a run did is taken back, the latest first; what can't be is said before the run begins.
import { runOf } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { answer, planGoal, runPlan } from "./pages";

test("a plan says where it can't be taken back any more; its run is rolled back as far as it can be, once", async ({
  page,
  api,
}) => {
  await planGoal(page, "Book me a flight to San Francisco for next Tuesday and text it to Claire");
  await answer(page, /From which city/, "New York");
  await answer(page, /passenger/, "Ada Lovelace");
  const details = page.getByRole("complementary", { name: "Details" });
  // Before it starts: the booking can be canceled, the text can't.
  await expect(details).toContainText("After this step the run can’t be rolled back entirely.");
  await expect(
    page.getByRole("group", { name: /^Step: Text it to Claire.*can’t be rolled back/ }),
  ).toBeVisible();
  await runPlan(page);
  const approve = page.getByRole("button", { name: "Approve", exact: true });
  await expect(page.getByText("Can be undone by “Cancel a flight booking”.")).toBeVisible();
  await approve.click();
  await expect(page.getByText("After this step the run can’t be rolled back entirely.")).toBeVisible();
  await approve.click();

  await page.getByRole("button", { name: "Roll back" }).click();
  const dialog = page.getByRole("dialog", { name: "Roll back this run" });
  const effects = dialog.getByRole("listitem");
  await expect(effects).toHaveCount(2);
  await expect(effects.nth(0)).toContainText("Can’t be undone");
  await expect(effects.nth(1)).toContainText("Can be undone by Cancel a flight booking");
  await expectSound(page, "what a run did and what of it can be undone");
  await dialog.getByRole("button", { name: "Undo 1 effect" }).press("Enter");
  await expect(page.getByText("A rollback", { exact: true })).toBeVisible();
  await approve.click();
  await expect(page).toHaveTitle(/Completed/);
  const undone = await runOf(await api.get(`/api${new URL(page.url()).pathname}`));
  expect(undone.steps.s1).toMatchObject({ status: "completed", output: { status: "canceled" } });
  await page.getByRole("link", { name: "an earlier run" }).click();
  await expect(effects.nth(1)).toContainText("Undone by Cancel a flight booking");
  await expect(dialog).toContainText("Nothing of it is left that can be undone.");
  await expect(dialog.getByRole("button", { name: /^Undo/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByText("Rolled back", { exact: true })).toBeVisible();
});
