// What a plan will take before it runs, and what it took after: time, failures and cost, in all and by step.
import type { Page } from "@playwright/test";
import { literal, makePlan, step } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { expectCompleted, runPlan } from "./pages";

const expected = (page: Page) => page.getByRole("region", { name: "What it will take" });
const took = (page: Page) => page.getByRole("region", { name: "What it took" });

async function setPrice(page: Page, text: string): Promise<void> {
  await page.goto("/tools/directory.lookup");
  await page.getByRole("button", { name: /^(Set a|Change the) price$/ }).click();
  await page.getByLabel("US dollars a call").fill(text);
}

test("a plan tells what it will take, and a run beside it what it took, step by step", async ({
  page,
  api,
}) => {
  const who = { who: literal("marketing team") };
  const plan = await makePlan(api, [
    step("one", "directory.lookup", who),
    step("two", "text.compose", { values: literal({ a: 1 }), template: literal("{{a}}") }, ["one"]),
  ]);
  const address = `/plans/${plan.id}`;
  await page.goto(address);
  await expect(expected(page)).toContainText("No known cost");

  // A price is an amount of money, and no other word for it is taken.
  await setPrice(page, "cheap");
  await expect(page.getByText("An amount from 0 to 10,000")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
  await page.getByLabel("US dollars a call").fill("0.5");
  await expectSound(page, "the price of a tool");
  await page.keyboard.press("Enter");
  await expect(page.getByText("$0.50 a call")).toBeVisible();

  await page.goto(address);
  await expect(expected(page)).toContainText("About $0.50; 1 of 2 steps have no known cost.");
  await runPlan(page);
  await expectCompleted(page);
  await expect(took(page)).toContainText("of work.");
  await expect(took(page)).toContainText("$0.50. Expected were $0.50.");
  await took(page).getByText("By step").click();
  const rows = took(page).getByRole("row");
  await expect(rows.nth(1)).toContainText(/Step one.*\$0\.50expected \$0\.50/);
  await expect(rows.nth(2)).toContainText(/Step two.*no known cost/);
  await expectSound(page, "what a run took");

  // Now there is a call to go by.
  await page.goto(address);
  await expect(expected(page)).toContainText(/About .* of work/);
  await expected(page).getByText("By step").click();
  await expect(expected(page).getByRole("listitem").first()).toContainText(/Step one.*\$0\.50 · \d+ calls?/);
  await expectSound(page, "what a plan will take");

  await setPrice(page, "");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("No known cost")).toBeVisible();
});
