// Whole ways through the catalogue without a mouse: where the keyboard is can be seen at each step.
import { expect, test } from "./fixtures";
import { documentOf } from "./local-api";
import { expectFocus, tabTo } from "./pages";

test("by keyboard alone an API is pasted, narrowed and imported", async ({ page, api }) => {
  const paths = ["/hammers", "/nails", "/screws"];
  const document = documentOf({ title: "Ironmonger", server: "https://iron.example", paths });
  await page.goto("/tools/import");
  await tabTo(page, page.getByRole("tab", { name: "Address" }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expectFocus(page.getByRole("tab", { name: "Paste" }));
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
