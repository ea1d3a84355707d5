// A plan is run by the clock: set up, seen, run, turned off, and taken away again.
import { literal, makePlan, problemOf, step } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { planGoal, tabTo } from "./pages";

const goal = "What will the weather be in Paris tomorrow?";

test("a plan is scheduled, runs when its time comes, and is turned off and on", async ({ page, api }) => {
  await page.goto("/schedules");
  await expect(page.getByText("Nothing is scheduled")).toBeVisible();
  await expectSound(page, "no schedules");

  await planGoal(page, goal);
  await page.getByRole("button", { name: "Schedule", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Run by the clock" });
  await expect(dialog).toContainText(/Next: Mon.+09:00; Mon.+09:00; Mon.+09:00/);
  await expectSound(page, "the dialog of a schedule");
  await dialog.getByRole("combobox", { name: "How often" }).click();
  await page.getByRole("option", { name: "By a cron expression" }).click();
  const cron = dialog.getByRole("textbox", { name: "Cron expression" });
  await expect(cron).toHaveValue("0 9 * * 1");
  const save = dialog.getByRole("button", { name: "Schedule", exact: true });
  await cron.fill("0 9 30 2 *");
  await expect(dialog.getByText("never comes")).toBeVisible();
  await expect(save).toBeDisabled();
  await cron.fill("* * * * *");
  await save.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Schedule: Every minute" })).toBeFocused();

  await page.goto("/schedules");
  const row = page.getByRole("list", { name: "Schedules" }).getByRole("listitem");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("Every minute · UTC · next");
  await expect(row.getByRole("link", { name: "Last run" })).toBeVisible({ timeout: 90_000 });
  await expectSound(page, "a schedule that has run");
  await row.getByRole("switch").click();
  await expect(row).not.toContainText("next");
  const { schedules } = await (await api.get("/api/schedules")).json();
  expect(schedules).toMatchObject([{ goal, isOn: false, nextAt: null, lastProblem: null }]);
  await row.getByRole("link", { name: "Last run" }).click();
  await expect(page.getByRole("button", { name: "Run again" })).toBeVisible();
});

test("by keyboard alone a plan is scheduled and its schedule removed", async ({ page }) => {
  await planGoal(page, goal);
  const button = page.getByRole("button", { name: /^Schedule/ });
  await tabTo(page, button);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Run by the clock" });
  await expect(dialog.getByRole("combobox", { name: "How often" })).toBeFocused();
  await tabTo(page, dialog.getByRole("button", { name: "Schedule", exact: true }));
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(button).toHaveAccessibleName(/^Schedule: At 09:00, only on Monday/);

  await page.keyboard.press("Enter");
  await tabTo(page, dialog.getByRole("button", { name: "Remove" }));
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(button).toHaveAccessibleName("Schedule");
});

test("an address of the API schedules what it may, and says what it can't", async ({ page, api }) => {
  await planGoal(page, goal);
  const planId = new URL(page.url()).pathname.split("/").at(-1);
  const times = { cron: "0 9 * * 1", timeZone: "Europe/Berlin", missed: "run-once" };
  const post = (data: unknown) => api.post(`/api/plans/${planId}/schedule`, { data });
  expect(await (await post(times)).json()).toMatchObject({ ...times, planRevision: 1, isOn: true });
  const never = await post({ ...times, cron: "0 0 31 11 *" });
  expect(never.status()).toBe(422);
  expect((await never.json()).detail).toContain("never comes");
  expect((await post({ ...times, revision: 9 })).status()).toBe(404);
  expect((await post({ ...times, missed: "later" })).status()).toBe(400);
  const off = await api.patch(`/api/plans/${planId}/schedule`, { data: { isOn: false } });
  expect(await off.json()).toMatchObject({ isOn: false, nextAt: null });
});

test("the API takes back what it publishes of a plan: its schedule, its webhook, the tool it is to others", async ({
  api,
}) => {
  const { id } = await makePlan(api, [step("s1", "human.ask", { question: literal("Ready?") })]);
  const published = [
    ["schedule", { cron: "0 9 * * 1", timeZone: "UTC", missed: "skip" }, "/api/schedules", "schedules"],
    ["webhook", { inputs: [] }, "/api/webhooks", "webhooks"],
    ["tool", { inputs: [] }, "/api/plan-tools", "planTools"],
  ] as const;
  for (const [name, data, list, key] of published) {
    const address = `/api/plans/${id}/${name}`;
    const listed = async () => {
      const all: { planId: string }[] = (await (await api.get(list)).json())[key];
      return all.filter(({ planId }) => planId === id).length;
    };
    const before = await api.post(address, { data });
    expect(before.status(), await before.text()).toBe(200);
    expect(await listed(), name).toBe(1);
    const removed = await api.delete(address);
    expect([removed.status(), await removed.text()]).toEqual([204, ""]);
    expect(await listed(), name).toBe(0);
    expect((await problemOf(await api.delete(address), 404)).detail).toContain(id);
  }
});
