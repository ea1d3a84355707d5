// A plan is published for other plans to run: found among the tools, run by a step, asked about, and seen from both sides.
import { changePlan, literal, planOf, proposePlan, step } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";

test("a plan is published for other plans, found as a tool, and run by a step that waits for it", async ({
  page,
  api,
}) => {
  const drafted = await proposePlan(api, "Repaint my kitchen ceiling");
  const question = { kind: "question", question: "To whom?", suggestions: [] } as const;
  const text = literal("Your parcel is here.");
  const mail = step("s1", "email.send", { to: { ...question, suggestions: [] }, subject: text, text });
  const { policy } = drafted;
  const inner = await planOf(await changePlan(api, drafted, [{ kind: "restore", steps: [mail], policy }]));
  await page.goto(`/plans/${inner.id}`);
  await page.getByRole("button", { name: "Run by other plans", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Run by other plans" });
  await dialog.getByRole("textbox", { name: "Name among the tools" }).fill("Announce a parcel");
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog.getByRole("alert")).toContainText("To whom?");
  await dialog.getByRole("button", { name: "Add a value" }).click();
  await dialog.getByRole("textbox", { name: "Called" }).fill("recipient of it");
  await expect(dialog.getByText("Write letters, digits and _")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Called" }).fill("recipient");
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog.getByRole("switch", { name: "Other plans can run it" })).toBeChecked();
  await expectSound(page, "a plan that others can run");

  await page.goto("/tools?q=announce+a+parcel");
  await page
    .getByRole("link", { name: /Announce a parcel/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "Announce a parcel" })).toBeVisible();
  await expect(page.getByRole("link", { name: "A plan of yours" })).toHaveAttribute(
    "href",
    `/plans/${inner.id}`,
  );
  const toolId = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");

  const other = await proposePlan(api, "Sharpen the pencils");
  const nested = step("s1", toolId, { recipient: literal(["ada@lamplight.example"]) });
  const outer = await planOf(await changePlan(api, other, [{ kind: "restore", steps: [nested], policy }]));
  await page.goto(`/plans/${outer.id}`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/runs\//);
  const runUrl = page.url();
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  const waits = page.getByRole("region", { name: "Waits for" });
  await expect(waits).toContainText("Its run waits for you.", { timeout: 20_000 });
  await expectSound(page, "a run that waits for another");

  await page.goto("/inbox");
  // Other tests have runs of the same goal.
  const group = page.getByRole("group", { name: inner.goal }).filter({ hasText: "Started by" });
  await expect(group).toContainText("Started by “Step s1”, a step of Sharpen the pencils.");
  await group.getByRole("link", { name: "Open the run" }).click();
  await page.waitForURL(/\/runs\//);
  await expect(page.getByText("Started by “Step s1”, a step of")).toBeVisible();
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await page.getByRole("link", { name: "Sharpen the pencils" }).click();
  await expect(page).toHaveURL(`${runUrl}?step=s1`);
  await expect(page.getByRole("region", { name: "Output" })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("link", { name: "Open its run" })).toBeVisible();

  await page.goto("/history");
  await expect(page.getByRole("row").filter({ hasText: inner.goal }).first()).toContainText("another run");

  await page.goto("/schedules");
  const row = page.getByRole("list", { name: "Run by other plans" }).getByRole("listitem");
  await expect(row).toContainText("Announce a parcel · Used by 1 plan.");
  await expect(row.getByRole("link", { name: "Last run" })).toBeVisible();
  await expectSound(page, "plans that others run");
  await row.getByRole("switch").click();
  await expect(row.getByRole("switch")).not.toBeChecked();
  await page.goto(`/plans/${outer.id}`);
  await expect(page.getByText(/is switched off/).first()).toBeVisible();
});
