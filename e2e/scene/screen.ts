// What a screen of the scene is, and how one comes to it.
import { expect, type Page } from "@playwright/test";

export interface Screen {
  name: string;
  /** Brings the page there and waits until it is. */
  open(page: Page): Promise<void>;
}

/** A screen that an address leads to. */
export const at = (
  name: string,
  address: string,
  ready: (page: Page) => ReturnType<Page["locator"]>,
): Screen => ({
  name,
  open: async (page) => {
    await page.goto(address);
    await expect(ready(page).first()).toBeVisible();
  },
});

export const title = (page: Page) => page.getByRole("heading", { level: 1 });

export const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole("button", { name, exact: typeof name === "string" })
    .first()
    .click();

export const dialog = (page: Page) => page.getByRole("dialog").or(page.getByRole("alertdialog"));
