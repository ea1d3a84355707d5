// A call whose answer is lost: a person says what it gave, or says once how it is looked up, and then it is found.
import { z } from "zod";
import { effectSchema } from "@/lib/domain/effect";
import { programOf } from "@/lib/tools/mcp/testing/reference-servers";
import { startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import { literal, output, runOf, runSteps, step } from "./api-client";
import { expectSound } from "./expect-sound";
import { expect, test } from "./fixtures";
import { connect, importDocument } from "./local-api";
import { approve } from "./pages";
import { callAction } from "./server-actions";

const addedSchema = z.object({ server: z.object({ id: z.string(), transportHash: z.string() }) });
const listedSchema = z.object({
  tools: z.array(
    z.object({ listed: z.object({ name: z.string() }), pin: z.string(), hintedEffect: effectSchema }),
  ),
});
const text = { type: "string" };
const order = { type: "object", required: ["id", "reference"], properties: { id: text, reference: text } };
const json = (schema: object) => ({ content: { "application/json": { schema } } });
const bulbs = (server: string) =>
  JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Bulbs", version: "1" },
    servers: [{ url: server }],
    paths: {
      "/orders": {
        post: {
          ...{ operationId: "orderBulbs", summary: "Order bulbs" },
          requestBody: json({ type: "object", required: ["reference"], properties: { reference: text } }),
          responses: { 201: { description: "Ordered", ...json(order) } },
        },
        get: {
          ...{ operationId: "listOrders", summary: "List orders of bulbs" },
          parameters: [{ name: "reference", in: "query", schema: text }],
          responses: {
            200: {
              description: "Orders",
              ...json({
                ...{ type: "object", required: ["orders"] },
                properties: { orders: { type: "array", items: order } },
              }),
            },
          },
        },
      },
    },
  });

test("what a lost call gave is said by hand; how it is looked up is said once, and then it is found", async ({
  page,
  api,
  base,
}) => {
  test.setTimeout(180_000);
  /** The orders it shows. */
  let shown: string[] = [];
  const service = await startScriptedHttp(({ method, path }) => {
    if (method === "POST") return "cut";
    const wanted = new URL(path, base).searchParams.get("reference");
    const orders = shown
      .filter((one) => one === wanted)
      .map((reference) => ({ id: `B-${reference}`, reference }));
    return { body: { orders } };
  });
  const sent = () => service.asked.filter(({ method }) => method === "POST").length;
  try {
    const imported = await importDocument(api, bulbs(service.origin));
    await connect(base, imported, { address: service.origin });
    const toolId = imported.tools.find(({ effect }) => effect !== "read")?.id ?? "";
    const orderAs = async (reference: string) => {
      const note = { name: literal("order.txt"), content: output("a", "id") };
      const run = await runSteps(api, [
        step("a", toolId, { reference: literal(reference) }),
        step("b", "file.write", note),
      ]);
      await page.goto(`/runs/${run.id}`);
      await approve(page);
      await expect(page.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
      return run.id;
    };
    const asked = page.getByRole("group", { name: "We can't know whether this took place" });
    const noted = async (runId: string) => {
      const { steps } = await runOf(await api.get(`/api/runs/${runId}`));
      return steps.b?.inputs?.content;
    };

    // Nobody has said how it is looked up: what the next step needs of it is asked for, and nothing else.
    const first = await orderAs("R1");
    await expect(asked).toBeVisible();
    await asked.getByRole("button", { name: "It did", exact: true }).click();
    const form = asked.getByRole("group", { name: "What did it give?" });
    await expect(form.getByRole("textbox")).toHaveCount(1);
    await form.getByLabel("id").fill("B-by-hand");
    await form.getByLabel("id").blur();
    await expectSound(page, "what a lost call gave");
    await form.getByRole("button", { name: "Go on with this" }).click();
    await approve(page);
    await expect(page).toHaveTitle(/Completed/);
    expect(await noted(first)).toBe("B-by-hand");

    await page.goto(`/tools/${toolId}`);
    const effect = page.getByRole("region", { name: "Effect" });
    await expect(effect).toContainText("“List orders of bulbs” may be able to look it up");
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Edit the tool" });
    await sheet.getByRole("radio", { name: "Another tool looks it up" }).press("Space", { delay: 100 });
    // What suggests itself, to be looked at.
    const lost = sheet.getByRole("region", { name: "Lost answers" });
    await expect(lost.getByRole("button", { name: "The tool to look it up with" })).toContainText(
      "List orders",
    );
    const inputs = lost.getByRole("group", { name: "What it is called with" });
    await expect(inputs.getByRole("button", { name: /reference/ })).toContainText(
      "What it was given: reference",
    );
    const match = lost.getByRole("group", { name: "What is the call’s" });
    await expect(match.getByRole("button", { name: "Where in its answer it is found" })).toContainText(
      "orders",
    );
    await match.getByRole("button", { name: "Leave this out" }).click();
    const save = sheet.getByRole("button", { name: "Save" });
    await expect(save).toBeDisabled();
    await match.getByRole("button", { name: "Say what has to be the same" }).click();
    await match.getByRole("button", { name: "This of what is found" }).click();
    await page.getByRole("option", { name: "reference" }).click();
    await expect(match.getByRole("button", { name: "equals this input" })).toContainText("reference");
    await lost.scrollIntoViewIfNeeded();
    await expectSound(page, "how a lost call is looked up");
    await save.click();
    await expect(effect).toContainText("looked up with List orders of bulbs");

    // Found: the run has gone on by itself.
    shown = ["R2"];
    const second = await orderAs("R2");
    await approve(page);
    await expect(page).toHaveTitle(/Completed/);
    expect(await noted(second)).toBe("B-R2");
    await expect(page.getByText("Looked up with “List orders of bulbs”. It had taken place.")).toBeVisible();

    // Not found: asked, with what was looked at; and looked at again where a person wants it.
    const third = await orderAs("R3");
    await expect(page.getByText("Looking it up").first()).toBeVisible();
    const looked = asked.getByRole("region", { name: "Looked up" }).getByRole("listitem");
    await expect(looked).toHaveCount(3, { timeout: 60_000 });
    await expect(looked.first()).toContainText("Not found: the answer was empty.");
    await expectSound(page, "a lost call that was looked up and not found");
    shown = ["R3"];
    await asked.getByRole("button", { name: "Look again" }).click();
    await approve(page);
    await expect(page).toHaveTitle(/Completed/);
    expect(await noted(third)).toBe("B-R3");
    expect(sent()).toBe(3);
  } finally {
    await service.stop();
  }
});

test("for a tool of an MCP server the form begins with the search of the same server; nothing is looked up before it is saved", async ({
  page,
  base,
}) => {
  const reach = { kind: "stdio", command: process.execPath, args: [programOf("memory")] };
  const { server } = addedSchema.parse(await callAction(base, "addServerAction", { title: "Memory", reach }));
  const { id: serverId, transportHash } = server;
  await callAction(base, "confirmCommandAction", { serverId, transportHash });
  const { tools } = listedSchema.parse(await callAction(base, "checkServerAction", { serverId }));
  const allowed = tools.map(({ listed, pin, hintedEffect: effect }) => ({ name: listed.name, pin, effect }));
  await callAction(base, "allowToolsAction", { serverId, tools: allowed });

  await page.goto(`/tools/${serverId}.create_entities`);
  const effect = page.getByRole("region", { name: "Effect" });
  await expect(effect).toContainText("A call whose answer is lost is asked about.");
  await expect(effect).toContainText("“Search Nodes” may be able to look it up");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "Edit the tool" });
  await expect(sheet.getByRole("radio", { name: "You are asked" })).toBeChecked();
  await sheet.getByRole("radio", { name: "Another tool looks it up" }).press("Space", { delay: 100 });
  await expect(sheet.getByRole("button", { name: "The tool to look it up with" })).toContainText(
    "Search Nodes",
  );
  const inputs = sheet.getByRole("group", { name: "What it is called with" });
  await expect(inputs.getByRole("button", { name: /query/ })).toContainText("entities");
  await expectSound(page, "how a call of an MCP server's tool is looked up");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(effect).toContainText("A call whose answer is lost is looked up with Search Nodes.");
  // Other tests begin without a server.
  await callAction(base, "removeServerAction", { serverId });
});
