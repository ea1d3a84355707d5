// What a person does, in one place, so that tests read like the story they tell.
import { expect, type Locator, type Page } from "@playwright/test";

/** Types a goal and waits for its plan. */
export async function planGoal(page: Page, goal: string, file?: { name: string; content: string }) {
  await page.goto("/");
  await page.getByRole("textbox", { name: "Goal" }).fill(goal);
  if (file) {
    await page
      .getByLabel("Attach files")
      .setInputFiles({ name: file.name, mimeType: "text/csv", buffer: Buffer.from(file.content) });
    await expect(page.getByRole("list", { name: "Attached files" })).toContainText(file.name);
  }
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await page.waitForURL(/\/plans\//);
}

/** Answers a question of the plan. */
export async function answer(page: Page, question: RegExp, text: string) {
  const field = page.getByRole("textbox", { name: question });
  await field.fill(text);
  await field.press("Enter");
  await expect(field).toHaveCount(0);
}

/** Runs the plan in front. */
export async function runPlan(page: Page) {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/runs\//);
}

/** Approves the one action that waits. */
export async function approve(page: Page) {
  const button = page.getByRole("button", { name: "Approve", exact: true });
  await expect(button).toHaveCount(1);
  await button.click();
}

/** Waits until the run in front has ended well. */
export async function expectCompleted(page: Page) {
  await expect(page.getByRole("button", { name: "Run again" })).toBeVisible({ timeout: 20_000 });
  await expect(page).toHaveTitle(/Completed|^(?!.*(Failed|Canceled))/);
}

/** Presses Tab until something has the focus, and that is seen. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60 && !(await isThere()); presses++) await page.keyboard.press(key);
  await expectFocus(target);
}

/** The keyboard is here, and a person sees that it is. */
export async function expectFocus(target: Locator): Promise<void> {
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport();
  const outline = await target.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth);
  });
  expect(outline).toBeGreaterThan(0);
}

/** How a dialog is opened: by a button, or by an item of the menu behind it. */
export interface Opening {
  address: string;
  opener: Locator;
  item?: string;
}

/** Opens a dialog by keyboard and leaves it: the keyboard is where it was. */
export async function expectFocusBack(page: Page, { address, opener, item }: Opening): Promise<void> {
  await page.goto(address);
  await opener.focus();
  await page.keyboard.press("Enter");
  if (item) {
    await expect(page.getByRole("menu")).toBeVisible();
    await page.getByRole("menuitem", { name: item }).press("Enter");
  }
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(opener, `${address} ${item ?? ""}`).toBeFocused();
}
