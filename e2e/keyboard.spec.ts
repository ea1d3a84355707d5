// Whole ways through the catalogue without a mouse: where the keyboard is can be seen at each step.
import { planOf } from "./api-client";
import { expect, test } from "./fixtures";
import { documentOf } from "./local-api";
import { expectFocus, planGoal, tabTo } from "./pages";

test("by keyboard alone a step gets another tool, with its consequences first, and the old one back", async ({
  page,
  api,
}) => {
  await planGoal(page, "Analyze quarterly sales data and email a summary to the marketing team");
  const planId = new URL(page.url()).pathname.split("/").at(-1);
  const steps = async () => (await planOf(await api.get(`/api/plans/${planId}`))).steps;
  const before = await steps();
  const details = page.getByRole("complementary", { name: "Details" });
  await tabTo(page, details.getByRole("button", { name: /mail/i }).last());
  await page.keyboard.press("Enter");
  await tabTo(page, details.getByRole("tab", { name: "Inputs" }));
  for (const name of ["When", "Expects", "Tool"]) {
    await page.keyboard.press("ArrowRight");
    await expectFocus(details.getByRole("tab", { name }));
  }

  // From one candidate to the next.
  const first = details.getByRole("article").first();
  await expect(first).toBeVisible();
  await tabTo(page, details.getByRole("searchbox", { name: "Search for another tool" }));
  await tabTo(page, first.getByRole("button", { name: /^Swap/ }));
  const slack = details.getByRole("article", { name: "Post a message to Slack" });
  const swap = slack.getByRole("button", { name: /^Swap/ });
  await tabTo(page, swap);

  // The consequences, looked at and left.
  await page.keyboard.press("Enter");
  await expect(slack.getByRole("region", { name: "What it does outside" })).toBeVisible();
  await expectFocus(slack.getByRole("button", { name: "Use this tool" }));
  await tabTo(page, slack.getByRole("button", { name: "Keep" }));
  await page.keyboard.press("Enter");
  await expectFocus(swap);
  expect(await steps()).toEqual(before);

  // Taken, and undone.
  await page.keyboard.press("Enter");
  await expectFocus(slack.getByRole("button", { name: "Use this tool" }));
  await page.keyboard.press("Enter");
  await expect.poll(async () => JSON.stringify(await steps())).toContain("slack.postMessage");
  const intent = details.getByRole("region", { name: "What the step is for" });
  await expect(intent).toContainText("Post a message to Slack");
  await expectFocus(intent);
  await page.keyboard.press("Control+z");
  await expect.poll(steps).toEqual(before);
  await expect(intent).toContainText("Send an e-mail");
  await expectFocus(intent);
});

test("by keyboard alone an API is pasted, narrowed and imported", async ({ page, api }) => {
  const paths = ["/hammers", "/nails", "/screws"];
  const document = documentOf({ title: "Ironmonger", server: "https://iron.example", paths });
  await page.goto("/tools/import");
  await tabTo(page, page.getByRole("tab", { name: "Address" }));
  for (const name of ["File", "Paste"]) {
    await page.keyboard.press("ArrowRight");
    await expectFocus(page.getByRole("tab", { name }));
  }
  await tabTo(page, page.getByRole("textbox", { name: "Document, JSON or YAML" }));
  await page.keyboard.insertText(document);
  await tabTo(page, page.getByRole("button", { name: "Read the document" }));
  await page.keyboard.press("Enter");

  const rows = page.getByRole("list", { name: "Operations" }).getByRole("listitem");
  await expect(rows).toHaveCount(3);
  const filter = page.getByRole("searchbox", { name: "Filter operations" });
  await tabTo(page, filter);
  await page.keyboard.type("nails");
  await expect(rows).toHaveCount(1);
  await tabTo(page, rows.getByRole("checkbox"));
  await page.keyboard.press("Space");
  await expect(rows.getByRole("checkbox")).not.toBeChecked();
  await tabTo(page, filter, "Shift+Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await expect(rows).toHaveCount(3);
  await tabTo(page, page.getByRole("button", { name: "Import 2 tools" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Ironmonger is imported")).toBeVisible({ timeout: 20_000 });
  expect((await api.get("/api/tools/ironmonger.getNails")).status()).toBe(404);
  expect((await api.get("/api/tools/ironmonger.getHammers")).status()).toBe(200);
  await tabTo(page, page.getByRole("link", { name: "See its tools" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: "Tools", exact: true }).getByRole("link")).toHaveCount(2);
});
