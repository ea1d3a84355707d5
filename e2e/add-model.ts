import type { Page } from "@playwright/test";
import type { ScriptedModel } from "@/lib/ai/testing/scripted-model";
import { expectSound } from "./expect-sound";
import { expect } from "./fixtures";

/** What it signs in with. */
export const modelKey = "canary9042zyxwvutsrq";

/** Adds the scripted server's model by the form. */
export async function addModel(page: Page, model: ScriptedModel) {
  await page.goto("/models");
  await page.getByRole("button", { name: "Add a model" }).click();
  const form = page.getByRole("dialog", { name: "Add a model" });
  await form.getByRole("button", { name: "Save and test" }).click();
  await expect(form.getByText("The model's name is missing.")).toBeVisible();
  await form.getByRole("textbox", { name: /^Model/ }).fill("scripted");
  await form.getByRole("textbox", { name: /^Address/ }).fill(model.baseUrl);
  await form.getByLabel(/^Key/).fill(modelKey);
  await form.getByLabel(/^Price in/).fill("1");
  await form.getByLabel(/^Price out/).fill("10");
  await form.getByRole("button", { name: "Save and test" }).click();
  // What is on this machine is reached only when a person says so.
  await expect(form.getByText("127.0.0.1 is on this machine. Tick this to allow it.")).toBeVisible();
  await expectSound(page, "the form");
  await form.getByRole("checkbox").click();
  model.answers.splice(0, model.answers.length, { kind: "text", text: '{"answer":"boat"}' });
  await form.getByRole("button", { name: "Save and test" }).click();
  await expect(
    page.getByText(/It answered in .* in the form asked for; 1200 tokens in, 80 out/),
  ).toBeVisible();
}
