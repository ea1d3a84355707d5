// One approval may let more like it pass, within bounds; the first action outside them asks, and says which it breaks.
import { literal, mailStep, runSteps } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";

test("an e-mail is approved with bounds: the next within them is sent, the one outside asks; they are revoked in the Inbox", async ({
  page,
  api,
}) => {
  const to = (address: string) => literal([address]);
  const run = await runSteps(api, [
    mailStep("one", to("ada@lamplight.example"), "First"),
    mailStep("two", to("bob@lamplight.example"), "Second", ["one"]),
    mailStep("three", to("eve@elsewhere.example"), "Third", ["two"]),
  ]);
  await page.goto(`/runs/${run.id}`);
  await page.getByRole("button", { name: "Approve more like this…" }).click();
  const choose = async (input: string, bound: string) => {
    await page.getByRole("combobox", { name: `What ${input} may be` }).click();
    await page.getByRole("option", { name: bound }).click();
  };
  // Whom it reaches is never left open.
  await page.getByRole("combobox", { name: "What To may be" }).click();
  await expect(page.getByRole("option", { name: "May vary" })).toHaveCount(0);
  await page.getByRole("option", { name: "Only addresses at…" }).click();
  await expect(page.getByRole("textbox", { name: "Domains of To" })).toHaveValue("lamplight.example");
  await choose("Subject", "May vary");
  await choose("Message", "May vary");
  await page.getByRole("textbox", { name: "How many more" }).fill("0");
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeDisabled();
  await page.getByRole("textbox", { name: "How many more" }).fill("2");
  await expectSound(page, "bounds for more like an action");
  await page.getByRole("button", { name: "Approve this and up to 2 more" }).press("Enter");

  const third = page.getByRole("group", { name: "Step three", exact: true });
  await expect(third).toContainText("Outside the bounds you set");
  await expect(third).toContainText("eve@elsewhere.example");
  await expect(page.getByText(/Approved within the bounds you set on .* \(1 of 2\)/)).toBeVisible();

  await page.goto("/inbox");
  const bounds = page.getByRole("group", { name: "Send an e-mail", exact: true });
  await expect(bounds).toContainText("1 of 2 made");
  await expectSound(page, "the Inbox with bounds in force");
  await bounds.getByRole("button", { name: "Revoke" }).press("Enter");
  await expect(bounds).toHaveCount(0);
  await expect(page.getByText("Revoked. The next such action asks you.")).toBeVisible();
  await api.post(`/api/runs/${run.id}/cancel`, { data: {} });
});
