// Every screen, light and dark, wide and narrow: nothing axe finds, nothing wider than the window.
import type { Page } from "@playwright/test";
import { expectSound, type Look } from "./expect-sound";
import { expect, test } from "./fixtures";
import { expectFocusBack, planGoal } from "./pages";
import type { Screen } from "./scene/screen";
import { openWorkspace, type Workspace } from "./scene/workspace";

const looks: readonly Look[] = [
  { width: 1440, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
  { width: 1440, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
];

/** Opens a screen once and looks at it in each way. */
async function lookAt(page: Page, screen: Screen, ways: readonly Look[]): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 844 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await screen.open(page);
  await expectSound(page, screen.name, ways);
  await page.unrouteAll();
}

const addresses = [
  "/",
  "/inbox",
  "/history",
  "/schedules",
  "/notifications",
  "/memory",
  "/outbox",
  "/api-reference",
];

test("screens have no accessibility faults and no sideways scrolling", async ({ page }) => {
  test.setTimeout(240_000);
  await planGoal(page, "What will the weather be in Paris tomorrow?");
  for (const address of [...addresses, new URL(page.url()).pathname]) {
    const open = async () => {
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    };
    await lookAt(page, { name: address, open }, looks);
  }
});

test.describe("in a workspace as it is after some weeks", () => {
  let workspace: Workspace;
  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000);
    workspace = await openWorkspace(browser);
  });
  test.afterAll(() => workspace.stop());

  test("every state of the catalogue's screens has no accessibility faults and no sideways scrolling", async () => {
    // Some sixty states, neighbours in different ways: all of them in all four would take ten minutes.
    test.setTimeout(600_000);
    for (const [place, screen] of workspace.screens.entries()) {
      const look = looks.filter((_, index) => index === place % looks.length);
      await test.step(screen.name, () => lookAt(workspace.page, screen, look));
    }
  });

  test("dialogs of servers, of the directory and of connections give the focus back to what opened them", async () => {
    const { page } = workspace;
    await page.setViewportSize({ width: 1440, height: 900 });
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    const more = button("More for Bookshop");
    for (const opening of [
      { address: "/tools/servers/everything", opener: button("Remove") },
      { address: "/tools/directory", opener: button("Bookshop") },
      { address: "/tools/directory", opener: button("Remove the directory") },
      { address: "/connections", opener: more, item: "Replace the secret" },
    ]) {
      await expectFocusBack(page, opening);
    }
  });
});
