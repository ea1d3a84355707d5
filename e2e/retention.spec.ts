// How long ended runs and files are kept is said on the page of settings.
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";

test("what has ended is kept for ever until a person says otherwise, and that is shown and kept", async ({
  page,
  api,
}) => {
  await page.goto("/settings");
  await expect(page.getByText("Everything is kept; nothing is deleted.")).toBeVisible();
  await expectSound(page, "the settings");
  await page.getByRole("combobox", { name: "Keep ended runs" }).click();
  await page.getByRole("option", { name: "90 days" }).click();
  await expect(page.getByText("Nothing is old enough to be deleted now.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Purge now" })).toBeDisabled();
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Keep ended runs" })).toHaveText("90 days");
  const state = await (await api.get("/api/retention")).json();
  expect(state).toMatchObject({ policy: { runDays: 90, fileDays: null }, due: { runs: 0, files: 0 } });
  await page.getByRole("combobox", { name: "Keep ended runs" }).click();
  await page.getByRole("option", { name: "For ever" }).click();
  await expect(page.getByText("Everything is kept; nothing is deleted.")).toBeVisible();
});
