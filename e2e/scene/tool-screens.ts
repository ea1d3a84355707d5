import { expect, type Page } from "@playwright/test";
import type { Scene } from "./furnish";
import { at, dialog, press, type Screen, title } from "./screen";

export function findingTools(): Screen[] {
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

export function oneTool({ tools }: Scene): Screen[] {
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

export function swapping({ plan }: Scene): Screen[] {
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
