// Every screen of the catalogue and every state of it that a person can come to, by a name: looked at by axe, and
// photographed by `npx tsx scripts/screenshots.ts --catalogue FOLDER`.
import { expect, type Page } from "@playwright/test";
import type { TestRegistry } from "@/lib/api-directory/testing/test-registry";
import type { Scene } from "./furnish";

export interface Screen {
  name: string;
  /** Brings the page there and waits until it is. */
  open(page: Page): Promise<void>;
}

const at = (name: string, address: string, ready: (page: Page) => ReturnType<Page["locator"]>): Screen => ({
  name,
  open: async (page) => {
    await page.goto(address);
    await expect(ready(page).first()).toBeVisible();
  },
});
const title = (page: Page) => page.getByRole("heading", { level: 1 });
const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole("button", { name, exact: typeof name === "string" })
    .first()
    .click();
const dialog = (page: Page) => page.getByRole("dialog").or(page.getByRole("alertdialog"));

function findingTools(): Screen[] {
  const query = "send a message to my team";
  return [
    at("tools", "/tools", (page) => page.getByRole("list", { name: "Tools", exact: true })),
    at("tools-found", `/tools?q=${query}`, (page) => page.getByRole("region", { name: "Near misses" })),
    at("tools-narrowed", `/tools?q=${query}&effect=irreversible&connected=true`, (page) =>
      page.getByRole("list", { name: "Tools", exact: true }),
    ),
    at("tools-nothing-fits", "/tools?q=repaint the kitchen ceiling", (page) =>
      page.getByText("Nothing fits."),
    ),
    at("tools-none-left", "/tools?effect=irreversible&sourceId=notebook", (page) =>
      page.getByText("No tool is left"),
    ),
    {
      name: "tools-failed",
      open: async (page) => {
        await page.goto("/tools");
        await page.route("**/api/catalogue*", (route) => route.abort());
        await page.getByRole("searchbox", { name: "Search tools" }).fill("book a flight");
        await expect(page.getByText("The tools could not be searched")).toBeVisible({ timeout: 20_000 });
      },
    },
  ];
}

function oneTool({ tools }: Scene): Screen[] {
  const about = (name: string, id: string) => at(name, `/tools/${id}`, title);
  const tried = (id: string, then: (page: Page) => Promise<void>) => async (page: Page) => {
    await page.goto(`/tools/${id}?view=try`);
    await then(page);
  };
  const result = (page: Page) => page.getByRole("region", { name: "Result" });
  return [
    about("tool-builtin", "email.send"),
    about("tool-imported", tools.answers),
    about("tool-not-connected", "spotify-web.get-playlist"),
    about("tool-of-server", "everything.get-sum"),
    about("tool-changed", "notebook.echo"),
    about("tool-off", tools.off),
    about("tool-edited", tools.edited),
    at("tool-versions", `/tools/${tools.edited}?view=history`, title),
    at("tool-used", `/tools/${tools.answers}?view=history`, title),
    at("tool-none", "/tools/no.suchTool", (page) => page.getByText("There is no such tool")),
    at("try-empty", "/tools/email.send?view=try", (page) => page.getByRole("form", { name: "Inputs" })),
    {
      name: "try-read",
      open: tried(tools.answers, async (page) => {
        await press(page, "Run");
        await expect(result(page)).toContainText("Completed", { timeout: 20_000 });
      }),
    },
    {
      name: "try-failed",
      open: tried(tools.fails, async (page) => {
        await press(page, "Run");
        await expect(result(page)).toContainText("Failed", { timeout: 20_000 });
      }),
    },
    {
      name: "try-approval",
      open: tried("slack.postMessage", async (page) => {
        await press(page, "Fill in the example");
        await press(page, "Run");
        await expect(result(page).getByRole("button", { name: "Approve", exact: true })).toBeVisible({
          timeout: 20_000,
        });
      }),
    },
    {
      name: "tool-edit",
      open: async (page) => {
        await page.goto(`/tools/${tools.edited}`);
        await press(page, "Edit");
        await expect(dialog(page)).toBeVisible();
      },
    },
    {
      name: "tool-edit-lower",
      open: async (page) => {
        await page.goto(`/tools/${tools.edited}`);
        await press(page, "Edit");
        await dialog(page).getByRole("radio", { name: "Read" }).click();
        await dialog(page).getByRole("button", { name: "Save" }).click();
        await expect(page.getByRole("alertdialog")).toBeVisible();
      },
    },
  ];
}

function swapping({ plan }: Scene): Screen[] {
  const panel = async (page: Page) => {
    await page.goto(plan);
    const details = page.getByRole("complementary", { name: "Details" });
    await details.getByRole("button", { name: /mail/i }).last().click();
    await page.getByRole("tab", { name: "Tool" }).click();
    await expect(details.getByRole("article").first()).toBeVisible();
    return details;
  };
  return [
    {
      name: "swap",
      open: async (page) => {
        await panel(page);
      },
    },
    {
      name: "swap-consequences",
      open: async (page) => {
        const details = await panel(page);
        const slack = details.getByRole("article", { name: "Post a message to Slack" });
        await slack.getByRole("button", { name: /^Swap/ }).click();
        await expect(slack.getByRole("button", { name: "Use this tool" })).toBeFocused();
      },
    },
    {
      name: "swap-searched",
      open: async (page) => {
        const details = await panel(page);
        await details.getByRole("searchbox").fill("text people on their phone");
        await expect(details.getByRole("article", { name: /SMS/ })).toBeVisible();
      },
    },
  ];
}

function importing({ nextDocument }: Scene): Screen[] {
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
      name: "import-done",
      open: async (page) => {
        await paste(page, JSON.stringify(gardenDocument()));
        await press(page, /^(Import|Apply) \d+ tools?$/);
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

/** An API with no server of its own. */
function gardenDocument() {
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
    },
  };
}

function servers(scene: Scene): Screen[] {
  const adding = (name: string, then: (page: Page) => Promise<void>): Screen => ({
    name,
    open: async (page) => {
      await page.goto("/tools/servers/new");
      await then(page);
    },
  });
  return [
    at("servers", "/tools/servers", (page) => page.getByRole("link", { name: /Everything/ })),
    adding("server-add", async () => {}),
    adding("server-add-program", async (page) => {
      await page.getByRole("radio", { name: "A program of this machine" }).click();
      await press(page, "Add");
      await expect(page.getByText("A name is missing.")).toBeVisible();
    }),
    at("server", "/tools/servers/everything", (page) => page.getByText("Allowed")),
    at("server-changed", scene.servers.changed, (page) =>
      page.getByText("What changed since you allowed it"),
    ),
    at("server-lost", scene.servers.lost, (page) => page.getByText("It could not be looked at")),
    {
      name: "server-remove",
      open: async (page) => {
        await page.goto("/tools/servers/everything");
        await press(page, "Remove");
        await expect(dialog(page)).toBeVisible();
      },
    },
    at("server-question", scene.asking, (page) => page.getByRole("group", { name: /asks/ })),
  ];
}

function connections(): Screen[] {
  const form = (name: string, kind: string): Screen =>
    at(`connection-${name}`, `/connections?add=${encodeURIComponent(kind)}`, (page) =>
      dialog(page).getByRole("textbox", { name: /^Name/ }),
    );
  const chosen = (name: string, item: string): Screen => ({
    name: `connection-${name}`,
    open: async (page) => {
      await page.goto("/connections");
      await press(page, "More for Bookshop");
      await page.getByRole("menuitem", { name: item }).click();
      await expect(dialog(page).getByRole("button").last()).toBeVisible();
    },
  });
  return [
    at("connections", "/connections", (page) => page.getByRole("button", { name: "Test" })),
    {
      name: "connections-tested",
      open: async (page) => {
        await page.goto("/connections");
        const row = page.getByRole("region", { name: "Bookshop" });
        await row.getByRole("button", { name: "Test" }).click();
        await expect(row.getByText("Testing")).toHaveCount(0, { timeout: 20_000 });
      },
    },
    {
      name: "connection-choose",
      open: async (page) => {
        await page.goto("/connections");
        await press(page, "Add connection");
        await expect(dialog(page).getByRole("option").first()).toBeVisible();
      },
    },
    form("mail", "smtp"),
    form("key", "api:support-for-different-security-types"),
    form("basic", "api:twilio-messaging"),
    form("oauth", "api:spotify-web"),
    at("connection-unknown", "/connections?add=api:nothing", (page) =>
      dialog(page).getByText("There is no such service here"),
    ),
    chosen("rotate", "Replace the secret"),
    chosen("remove", "Remove"),
    {
      name: "connection-used-by",
      open: async (page) => {
        await page.goto("/connections");
        const row = page.getByRole("region", { name: "Bookshop" });
        await row.getByRole("button", { name: /plan/ }).click();
      },
    },
  ];
}

/** The directory begins as it is in a new installation, and has its APIs afterwards. */
function directory(registry: TestRegistry): Screen[] {
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

/** All of them, in an order in which each can be had. */
export function screensOf(scene: Scene, registry: TestRegistry): Screen[] {
  return [
    ...findingTools(),
    ...oneTool(scene),
    ...swapping(scene),
    ...importing(scene),
    ...directory(registry),
    ...servers(scene),
    ...connections(),
  ];
}
