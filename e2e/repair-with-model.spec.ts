// A step that fails while a model is in use: what the planner proposes is there at once, the model's repair comes beside it.
import { startScriptedModel } from "@/lib/ai/testing/scripted-model";
import { changes, value } from "@/lib/ai/testing/written-plans";
import { addModel } from "./add-model";
import { runOf } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { planGoal, runPlan } from "./pages";

const goal = "Get the weather in Atlantis and text it to Claire";
const name = "openai-compatible/scripted";

test("a model is asked once for a repair, can be stopped, and what it proposes is shown, taken and run", async ({
  page,
  api,
  context,
}) => {
  test.setTimeout(180_000);
  const model = await startScriptedModel();
  try {
    await planGoal(page, goal);
    const planned = page.url();
    await addModel(page, model);
    const row = page.getByRole("region").filter({ hasText: model.baseUrl });
    await row.getByRole("button", { name: "Use", exact: true }).click();
    await expect(row.getByText("In use")).toBeVisible();
    model.requests.length = 0;
    // The Inbox shows many: opening it asks nobody.
    const planId = new URL(planned).pathname.split("/").at(-1) ?? "";
    const started = await runOf(await api.post(`/api/plans/${planId}/runs`, { data: {} }), 202);
    const stateOf = async () => (await runOf(await api.get(`/api/runs/${started.id}`))).status;
    await expect.poll(stateOf).toBe("waiting");
    await page.goto("/inbox");
    await expect(page.getByRole("button", { name: `Ask ${name}` })).toBeVisible();
    await expect(page.getByText("Look up “place” first")).toBeVisible();
    expect(model.requests).toEqual([]);
    await api.post(`/api/runs/${started.id}/cancel`, { data: {} });
    await page.goto(planned);

    // One that takes for ever is in nobody's way, and can be stopped.
    model.requests.length = 0;
    model.answers.splice(0, model.answers.length, {
      ...{ kind: "stream", pieces: ['{"changes": ['], end: "never" },
    });
    await runPlan(page);
    const card = page.getByRole("group", { name: "Get the weather in Atlantis", exact: true });
    await expect(card).toContainText("Look up “place” first");
    await expect(card).toContainText(`Asking ${name} for another way…`);
    await expect(card.getByRole("button", { name: "Take it" })).toBeEnabled();
    await expectSound(page, "a card while a model is asked");
    // Another tab waits for the same answer.
    const other = await context.newPage();
    await other.goto(page.url());
    await expect(other.getByText(`Asking ${name} for another way…`)).toBeVisible();
    await other.getByRole("button", { name: "Stop", exact: true }).click();
    await expect(card).toContainText(`Asking ${name} was stopped.`);
    await other.close();
    expect(model.requests).toHaveLength(1);
    await page.reload();
    await expect(card).toContainText(`Asking ${name} was stopped.`);

    // One that is down is told of.
    model.answers.splice(0, model.answers.length, { kind: "status", status: 400 });
    await card.getByRole("button", { name: "Ask it" }).click();
    await expect(card).toContainText("could not help: its service answered with an error (HTTP 400)");
    await expect(card).toContainText("Look up “place” first");

    // What it proposes takes nothing away that is being looked at.
    model.answers.splice(
      0,
      model.answers.length,
      changes(
        { kind: "bind-input", step: "s1", input: "place", value: value("Oslo") },
        { kind: "note", text: "Atlantis is no place with weather; Oslo is near the sea, too." },
      ),
    );
    await card.getByRole("button", { name: "Ask again" }).click();
    await expect(card).toContainText(`${name} proposes something else`);
    await expect(card).toContainText("Look up “place” first");
    await expectSound(page, "a card with another way");
    await card.getByRole("button", { name: "Show it" }).click();
    await expect(card).toContainText(`By ${name}`);
    await expect(card).toContainText("becomes “Oslo”");
    await expect(card).toContainText(
      /Proposed in .* with openai-compatible\/scripted: 1,200 tokens in, 80 out/,
    );
    await expect(card.getByText("Look up “place” first")).toHaveCount(0);
    await expect(page.getByLabel("Changed step: Get the weather in Atlantis")).toBeVisible();
    await expectSound(page, "a repair a model proposes");
    const asked = model.requests.length;
    await page.reload();
    await expect(card).toContainText(`By ${name}`);
    expect(model.requests).toHaveLength(asked);

    await card.getByRole("button", { name: "Take it" }).click();
    await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeVisible();
    const runId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const run = await runOf(await api.get(`/api/runs/${runId}`));
    expect(run.planRevision).toBe(2);
    expect(run.steps.s1).toMatchObject({ status: "completed", inputs: { place: "Oslo" } });
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await expect(page.getByText("Completed").first()).toBeVisible();
  } finally {
    await page.goto("/models");
    await page.getByRole("button", { name: "Stop using" }).click();
    await expect(page.getByText("No model is in use")).toBeVisible();
    await model.close();
  }
});
