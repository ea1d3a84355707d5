// What a run did is taken back, the latest first; what can't be is said before the run begins.
import type { RunId } from "@/lib/domain/ids";
import { planToolSchema } from "@/lib/domain/plan-tool";
import { startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import {
  approvalFor,
  approve as approveAsked,
  bodyOf,
  literal,
  makePlan,
  runOf,
  runSteps,
  startRun,
  step,
  waitForRun,
  waitForStatus,
} from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { connect, importDocument, toolOf } from "./local-api";
import { answer, approve, planGoal, runPlan } from "./pages";
import { callAction } from "./server-actions";

test("a plan says where it can't be taken back any more; its run is rolled back as far as it can be, once", async ({
  page,
  api,
}) => {
  await planGoal(page, "Book me a flight to San Francisco for next Tuesday and text it to Claire");
  await answer(page, /From which city/, "New York");
  await answer(page, /passenger/, "Ada Lovelace");
  const details = page.getByRole("complementary", { name: "Details" });
  // Before it starts: the booking can be canceled, the text can't.
  await expect(details).toContainText("After this step the run can’t be rolled back entirely.");
  await expect(
    page.getByRole("group", { name: /^Step: Text it to Claire.*can’t be rolled back/ }),
  ).toBeVisible();
  await runPlan(page);
  const approve = page.getByRole("button", { name: "Approve", exact: true });
  await expect(page.getByText("Can be undone by “Cancel a flight booking”.")).toBeVisible();
  await approve.click();
  await expect(page.getByText("After this step the run can’t be rolled back entirely.")).toBeVisible();
  await approve.click();

  await page.getByRole("button", { name: "Roll back" }).click();
  const dialog = page.getByRole("dialog", { name: "Roll back this run" });
  const effects = dialog.getByRole("listitem");
  await expect(effects).toHaveCount(2);
  await expect(effects.nth(0)).toContainText("Can’t be undone");
  await expect(effects.nth(1)).toContainText("Can be undone by Cancel a flight booking");
  await expectSound(page, "what a run did and what of it can be undone");
  await dialog.getByRole("button", { name: "Undo 1 effect" }).press("Enter");
  await expect(page.getByText("A rollback", { exact: true })).toBeVisible();
  await approve.click();
  await expect(page).toHaveTitle(/Completed/);
  const undone = await runOf(await api.get(`/api${new URL(page.url()).pathname}`));
  expect(undone.steps.s1).toMatchObject({ status: "completed", output: { status: "canceled" } });
  await page.getByRole("link", { name: "an earlier run" }).click();
  await expect(effects.nth(1)).toContainText("Undone by Cancel a flight booking");
  await expect(dialog).toContainText("Nothing of it is left that can be undone.");
  await expect(dialog.getByRole("button", { name: /^Undo/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByText("Rolled back", { exact: true })).toBeVisible();
});

const text = { type: "string" };
const json = (properties: Record<string, unknown>) => ({
  content: {
    "application/json": { schema: { type: "object", required: Object.keys(properties), properties } },
  },
});
const lamps = (server: string) =>
  JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Lamps", version: "1" },
    servers: [{ url: server }],
    paths: {
      "/lit": {
        post: {
          ...{ operationId: "lightLamp", summary: "Light a lamp", requestBody: json({ room: text }) },
          responses: {
            201: { description: "Lit", ...json({ lamp: { type: "object", properties: { id: text } } }) },
          },
        },
      },
      "/dark": {
        post: {
          ...{
            operationId: "darkenRoom",
            summary: "Put a lamp out",
            requestBody: json({ lampId: text, how: text }),
          },
          responses: { 200: { description: "Dark", ...json({ value: text }) } },
        },
      },
    },
  });

test("a person says on a tool's page what takes it back, and an earlier run is rolled back by it", async ({
  page,
  api,
  base,
}) => {
  const service = await startScriptedHttp(({ path }) => ({
    body: path === "/lit" ? { lamp: { id: "L 7" } } : { value: "done" },
  }));
  try {
    const imported = await importDocument(api, lamps(service.origin));
    await connect(base, imported, { address: service.origin });
    const { id: toolId } = toolOf(imported.tools, "/lit");
    const { id: runId } = await runSteps(api, [step("a", toolId, { room: literal("attic") })]);
    await page.goto(`/runs/${runId}`);
    await approve(page);
    await expect(page).toHaveTitle(/Completed/);
    await page.getByRole("button", { name: "Roll back" }).click();
    const effects = page.getByRole("dialog", { name: "Roll back this run" }).getByRole("listitem");
    await expect(effects.first()).toContainText("Nobody has declared how it is undone.");

    await page.goto(`/tools/${toolId}`);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Edit the tool" });
    await sheet.getByRole("radio", { name: "Another tool takes it back" }).press("Space", { delay: 100 });
    const save = sheet.getByRole("button", { name: "Save" });
    await expect(save).toBeDisabled();
    await sheet.getByRole("button", { name: "The tool that takes it back" }).press("Enter");
    const option = page.getByRole("option", { name: /Put a lamp out/ });
    await expect(option).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    // Found by name and type; what isn't is asked for.
    const inputs = sheet.getByRole("group", { name: "What it is called with" });
    await expect(inputs.getByRole("button", { name: /lampId/ })).toContainText("What it gave: lamp › id");
    await expect(inputs).toContainText("It needs a value.");
    await expect(save).toBeDisabled();
    await inputs.getByRole("button", { name: /how/ }).click();
    await page.getByRole("option", { name: "Always the same value" }).click();
    await inputs.getByRole("textbox").fill("slowly");
    await inputs.getByRole("textbox").blur();
    await expectSound(page, "how a tool is undone");
    await save.click();
    await expect(page.getByRole("region", { name: "Effect" })).toContainText("Undone by Put a lamp out");

    await page.goto(`/runs/${runId}`);
    await page.getByRole("button", { name: "Roll back" }).click();
    await expect(effects.first()).toContainText("Can be undone by Put a lamp out");
    await page.getByRole("button", { name: "Undo 1 effect" }).press("Enter");
    await expect(page.getByText("A rollback", { exact: true })).toBeVisible();
    await approve(page);
    await expect(page).toHaveTitle(/Completed/);
    expect(service.asked.map(({ path, body }) => `${path} ${body}`)).toEqual([
      '/lit {"room":"attic"}',
      '/dark {"lampId":"L 7","how":"slowly"}',
    ]);
  } finally {
    await service.stop();
  }
});

test("what a nested run did is in the ledger of the run that started it, and taken back with it", async ({
  page,
  api,
  base,
}) => {
  const service = await startScriptedHttp(({ path, body }) => ({
    body: path === "/lit" ? { lamp: { id: `L ${JSON.parse(body).room}` } } : { value: "done" },
  }));
  try {
    const imported = await importDocument(api, lamps(service.origin));
    await connect(base, imported, { address: service.origin });
    const [lit, dark] = [toolOf(imported.tools, "/lit").id, toolOf(imported.tools, "/dark").id];
    const inputs = {
      lampId: { from: "output", path: ["lamp", "id"] },
      how: { from: "value", value: "slowly" },
    };
    const undo = { kind: "tool", toolId: dark, inputs };
    expect(await callAction(base, "editToolAction", { toolId: lit, patch: { undo } })).toMatchObject({
      kind: "edited",
    });
    const inner = await makePlan(api, [step("a", lit, { room: literal("attic") })]);
    const publishing = await api.post(`/api/plans/${inner.id}/tool`, { data: { inputs: [] } });
    const { toolId } = await bodyOf(publishing, 200, planToolSchema);
    const outer = await makePlan(api, [
      step("n", toolId, {}),
      step("b", lit, { room: literal("hall") }, ["n"]),
    ]);
    const { id: runId } = await startRun(api, outer);
    await approveAsked(api, await approvalFor(api, runId));
    const { steps } = await waitForRun(
      api,
      runId,
      (run) => run.steps.n?.attempts[0]?.nestedRunId !== undefined,
    );
    const nestedId = steps.n?.attempts[0]?.nestedRunId as RunId;
    await approveAsked(api, await approvalFor(api, nestedId));
    await approveAsked(api, await approvalFor(api, runId));
    await waitForStatus(api, runId, "completed");

    await page.goto(`/runs/${runId}`);
    await page.getByRole("button", { name: "Roll back" }).click();
    const dialog = page.getByRole("dialog", { name: "Roll back this run" });
    const effects = dialog.getByRole("listitem");
    await expect(effects).toHaveCount(2);
    await expect(effects.nth(0)).toContainText("Step b");
    await expect(effects.nth(1)).toContainText("In the run of Step n");
    await expect(effects.nth(1).getByRole("link", { name: "Step n" })).toHaveAttribute(
      "href",
      `/runs/${nestedId}`,
    );
    await expectSound(page, "what a nested run did, in the ledger of the one above");
    await dialog.getByRole("button", { name: "Undo 2 effects" }).press("Enter");
    await expect(page.getByText("A rollback", { exact: true })).toBeVisible();
    await approve(page);
    // The first has been sent; the second asks by itself.
    await expect.poll(() => service.asked.at(-1)?.body).toBe('{"lampId":"L hall","how":"slowly"}');
    await approve(page);
    await expect(page).toHaveTitle(/Completed/);
    expect(service.asked.at(-1)?.body).toBe('{"lampId":"L attic","how":"slowly"}');
    // Other tests find no tool that repaints a kitchen.
    expect((await api.delete(`/api/plans/${inner.id}/tool`)).status()).toBe(204);
    await page.goto(`/runs/${nestedId}`);
    await expect(page.getByText("Rolled back", { exact: true })).toBeVisible();
    await expect(page.getByText("1 effect: 1 undone.")).toBeVisible();
  } finally {
    await service.stop();
  }
});
