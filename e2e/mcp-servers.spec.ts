// A person adds an MCP server, looks at its tools, allows some, and runs them: approved, with progress, answering what
// the tool asks in the middle of its call. The server is the protocol's own reference server.
import type { Page } from "@playwright/test";
import { programOf } from "@/lib/tools/mcp/testing/reference-servers";
import { approvalFor, literal, runSteps, step, stepOf, waitForStatus, waitForStep } from "./api-client";
import { expect, test } from "./fixtures";

test.describe.configure({ mode: "serial" });

const row = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByText(name, { exact: true }) });

test("M1: a program is added, its exact command confirmed, and its tools are looked at and allowed", async ({
  page,
}) => {
  await page.goto("/tools/servers");
  await page.getByRole("link", { name: "Add an MCP server" }).first().click();
  await page.getByRole("radio", { name: "A program of this machine" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Everything");
  await page.getByRole("textbox", { name: "Program" }).fill("node -e 1");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("Write the program alone.")).toBeVisible();

  await page.getByRole("textbox", { name: "Program" }).fill(process.execPath);
  await page.getByRole("textbox", { name: "Arguments" }).fill(`${programOf("everything")}\n`);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Start this program?" })).toBeVisible();
  await expect(page.getByText(programOf("everything"))).toBeVisible();
  await expect(page.getByText("Argument 2")).toHaveCount(0);

  await page.getByRole("button", { name: "Confirm and start it" }).click();
  await expect(page.getByRole("heading", { name: /^\d+ tools$/ })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("heading", { name: "Start this program?" })).toHaveCount(0);

  // Its hints say that it only reads; the person knows better.
  await row(page, "echo").getByRole("checkbox").click();
  await row(page, "echo").getByRole("combobox").click();
  await page.getByRole("option", { name: /^Write/ }).click();
  for (const name of ["trigger-elicitation-request", "trigger-long-running-operation"]) {
    await row(page, name).getByRole("checkbox").click();
    await row(page, name).getByRole("combobox").click();
    await page.getByRole("option", { name: /^Read/ }).click();
  }
  await page.getByRole("button", { name: "Allow 3" }).click();
  await expect(row(page, "echo").getByText("Allowed")).toBeVisible();
  await expect(row(page, "get-sum").getByText("New")).toBeVisible();

  await page.goto("/tools/servers");
  await expect(page.getByRole("link", { name: /Everything.*3 allowed/ })).toBeVisible();
});

test("its tool runs once it is approved, and what it said is shown", async ({ page, api }) => {
  const run = await runSteps(api, [step("s1", "everything.echo", { message: literal("good evening") })]);
  const approval = await approvalFor(api, run.id);
  expect(approval.card).toMatchObject({ effect: "write", inputs: { message: "good evening" } });
  await page.goto(`/runs/${run.id}`);
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  const ended = await waitForStatus(api, run.id, "completed");
  expect(stepOf(ended, "s1")).toMatchObject({ output: { text: "Echo: good evening" } });
  await page.goto(`/runs/${run.id}?step=s1`);
  await expect(page.getByText("Echo: good evening").first()).toBeVisible();
});

test("what a tool asks in the middle of its call is answered in a form, and the call goes on", async ({
  page,
  api,
}) => {
  const run = await runSteps(api, [step("s1", "everything.trigger-elicitation-request", {})]);
  await waitForStep(api, run.id, "s1", "waiting-answer");
  await page.goto("/inbox");
  const card = page.getByRole("group", { name: /“Everything” asks/ });
  await card
    .getByRole("textbox", { name: /^String/ })
    .first()
    .fill("Ada Lovelace");
  await card.getByRole("button", { name: "Answer" }).click();
  const ended = await waitForStatus(api, run.id, "completed");
  expect(JSON.stringify(stepOf(ended, "s1"))).toContain("Ada Lovelace");
});

test("a long call shows how far it is, and is broken off when the run is canceled", async ({ page, api }) => {
  const inputs = { duration: literal(120), steps: literal(120) };
  const run = await runSteps(api, [step("s1", "everything.trigger-long-running-operation", inputs)]);
  await page.goto(`/runs/${run.id}?step=s1`);
  await expect(page.getByRole("progressbar", { name: "Progress of the call" })).toBeVisible({
    timeout: 20_000,
  });
  await api.post(`/api/runs/${run.id}/cancel`, { data: {} });
  const ended = await waitForStatus(api, run.id, "canceled");
  expect(stepOf(ended, "s1").attempts).toHaveLength(1);
});

test("a removed server takes its tools with it", async ({ page, api }) => {
  await page.goto("/tools/servers/everything");
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No MCP servers yet")).toBeVisible();
  expect((await api.get("/api/tools/everything.echo")).status()).toBe(404);
});
