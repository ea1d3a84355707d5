// Somebody is told by e-mail that a run waits, follows the link, and decides on the page; a scanner that follows it decides nothing.
import {
  approvalFor,
  approvalOf,
  deliveriesAbout,
  literal,
  mailStep,
  makePlan,
  startRun,
  waitForStatus,
} from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { approve } from "./pages";

test("a person is told by e-mail and in the tab what waits; following the link decides nothing", async ({
  page,
  api,
  playwright,
}) => {
  await page.goto("/notifications");
  await expect(page.getByText("Nobody is told by message")).toBeVisible();
  await expectSound(page, "nobody is told");
  await page.getByRole("button", { name: "Add a recipient" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a recipient" });
  const address = dialog.getByRole("textbox", { name: "E-mail address" });
  await address.fill("ops@lamplight.example, eve@evil.example");
  await address.press("Enter");
  await expect(dialog.getByText("is not an e-mail address")).toBeVisible();
  await expect(address).toBeFocused();
  await expectSound(page, "the dialog of a recipient");
  await address.fill("ops@lamplight.example");
  await dialog.getByRole("combobox", { name: "When" }).click();
  await page.getByRole("option", { name: "At once" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  const row = page.getByRole("list", { name: "Recipients" }).getByRole("listitem");
  await expect(row).toContainText("Approvals and questions · Failures");
  await row.getByRole("button", { name: "Test" }).click();
  await expect(row).toContainText("last message");
  expect((await deliveriesAbout(api, "Lamplight: a test")).map(({ to }) => to)).toEqual([
    ["ops@lamplight.example"],
  ]);
  await expectSound(page, "a recipient");

  const words = "The figures of the quarter";
  const plan = await makePlan(api, [mailStep("s1", literal(["ada@lamplight.example"]), words)]);
  const run = await startRun(api, plan);
  const { id } = await approvalFor(api, run.id);
  await expect(page).toHaveTitle(/^\(\d+\) Notifications · Lamplight$/);
  await expect(page.locator('link[rel="icon"]').first()).toHaveAttribute("href", "/lamplight-waiting.svg");

  await expect
    .poll(async () => (await deliveriesAbout(api, "approval waits for you")).length, { timeout: 60_000 })
    .toBe(1);
  const [told] = await deliveriesAbout(api, "approval waits for you");
  expect(told).toMatchObject({ to: ["ops@lamplight.example"], html: null });
  expect(told?.text).not.toContain(words);
  const link = /http:\S+approval=\S+/.exec(told?.text ?? "")?.[0] ?? "";
  expect(link).toContain(id);
  const scanner = await playwright.request.newContext();
  for (const method of ["GET", "HEAD", "GET"])
    expect((await scanner.fetch(link, { method })).status()).toBe(200);
  await scanner.dispose();
  expect(await approvalOf(await api.get(`/api/approvals/${id}`))).toMatchObject({ status: "pending" });

  await page.goto(link);
  const waiting = async () => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
  await expect.poll(waiting).toBeGreaterThan(0);
  const before = await waiting();
  await expect(page.getByText(words).first()).toBeVisible();
  await page.goto(`/runs/${run.id}`);
  await approve(page);
  await waitForStatus(api, run.id, "completed");
  await expect.poll(waiting).toBe(before - 1);
  await page.goto("/notifications");
  await row.getByRole("button", { name: "More for ops@lamplight.example" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Nobody is told by message")).toBeVisible();
});
