import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import type { TestRegistry } from "@/lib/api-directory/testing/test-registry";
import type { Scene } from "./furnish";
import { at, dialog, press, type Screen } from "./screen";

export function importing({ nextDocument }: Scene): Screen[] {
  const give = async (page: Page, document: string, address: string) => {
    await page.goto(address);
    await page.getByRole("tab", { name: "Paste" }).click();
    await page.getByRole("textbox").last().fill(document);
    await press(page, "Read the document");
  };
  const paste = async (page: Page, document: string, address = "/tools/import") => {
    await give(page, document, address);
    await page.waitForURL(/\/tools\/import\/imp/);
  };
  const tab = (name: string): Screen => ({
    name: `import-${name.toLowerCase()}`,
    open: async (page) => {
      await page.goto("/tools/import");
      await page.getByRole("tab", { name }).click();
    },
  });
  return [
    tab("Address"),
    tab("File"),
    tab("Paste"),
    {
      name: "import-preview",
      open: async (page) => {
        await paste(page, JSON.stringify(gardenDocument()));
        await expect(page.getByRole("list", { name: "Operations" })).toBeVisible();
      },
    },
    {
      name: "import-preview-filtered",
      open: async (page) => {
        await paste(page, JSON.stringify(gardenDocument()));
        await page.getByRole("searchbox", { name: "Filter operations" }).fill("plant");
        await expect(page.getByText(/shown of/)).toBeVisible();
      },
    },
    {
      name: "import-again",
      open: async (page) => {
        await paste(page, nextDocument);
        await expect(page.getByText("Removed").first()).toBeVisible();
      },
    },
    {
      name: "import-refused",
      open: async (page) => {
        await give(page, '{"openapi":"9.9","info":"none"}', "/tools/import");
        await expect(page.getByRole("alert").filter({ hasText: "OpenAPI 9.9" })).toBeVisible();
      },
    },
    {
      name: "import-running",
      open: async (page) => {
        // Too large to be read at once; the page sees how far it is, and nothing after that.
        let isHeld = false;
        await page.route(/\/api\/imports\/imp/, async (route) => {
          if (isHeld) return;
          const response = await route.fetch();
          const { status } = z.object({ status: z.string() }).parse(await response.json());
          isHeld = status === "reading" || status === "importing" || status === "indexing";
          await route.fulfill({ response });
        });
        await paste(page, JSON.stringify(gardenDocument(1500)));
        await expect(page.getByRole("progressbar")).toBeVisible();
      },
    },
    {
      name: "import-done",
      open: async (page) => {
        await paste(page, JSON.stringify(gardenDocument()));
        await press(page, /^(Import|Update to) \d+ tools?$/);
        await expect(page.getByText(/is imported$/)).toBeVisible({ timeout: 20_000 });
      },
    },
    at("apis", "/tools/apis", (page) => page.getByRole("list", { name: "Imported APIs" })),
    {
      name: "apis-remove",
      open: async (page) => {
        await page.goto("/tools/apis");
        await press(page, "Remove Bookshop");
        await expect(page.getByRole("alertdialog").getByRole("link").first()).toBeVisible();
      },
    },
  ];
}

/** An API with no server of its own, with so many beds more to look at. */
function gardenDocument(beds = 0) {
  const operation = (operationId: string, summary: string, tag: string) => ({
    operationId,
    summary,
    tags: [tag],
    responses: { 200: { description: "Done." } },
  });
  return {
    openapi: "3.0.3",
    info: { title: "Garden", version: "2.4", description: "What grows where, and when it wants water." },
    servers: [{ url: "https://garden.example/v2" }],
    paths: {
      "/plants": {
        get: operation("listPlants", "List plants", "Plants"),
        post: operation("addPlant", "Add a plant to a bed", "Plants"),
      },
      "/plants/{id}": {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        delete: operation("removePlant", "Remove a plant", "Plants"),
      },
      "/beds": { get: operation("listBeds", "List beds with their soil and light", "Beds") },
      ...Object.fromEntries(
        Array.from({ length: beds }, (_, bed) => [
          `/beds/${bed}`,
          { get: { ...operation(`lookAtBed${bed}`, `Look at bed ${bed}`, "Beds"), description: longText } },
        ]),
      ),
    },
  };
}

const longText = "Tells what grows there, and when it wants water. ".repeat(30);

/** The directory begins as it is in a new installation, and has its APIs afterwards. */
export function directory(registry: TestRegistry): Screen[] {
  const go = (name: string, then: (page: Page) => Promise<void>): Screen => ({
    name,
    open: async (page) => {
      await page.goto("/tools/directory");
      await then(page);
    },
  });
  return [
    at("directory-absent", "/tools/directory", (page) =>
      page.getByRole("button", { name: "Install the directory" }),
    ),
    go("directory-installing", async (page) => {
      registry.hold = { afterBytes: 300, next: "wait" };
      await press(page, "Install the directory");
      await expect(page.getByRole("progressbar", { name: "Downloading" })).toBeVisible();
    }),
    go("directory-canceled", async (page) => {
      await press(page, "Cancel");
      await expect(page.getByText("Half of the directory is here")).toBeVisible();
    }),
    go("directory", async (page) => {
      registry.hold = null;
      await press(page, "Go on installing");
      await expect(page.getByText("3 APIs by title")).toBeVisible({ timeout: 40_000 });
    }),
    at("directory-found", "/tools/directory?q=track a parcel", (page) => page.getByText("Parcel Post")),
    go("directory-api", async (page) => {
      await press(page, "Bookshop");
      await expect(dialog(page).getByRole("list", { name: "Operations" })).toBeVisible();
    }),
    go("directory-remove", async (page) => {
      await press(page, "Remove the directory");
      await expect(dialog(page)).toBeVisible();
    }),
  ];
}
