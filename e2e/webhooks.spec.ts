// A plan that leaves something open is run by a signed message which gives it: published, sent from a shell, seen.
import { execFileSync } from "node:child_process";
import { approvalFor, changePlan, planOf, proposePlan, step } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";

test("a plan is published as a webhook and run by a message sent with curl", async ({ page, api }) => {
  const proposed = await proposePlan(api, "Repaint my kitchen ceiling");
  const question = { kind: "question", question: "To whom?", suggestions: [] } as const;
  const text = { kind: "literal", value: "Your order is here.", origin: "person" } as const;
  const mail = step("s1", "email.send", { to: { ...question, suggestions: [] }, subject: text, text });
  const { policy } = proposed;
  const plan = await planOf(await changePlan(api, proposed, [{ kind: "restore", steps: [mail], policy }]));
  await page.goto(`/plans/${plan.id}`);
  await page.getByRole("button", { name: "Webhook", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Run by a webhook" });
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog.getByRole("alert")).toContainText("To whom?");
  await dialog.getByRole("button", { name: "Add a value" }).click();
  await expect(dialog.getByRole("combobox", { name: "Input" })).toContainText("Step s1: To");
  await dialog.getByRole("textbox", { name: "Place in the message" }).fill("order.email");
  await expectSound(page, "the dialog of a webhook");
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog.getByText("The secret, shown this once")).toBeVisible();
  const secret =
    (await dialog
      .getByText(/^whsec_/)
      .first()
      .textContent()) ?? "";
  await expectSound(page, "a webhook");

  await dialog.getByText("Send a message from a shell").click();
  const example = (await dialog.locator("code", { hasText: "curl -X POST" }).textContent()) ?? "";
  const send = (commands: string) => execFileSync("bash", ["-c", commands], { encoding: "utf8" });
  const right = example.replace("whsec_…", secret).replace('"email":"…"', '"email":"ada@lamplight.example"');
  expect(send(example.replace("whsec_…", `whsec_${Buffer.alloc(32).toString("base64")}`))).toContain(
    "not signed",
  );
  const { runId } = JSON.parse(send(right));
  const { card } = await approvalFor(api, runId);
  expect(card).toMatchObject({
    inputs: { to: ["ada@lamplight.example"] },
    provenance: { to: { origin: "untrusted" } },
  });
  await page.reload();
  await page.getByRole("button", { name: "Webhook: on" }).click();
  const messages = dialog.getByRole("list", { name: "Last messages" });
  await expect(messages.getByRole("listitem")).toHaveCount(1);
  await messages.getByRole("link", { name: "Started a run" }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${runId}$`));
  await expect(page.getByText("Untrusted").first()).toBeVisible();
});
