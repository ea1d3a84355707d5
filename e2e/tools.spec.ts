// Finding a tool, its page, trying it, changing it, and swapping it for another: as a person does it.
import type { APIRequestContext, Page } from "@playwright/test";
import { literal, mailStep, makePlan, output, planOf, step } from "./api-client";
import { expect, test } from "./fixtures";
import { approve, expectFocusBack, type Opening, planGoal, tabTo } from "./pages";

async function outboxCount(api: APIRequestContext): Promise<number> {
  return (await (await api.get("/api/outbox?limit=200")).json()).deliveries.length;
}

const result = (page: Page) => page.getByRole("region", { name: "Result" });

test("finds tools while one types, narrows them by facets kept in the address, and goes by keyboard", async ({
  page,
}) => {
  await page.goto("/tools");
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox", { name: "Search tools" });
  await expect(search).toBeFocused();
  await search.fill("send a message to my team");
  const tools = page.getByRole("list", { name: "Tools", exact: true });
  await expect(tools.getByRole("link").first()).toContainText(/Send|Post/);
  await expect(page.getByRole("status").filter({ hasText: /tools? fits?/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Near misses" })).toBeVisible();
  await expect(page.locator("mark").first()).toBeVisible();

  const effects = page.getByRole("group", { name: "Effect" });
  await effects.getByRole("button", { name: /^Irreversible/ }).click();
  await expect(page).toHaveURL(/q=send\+a\+message.*effect=irreversible/);
  await expect(tools.getByRole("link")).not.toHaveCount(0);
  await page.reload();
  await expect(search).toHaveValue("send a message to my team");
  await expect(effects.getByRole("button", { name: /^Irreversible/ })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.getByRole("button", { name: "Remove the filter Irreversible" }).click();
  await expect(page).not.toHaveURL(/effect=/);

  await search.focus();
  await page.keyboard.press("ArrowDown");
  await expect(tools.getByRole("link").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const second = tools.getByRole("link").nth(1);
  await expect(second).toBeFocused();
  const address = await second.getAttribute("href");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${address}$`));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goBack();
  await expect(search).toHaveValue("send a message to my team");
});

test("a result that is followed at once is followed, before the search is in the address", async ({
  page,
}) => {
  await page.goto("/tools");
  const found = page.waitForResponse("**/api/catalogue?q=book+a+flight*");
  await page.getByRole("searchbox", { name: "Search tools" }).fill("book a flight");
  await found;
  const first = page.getByRole("list", { name: "Tools", exact: true }).getByRole("link").first();
  await expect(first).toContainText(/flight/i);
  await first.click({ noWaitAfter: true });
  await expect(page).toHaveURL(/\/tools\/[a-z-]+\.[A-Za-z-]+$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/tools\?q=book\+a\+flight$/);
});

test("says that nothing fits, and shows the nearest as near misses", async ({ page }) => {
  await page.goto("/tools?q=repaint+the+kitchen+ceiling");
  await expect(page.getByText("Nothing fits.")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "No tool fits" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Tools", exact: true })).toHaveCount(0);
});

test("a tool has a page with its effect, its inputs and a call without secrets", async ({ page }) => {
  await page.goto("/tools/flights.bookFlight");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Book a flight");
  const facts = page.getByRole("complementary", { name: "In short" });
  await expect(facts).toContainText("Irreversible");
  await expect(facts).toContainText("Its credentials go to this address and to no other.");
  await expect(page.getByRole("region", { name: "Inputs", exact: true })).toContainText("Required");
  const example = page.getByRole("region", { name: "Example call" });
  await expect(example).toContainText(/POST .* HTTP\/1\.1/);
  await example.getByRole("tab", { name: "curl" }).click();
  await expect(example).toContainText("curl -X POST");
  await expect(example).toContainText(/\$YOUR_SECRET|x-/i);
  await page.goto("/tools/no.suchTool");
  await expect(page.getByText("There is no such tool")).toBeVisible();
});

test("a read is tried in place and shows what it gives, without asking", async ({ page }) => {
  await page.goto("/tools/weather.getForecast");
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page).toHaveURL(/view=try/);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText("It can't be left out.").first()).toBeVisible();
  await page.getByRole("button", { name: "Fill in the example" }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(result(page)).toContainText("Completed", { timeout: 20_000 });
  await expect(result(page).getByRole("region", { name: "Output" })).toBeVisible();
  // The address is the try's: it can be handed on, and a page loaded anew loses nothing.
  const form = page.getByRole("form", { name: "Inputs" });
  const place = await form.getByRole("textbox").first().inputValue();
  expect(place).not.toBe("");
  await page.reload();
  await expect(result(page).getByRole("region", { name: "Output" })).toBeVisible();
  await expect(form.getByRole("textbox").first()).toHaveValue(place);
  await page.getByRole("tab", { name: /Versions and use/ }).click();
  await expect(page.getByRole("region", { name: "Runs" })).toContainText("Try");
  await expect(page.getByRole("complementary", { name: "In short" })).toContainText("completed");
});

test("A3: a tool that sends is tried only after an approval of exactly what is sent", async ({
  page,
  api,
}) => {
  const before = await outboxCount(api);
  await page.goto("/tools/email.send?view=try");
  const form = page.getByRole("form", { name: "Inputs" });
  const to = form.getByLabel(/^To/);
  await to.fill("ada@example.com");
  await to.press("Enter");
  await form.getByLabel(/^Subject/).fill("A try");
  await form.getByLabel(/^(Text|Body|Message)/).fill("Sent from the page of the tool.");
  await form.getByRole("button", { name: "Run", exact: true }).click();
  const card = result(page).getByRole("group", { name: "Send an e-mail" });
  await expect(card).toContainText("ada@example.com", { timeout: 20_000 });
  await expect(card).toContainText("Sent from the page of the tool.");
  expect(await outboxCount(api)).toBe(before);
  await approve(page);
  await expect(result(page)).toContainText("Completed", { timeout: 20_000 });
  expect(await outboxCount(api)).toBe(before + 1);
  await page.goto("/");
  await expect(page.getByRole("link", { name: /Try “Send an e-mail”/ })).toHaveCount(0);
});

test("an imported tool is edited, asks less often only when that is confirmed, and is reset", async ({
  page,
  api,
}) => {
  const tool = async () => (await api.get("/api/tools/flights.holdOffer")).json();
  const imported = await tool();
  expect(imported.effect).toBe("write");
  await page.goto("/tools/flights.holdOffer");
  const sheet = page.getByRole("dialog", { name: "Edit the tool" });
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await sheet.getByRole("textbox", { name: /^Title/ }).fill("Keep a zeppelin offer");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Keep a zeppelin offer");

  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await sheet.getByRole("radio", { name: "Read" }).click();
  await sheet.getByRole("button", { name: "Save" }).click();
  const question = page.getByRole("alertdialog", { name: "Ask less often?" });
  await expect(question).toContainText("runs without asking");
  await question.getByRole("button", { name: "Keep it" }).click();
  expect((await tool()).effect).toBe("write");
  await sheet.getByRole("button", { name: "Save" }).click();
  await question.getByRole("button", { name: "Make it a read" }).click();
  await expect.poll(async () => (await tool()).effect).toBe("read");

  await page.goto("/tools?q=zeppelin");
  await page.getByRole("link", { name: /Keep a zeppelin offer/ }).click();
  await page.getByRole("tab", { name: /Versions and use/ }).click();
  await expect(page.getByRole("region", { name: "Versions" })).toContainText("Effect: write became read");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await sheet.getByRole("button", { name: "Reset everything" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(imported.title);
  expect(await tool()).toEqual(imported);
});

test("a swap shows its consequences first, is one change, and is undone exactly", async ({ page, api }) => {
  await planGoal(page, "Analyze quarterly sales data and email a summary to the marketing team");
  const planId = new URL(page.url()).pathname.split("/").at(-1);
  const steps = async () => (await (await api.get(`/api/plans/${planId}`)).json()).steps;
  const before = await steps();
  const details = page.getByRole("complementary", { name: "Details" });
  await details.getByRole("button", { name: /mail/i }).last().click();
  await page.getByRole("tab", { name: "Tool" }).click();
  await expect(details.getByRole("region", { name: "What the step is for" })).toContainText("Send an e-mail");
  const slack = details.getByRole("article", { name: "Post a message to Slack" });
  await slack.getByRole("button", { name: /^Swap/ }).click();
  await expect(slack.getByRole("region", { name: "Inputs" })).toContainText(
    "“To” becomes “Channel or person”",
  );
  await expect(slack.getByRole("region", { name: "What it does outside" })).toContainText(
    "asks you each time",
  );
  expect(await steps()).toEqual(before);
  await slack.getByRole("button", { name: "Use this tool" }).click();
  await expect.poll(async () => JSON.stringify(await steps())).toContain("slack.postMessage");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(steps).toEqual(before);

  await page.getByRole("tab", { name: "Tool" }).click();
  await details
    .getByRole("searchbox", { name: "Search for another tool" })
    .fill("text people on their phone");
  await expect(details.getByRole("article", { name: "Send a text message (SMS)" })).toBeVisible();
});

test("a swap in the middle of a plan says which steps read it, and leaves none of them dangling", async ({
  page,
  api,
}) => {
  const plan = await makePlan(api, [
    step("people", "directory.lookup", { who: literal("marketing team") }),
    mailStep("mail", output("people", "emails"), "The figures"),
  ]);
  const now = async () => planOf(await api.get(`/api/plans/${plan.id}`));
  const before = (await now()).steps;
  await page.goto(`/plans/${plan.id}`);
  const details = page.getByRole("complementary", { name: "Details" });
  await details
    .getByRole("button", { name: /Step people/ })
    .last()
    .click();
  await page.getByRole("tab", { name: "Tool" }).click();
  await details
    .getByRole("searchbox", { name: "Search for another tool" })
    .fill("weather forecast of a city");
  const weather = details.getByRole("article", { name: /forecast/i }).first();
  await weather.getByRole("button", { name: /^Swap/ }).click();
  await expect(weather.getByRole("region", { name: "Steps that read it" })).toContainText(
    "becomes a question to you",
  );
  expect((await now()).steps).toEqual(before);
  await weather.getByRole("button", { name: "Use this tool" }).click();
  await expect.poll(async () => JSON.stringify((await now()).steps)).toContain("weather.getForecast");
  const swapped = await now();
  expect(swapped.steps.find(({ id }) => id === "mail")?.inputs.to).toMatchObject({ kind: "question" });
  expect(swapped.problems.filter(({ severity }) => severity === "invalid")).toEqual([]);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(async () => (await now()).steps).toEqual(before);
});

test("by keyboard alone a tool is found, opened and tried", async ({ page }) => {
  await page.goto("/tools");
  await page.keyboard.press("/");
  await page.keyboard.type("weather forecast");
  const first = page.getByRole("list", { name: "Tools", exact: true }).getByRole("link").first();
  await expect(first).toContainText(/forecast/i);
  await page.keyboard.press("ArrowDown");
  await expect(first).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/forecast/i);
  await tabTo(page, page.getByRole("button", { name: "Try it" }));
  await page.keyboard.press("Enter");
  // What was pressed is gone; the keyboard is in the form.
  const place = page.getByRole("form", { name: "Inputs" }).getByRole("textbox").first();
  await expect(place).toBeFocused();
  await page.keyboard.type("Paris");
  await page.keyboard.press("Enter");
  await expect(result(page)).toContainText("Completed", { timeout: 20_000 });
});

test("every dialog of the catalogue gives the focus back to what opened it", async ({ page }) => {
  const more = page.getByRole("button", { name: "More for Sandbox flights" });
  const openings: Opening[] = [
    { address: "/tools/flights.holdOffer", opener: page.getByRole("button", { name: "Edit", exact: true }) },
    { address: "/tools/apis", opener: page.getByRole("button", { name: "Remove Flights" }) },
    { address: "/connections", opener: page.getByRole("button", { name: "Add connection" }) },
    {
      address: "/connections",
      opener: page.getByRole("region", { name: "Flights" }).getByRole("button", { name: "Edit" }),
    },
    { address: "/connections", opener: more, item: "Remove" },
  ];
  for (const opening of openings) await expectFocusBack(page, opening);
});

test("every page of the catalogue says when Lamplight does not answer, and goes on when it does", async ({
  page,
}) => {
  const addresses = ["/tools?q=weather", "/tools/email.send", "/tools/import", "/tools/apis"];
  for (const address of [...addresses, "/tools/directory", "/tools/servers", "/connections"]) {
    await page.goto(address);
    await page.route(/\/api\//, (route) => route.abort("connectionrefused"));
    const banner = page.getByRole("status").filter({ hasText: "Lamplight does not answer" });
    await expect(banner, address).toBeVisible({ timeout: 15_000 });
    await expect(page.getByRole("heading", { level: 1 }), address).toBeVisible();
    await page.unrouteAll();
    await expect(banner, address).toHaveCount(0, { timeout: 15_000 });
  }
});
