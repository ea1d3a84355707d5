// A person imports an API by file, by paste and by address: looks at what it would do, chooses, imports, uses a tool,
// and imports a changed document again.
import type { Page } from "@playwright/test";
import { operationOf } from "@/lib/tools/openapi/testing/documents";
import { startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import { expect, test } from "./fixtures";
import { connect } from "./local-api";

test.describe.configure({ mode: "serial" });

const answered = { body: { status: "watered" } };
let service: Awaited<ReturnType<typeof startScriptedHttp>>;
test.beforeAll(async () => {
  service = await startScriptedHttp(() => answered);
});
test.afterAll(() => service.stop());

const ok = {
  description: "Done.",
  content: {
    "application/json": { schema: { type: "object", properties: { status: { type: "string" } } } },
  },
};
const operation = (operationId: string, summary: string, more: object = {}) =>
  operationOf({ operationId, summary, responses: { "200": ok }, ...more });

const bed = { name: "bed", in: "query", schema: { type: "string" } };
function orchard(paths: object, more: object = {}): string {
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Orchard", version: "3" },
    servers: [{ url: service.origin }],
    paths,
    ...more,
  });
}
const firstPaths = {
  "/trees": {
    get: operation("listTrees", "List the apple trees", { tags: ["trees"] }),
    post: operation("plantTree", "Plant an apple tree", { tags: ["trees"] }),
  },
  "/harvest": { get: operation("getHarvest", "How many apples were picked", { tags: ["harvest"] }) },
  "/fence": { delete: operation("tearFence", "Tear down the fence", { tags: ["fence"] }) },
};

async function giveFile(page: Page, text: string, name = "orchard.json"): Promise<void> {
  await page.getByRole("tab", { name: "File" }).click();
  const buffer = Buffer.from(text);
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "application/json", buffer });
}

const rows = (page: Page) => page.getByRole("list", { name: "Operations" }).getByRole("listitem");

test("a file is previewed, narrowed, imported in part, and its tools are found and used", async ({
  page,
  api,
  base,
}) => {
  await page.goto("/tools/import");
  await giveFile(page, orchard(firstPaths));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Orchard");
  await expect(page.getByText("From orchard.json")).toBeVisible();
  await expect(page.getByText(service.origin)).toBeVisible();
  await expect(rows(page)).toHaveCount(4);
  expect((await api.get("/api/tools/orchard.listTrees")).status()).toBe(404);

  await page.getByRole("searchbox", { name: "Filter operations" }).fill("fence");
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("checkbox", { name: "Import Tear down the fence" }).click();
  await page.getByRole("searchbox", { name: "Filter operations" }).fill("");
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole("button", { name: "Import 3 tools" }).click();
  await expect(page.getByText("Orchard is imported")).toBeVisible({ timeout: 20_000 });
  expect((await api.get("/api/tools/orchard.tearFence")).status()).toBe(404);
  expect(service.asked).toEqual([]);

  await connect(base, { apiId: "orchard", title: "Orchard" }, { address: service.origin });
  await page.goto("/tools?q=how+many+apples+were+picked");
  const found = page.getByRole("list", { name: "Tools", exact: true }).getByRole("link").first();
  await expect(found).toContainText("How many apples were picked");
  await found.click();
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const result = page.getByRole("region", { name: "Result" });
  await expect(result).toContainText("Completed", { timeout: 20_000 });
  await expect(result).toContainText("watered");
  expect(service.asked.map(({ path }) => path)).toEqual(["/harvest"]);
});

test("a changed document shows the difference, and keeps what the person changed and left out", async ({
  page,
  api,
}) => {
  await page.goto("/tools/orchard.listTrees");
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Trees of the north field");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Trees of the north field");

  const { "/harvest": _gone, ...kept } = firstPaths;
  const changed = {
    ...kept,
    "/trees": {
      get: operation("listTrees", "List the apple trees", { tags: ["trees"], parameters: [bed] }),
      post: operation("plantTree", "Plant an apple tree", { tags: ["trees"] }),
    },
    "/bees": { get: operation("countBees", "Count the bees") },
  };
  await page.goto("/tools/import?into=orchard");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Import Orchard again");
  await giveFile(page, orchard(changed));
  const row = (text: string) => rows(page).filter({ hasText: text });
  await expect(row("Trees of the north field")).toContainText("Changed");
  await expect(row("Trees of the north field")).toContainText("new input “bed”");
  await expect(row("Trees of the north field")).toContainText("Your changes stay");
  await expect(row("Count the bees")).toContainText("New");
  await expect(row("How many apples were picked")).toContainText("Removed");
  await expect(page.getByRole("checkbox", { name: "Import Tear down the fence" })).not.toBeChecked();
  await page.getByRole("button", { name: /^Update to 3 tools$/ }).click();
  await expect(page.getByText("1 new, 1 changed, 1 removed")).toBeVisible({ timeout: 20_000 });

  const tool = await (await api.get("/api/tools/orchard.listTrees")).json();
  expect(tool).toMatchObject({
    title: "Trees of the north field",
    input: { properties: { bed: { type: "string" } } },
  });
  expect((await api.get("/api/tools/orchard.getHarvest")).status()).toBe(404);
  expect((await api.get("/api/tools/orchard.tearFence")).status()).toBe(404);
});

test("a pasted YAML document is imported", async ({ page, api }) => {
  await page.goto("/tools/import");
  await page.getByRole("tab", { name: "Paste" }).click();
  const yaml = `openapi: 3.0.3
info: { title: Beehive, version: "1" }
servers: [{ url: "https://beehive.example" }]
paths:
  /honey:
    get: { operationId: getHoney, summary: Weigh the honey, responses: { "200": { description: Done. } } }
`;
  await page.getByRole("textbox", { name: "Document, JSON or YAML" }).fill(yaml);
  await page.getByRole("button", { name: "Read the document" }).click();
  await expect(page.getByText("From a pasted document")).toBeVisible();
  await page.getByRole("button", { name: "Import 1 tool" }).click();
  await expect(page.getByText("Beehive is imported")).toBeVisible({ timeout: 20_000 });
  expect((await api.get("/api/tools/beehive.getHoney")).status()).toBe(200);
});

test("N1: an address of this machine is refused, the sandbox's own is read", async ({ page, api }) => {
  const asked = service.asked.length;
  await page.goto("/tools/import");
  const address = page.getByRole("textbox", { name: "Address of the document" });
  await address.fill(`${service.origin}/openapi.json`);
  await page.getByRole("button", { name: "Read the document" }).click();
  await expect(page.getByText("This can't be imported")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/^The document could not be fetched: /)).toBeVisible();
  expect(service.asked).toHaveLength(asked);

  const { apis } = await (await api.get("/api/apis")).json();
  const { origin } = apis.find((one: { id: string }) => one.id === "weather");
  await page.getByRole("link", { name: "Try another document" }).click();
  await address.fill(`${origin}/weather/openapi.json`);
  await page.getByRole("button", { name: "Read the document" }).click();
  await expect(page.getByRole("list", { name: "Operations" })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText("Against what is here")).toBeVisible();
});

test("what is refused says why, and leaves nothing behind", async ({ page, api }) => {
  const before = await (await api.get("/api/apis")).json();
  const refused: [string, RegExp][] = [
    ["<!doctype html><html></html>", /This is a web page or XML/],
    ['{"openapi":"3.1.0",', /can't be read as JSON/],
    [JSON.stringify({ openapi: "9.0.0", info: { title: "T" }, paths: {} }), /OpenAPI 9\.0\.0 is not known/],
    [orchard({}), /describes no operations/],
  ];
  for (const [text, reason] of refused) {
    await page.goto("/tools/import");
    await giveFile(page, text);
    await expect(page.getByRole("alert").filter({ hasText: reason })).toBeVisible();
  }
  // The browser refuses what is too large before it sends it; the server does too.
  await page.goto("/tools/import");
  await giveFile(page, "x".repeat(49 * 1024 * 1024));
  await expect(page.getByText("orchard.json is larger than 48 MB.")).toBeVisible();
  const file = {
    name: "large.json",
    mimeType: "application/json",
    buffer: Buffer.alloc(49 * 1024 * 1024, "x"),
  };
  const answer = await api.post("/api/imports", { multipart: { file } });
  expect(answer.status()).toBe(413);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("the limit is 48 MB") });
  expect(await (await api.get("/api/apis")).json()).toEqual(before);
});

test("a document of 20 MB is sent, read beside the web server, and imported whole", async ({ api }) => {
  const padding = Array.from({ length: 200 }, (_, at) => [`pad${at}`, { description: "x".repeat(100_000) }]);
  const document = orchard(firstPaths, { components: { schemas: Object.fromEntries(padding) } });
  const file = {
    name: "large.json",
    mimeType: "application/json",
    buffer: Buffer.from(document.replace("Orchard", "Plantation")),
  };
  const begun = await api.post("/api/imports?confirmed=true", { multipart: { file } });
  expect(begun.status()).toBe(202);
  const address = begun.headers().location ?? "";
  const look = async () => (await (await api.get(address)).json()).status;
  await expect.poll(look, { timeout: 40_000 }).toBe("imported");
  expect((await api.get("/api/tools/plantation.listTrees")).status()).toBe(200);
});
