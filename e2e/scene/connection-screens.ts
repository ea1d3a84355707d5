import { expect, type Page } from "@playwright/test";
import type { Scene } from "./furnish";
import { at, dialog, press, type Screen } from "./screen";

export function servers(scene: Scene): Screen[] {
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

export function connections(): Screen[] {
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
