// Every screen, light and dark, wide and narrow: nothing axe finds, nothing wider than the window.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures";
import { planGoal } from "./pages";

const screens = ["/", "/inbox", "/history", "/tools", "/connections", "/outbox", "/api-reference"];

for (const colorScheme of ["light", "dark"] as const) {
  test(`screens have no accessibility faults and no sideways scrolling (${colorScheme})`, async ({
    page,
  }) => {
    // Sixteen looks with axe in a row: a minute on a busy machine.
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await planGoal(page, "What will the weather be in Paris tomorrow?");
    const planAddress = new URL(page.url()).pathname;
    for (const screen of [...screens, planAddress]) {
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(screen);
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
        const faults = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
        expect.soft(faults, `${screen} at ${width} px`).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect.soft(overflow, `${screen} at ${width} px scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
  });
}
