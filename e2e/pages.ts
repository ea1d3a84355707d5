// What a person does, in one place, so that tests read like the story they tell.
import { expect, type Page } from "@playwright/test";

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
