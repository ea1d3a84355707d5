// How many calls of tools may be under way at once is said on the page of settings, and on a tool's own.
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";

test("limits of calls at once are set, for all, for a service, for a tool, and taken back", async ({
  page,
  api,
}) => {
  const limits = async () => (await api.get("/api/call-limits")).json();
  await page.goto("/settings");
  const inAll = page.getByRole("combobox", { name: "In all" });
  await expect(inAll).toHaveText("As many as the workers take");
  await inAll.click();
  await page.getByRole("option", { name: "100 at once" }).click();
  await expect(inAll).toHaveText("100 at once");

  await page.getByRole("button", { name: "Give a service its own limit" }).click();
  await page.getByPlaceholder("Search…").fill("sandbox mail");
  await page.getByRole("option", { name: /Sandbox mail/ }).click();
  const ofMail = page.getByRole("combobox", { name: /Calls of Sandbox mail at once/ });
  await expect(ofMail).toHaveText("10 at once");
  await ofMail.click();
  await page.getByRole("option", { name: "2 at once" }).click();
  await expect(ofMail).toHaveText("2 at once");

  await page.goto("/tools/email.send");
  await page.getByRole("combobox", { name: "Calls at once" }).click();
  await page.getByRole("option", { name: "5 at once" }).click();
  await expect(page.getByRole("combobox", { name: "Calls at once" })).toHaveText("5 at once");

  await page.goto("/settings");
  await expect(page.getByRole("link", { name: "Send an e-mail" })).toBeVisible();
  await expectSound(page, "the settings with limits");
  expect(await limits()).toMatchObject({
    all: 100,
    each: 10,
    exceptions: [
      { kind: "connection", atOnce: 2 },
      { kind: "tool", id: "email.send", atOnce: 5 },
    ],
  });

  for (const name of [/Take back the limit of Sandbox mail/, /Take back the limit of Send an e-mail/]) {
    await page.getByRole("button", { name }).click();
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  }
  await inAll.click();
  await page.getByRole("option", { name: "As many as the workers take" }).click();
  await expect(inAll).toHaveText("As many as the workers take");
  expect(await limits()).toMatchObject({ all: null, each: 10, exceptions: [] });
});
