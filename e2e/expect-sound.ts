// What is asked of every screen, whatever is on it.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export interface Look {
  width: 1440 | 390;
  colorScheme: "light" | "dark";
}

/** In a window wide and light, and in one narrow and dark: what differs most. */
const extremes: readonly Look[] = [
  { width: 1440, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
];

/** Half the time of the usual way: only what is wrong is written down, and no frames of other servers are looked into. */
const axe = (page: Page) =>
  new AxeBuilder({ page })
    .options({ runOnly: ["wcag2a", "wcag2aa"], resultTypes: ["violations"] })
    .setLegacyMode(true);

/** Axe finds nothing in what is in front, and nothing is wider than the window, in each of the ways. Leaves it wide. */
export async function expectSound(page: Page, name: string, ways: readonly Look[] = extremes): Promise<void> {
  for (const { width, colorScheme } of ways) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const look = `${name} at ${width} px, ${colorScheme}`;
    const { violations } = await axe(page).analyze();
    const faults = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    expect.soft(faults, look).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(overflow, `${look} scrolls sideways`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
