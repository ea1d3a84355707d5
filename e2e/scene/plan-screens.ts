import { expect, type Page } from "@playwright/test";
import type { Scene } from "./furnish";
import type { Screen } from "./screen";

/** What a request in words comes to, on a plan's page. */
export function refining({ plan }: Scene): Screen[] {
  const asked = (name: string, request: string, then: (page: Page) => Promise<void>): Screen => ({
    name,
    open: async (page) => {
      await page.goto(plan);
      const box = page.getByRole("textbox", { name: "Change the plan in words" });
      await box.fill(request);
      await box.press("Enter");
      await then(page);
    },
  });
  const shown = (title: string) => async (page: Page) => {
    await expect(page.getByRole("heading", { name: title })).toBeVisible({ timeout: 20_000 });
  };
  return [
    asked(
      "refine-proposed",
      "drop the analysis, also post it to Slack every Monday at 9",
      shown("Proposed changes"),
    ),
    asked("refine-not-done", "frobnicate the wibble every Monday at 9", shown("Nothing to change")),
  ];
}
