// A call whose answer is lost is looked up at its service: an imported API's real one, which takes orders and lists them.
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { startServer, type TestServer } from "@/lib/connections/testing/http-server";
import { listEvents } from "@/lib/db/runs";
import { upsertTools } from "@/lib/db/tools";
import { type RunId, toolIdSchema } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { Policy, Step } from "@/lib/domain/plan";
import type { Run } from "@/lib/domain/run";
import type { LookUpByTool } from "@/lib/domain/tool";
import { controlRun } from "@/lib/flow/control-run";
import { editTool } from "@/lib/flow/edit-tool";
import { importTools } from "@/lib/flow/import-tools";
import { addConnection } from "@/lib/flow/manage-connections";
import { recoverStep } from "@/lib/flow/recover-step";
import { documentOf, operationOf } from "@/lib/tools/openapi/testing/documents";
import {
  ended,
  id,
  literal,
  output,
  runWhen,
  startPlan,
  startWorkerProcess,
  step,
  stepWhen,
} from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { fetchTool, lookedUpTool, readTool } from "./testing/test-tools";
import { withService } from "./testing/with-worker";

let service: TestService;
withService((started) => {
  service = started;
});

const secret = "canary-look-up-token";
const order = toolIdSchema.parse("tulips.placeOrder");
const list = toolIdSchema.parse("tulips.listOrders");
let shop: TestServer;

interface Shop {
  /** What it has taken, and has to show. */
  taken: JsonObject[];
  shown: JsonObject[];
  /** What becomes of an order once it is taken; without an answer where it says so. */
  onOrder: (order: JsonObject) => Promise<"answer" | "hang up">;
  /** What it answers to who lists orders; null: the orders. */
  onList: (count: number) => Promise<{ status: number; body: Json } | null>;
  lists: string[];
  /** Orders and lists that came with another secret, or none. */
  strangers: number;
}
let state: Shop;

const text = { type: "string" };
const orderSchema = {
  ...{ type: "object", required: ["id", "reference"] },
  properties: { id: text, reference: text, item: text },
};
const contentOf = (schema: Json) => ({ content: { "application/json": { schema } } });

const document = () =>
  JSON.stringify({
    ...documentOf({
      "/orders": {
        post: operationOf({
          ...{ operationId: "placeOrder", summary: "Place an order" },
          requestBody: contentOf({
            ...{ type: "object", required: ["reference", "item"] },
            properties: { reference: text, item: text },
          }),
          responses: { 201: { description: "Placed", ...contentOf(orderSchema) } },
        }),
        get: operationOf({
          ...{ operationId: "listOrders", summary: "List orders" },
          parameters: [{ name: "reference", in: "query", schema: text }],
          responses: {
            200: {
              description: "Orders",
              ...contentOf({
                ...{ type: "object", required: ["orders"] },
                properties: { orders: { type: "array", items: orderSchema } },
              }),
            },
          },
        }),
      },
      "/orders/{reference}": {
        get: operationOf({
          ...{ operationId: "getOrder", summary: "Get an order" },
          parameters: [{ name: "reference", in: "path", required: true, schema: text }],
          responses: { 200: { description: "The order", ...contentOf(orderSchema) } },
        }),
      },
    }),
    info: { title: "Tulips", version: "1" },
    servers: [{ url: shop.origin }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  });

const declared: LookUpByTool = {
  kind: "tool",
  toolId: list,
  inputs: { reference: { from: "input", path: ["reference"] } },
  found: ["orders"],
  match: [{ field: ["reference"], input: ["reference"] }],
};

/** What is in the path of an address chooses what is reached. */
const byPath: LookUpByTool = { ...declared, toolId: toolIdSchema.parse("tulips.getOrder"), found: [] };

beforeAll(async () => {
  shop = await startServer(async ({ method, url, body, headers }, _incoming, outgoing) => {
    if (headers.authorization !== `Bearer ${secret}`) state.strangers += 1;
    const answer = (status: number, value: Json) => {
      outgoing.writeHead(status, { "content-type": "application/json" });
      outgoing.end(JSON.stringify(value));
    };
    if (method === "POST") {
      const taken = { id: `o-${state.taken.length + 1}`, ...JSON.parse(body) };
      state.taken.push(taken);
      if ((await state.onOrder(taken)) === "answer") answer(201, taken);
      else outgoing.destroy();
      return;
    }
    state.lists.push(url);
    const other = await state.onList(state.lists.length);
    const { searchParams, pathname } = new URL(url, shop.origin);
    const wanted = searchParams.get("reference");
    const single = state.shown.find(({ reference }) => pathname === `/orders/${reference}`);
    if (other) answer(other.status, other.body);
    else if (pathname !== "/orders") answer(single ? 200 : 404, single ?? { message: "There is none." });
    else
      answer(200, { orders: state.shown.filter(({ reference }) => wanted === null || reference === wanted) });
  });
  expect(await importTools({ document: document() })).toMatchObject({ kind: "imported" });
  const rest = { config: {}, secrets: { token: secret }, isDefault: true, isSandbox: false };
  await addConnection({ kind: "api:tulips", name: "Tulips", origin: shop.origin, ...rest });
});
afterAll(() => shop.close());
beforeEach(async () => {
  state = {
    ...{ taken: [], shown: [], lists: [], strangers: 0 },
    onOrder: async (taken) => {
      state.shown.push(taken);
      return "hang up";
    },
    onList: async () => null,
  };
  expect(await editTool({ toolId: order, patch: { effect: "write", lookUp: declared } })).toMatchObject({
    kind: "edited",
  });
});

const orderStep = (more: Partial<Step> = {}): Step => ({
  ...{ id: id("order"), title: "Order tulips", toolId: order, after: [], position: null },
  ...{ inputs: { reference: literal("R-7"), item: literal("tulips") }, why: { words: "", reason: "" } },
  ...more,
});
const reader = step("tell", readTool, { body: output("order", "id") });
const startOrder = (more: Partial<Step> = {}, policy: Partial<Policy> = {}): Promise<RunId> =>
  startPlan([orderStep(more), reader], { trustedWrites: [order], ...policy });
const until = async (isSo: () => boolean) => {
  while (!isSo()) await delay(10);
};
const looks = async (runId: RunId) =>
  (await listEvents(runId)).flatMap(({ body }) =>
    body.type === "outcome-looked-up" ? [body.look.answer] : [],
  );

it("R2: kill -9 between sending and recording: found at the service, the step has taken place, and once", async () => {
  const worker = await startWorkerProcess(service.url);
  state.onOrder = async (taken) => {
    state.shown.push(taken);
    await worker.kill();
    return "hang up";
  };
  const runId = await startOrder();
  await until(() => state.taken.length === 1);
  await startWorkerProcess(service.url);
  const run = await ended(runId);
  expect(run.status).toBe("completed");
  expect(state.taken).toHaveLength(1);
  expect(run.steps.order).toMatchObject({
    ...{ status: "completed", source: "look-up", output: { id: "o-1", reference: "R-7", item: "tulips" } },
    receipt: {
      ...{ reference: "R-7", service: "Tulips" },
      detail: { lookedUpWith: "List orders", asked: { reference: "R-7" }, found: { reference: "R-7" } },
    },
    attempts: [{ failure: { message: "The worker stopped before the call had an answer." } }],
  });
  // Who reads it goes on, with what anybody may have written (A5).
  expect(run.steps.tell).toMatchObject({
    inputs: { body: "o-1" },
    provenance: { body: { origin: "untrusted" } },
  });
  expect(state.lists).toEqual(["/orders?reference=R-7"]);
  // P8, S1: with its own secret, which is in nothing that is told of it.
  expect(state.strangers).toBe(0);
  expect(JSON.stringify(await listEvents(runId))).not.toContain(secret);
}, 60_000);

it("R2: a service that shows late what it has taken is looked at again, and nothing is sent meanwhile", async () => {
  await startWorkerProcess(service.url);
  state.onOrder = async () => "hang up";
  state.onList = async (count) => {
    if (count === 2) state.shown.push(...state.taken);
    return null;
  };
  const runId = await startOrder();
  const run = await ended(runId);
  expect(run.steps.order).toMatchObject({ status: "completed", source: "look-up" });
  expect(await looks(runId)).toEqual([{ kind: "not-found", seen: 0 }, { kind: "took-place" }]);
  expect(state.taken).toHaveLength(1);
}, 60_000);

it("R2: not found is asked about with what was looked at; nothing is sent again; a person may have it looked up anew", async () => {
  await startWorkerProcess(service.url);
  // It lists everything, whatever is asked for: another's order is not this one.
  state.onOrder = async () => "hang up";
  state.onList = async () => ({
    status: 200,
    body: { orders: [...state.shown, { id: "o-0", reference: "R-6" }] },
  });
  const runId = await startOrder();
  const unknown = await stepWhen(runId, "order", "outcome-unknown", 60_000);
  expect(unknown.looks.map(({ answer }) => answer)).toEqual(Array(3).fill({ kind: "not-found", seen: 1 }));
  expect(unknown.looks[0]).toMatchObject({ by: { toolId: list }, inputs: { reference: "R-7" } });
  await delay(500);
  expect([state.taken.length, state.lists.length]).toEqual([1, 3]);
  const again = () => recoverStep({ runId, stepId: id("order"), recovery: { kind: "look-up" } });
  expect((await again()).kind).toBe("done");
  const still = await runWhen(
    runId,
    ({ steps: { order: one } }) => one?.status === "outcome-unknown" && one.looks.length === 4,
  );
  expect(still.status).toBe("waiting");
  state.shown.push(...state.taken);
  expect((await again()).kind).toBe("done");
  expect((await ended(runId)).steps.order).toMatchObject({ source: "look-up", output: { id: "o-1" } });
  expect(state.taken).toHaveLength(1);
  expect((await again()).kind).toBe("conflict");
}, 90_000);

it("R2: what settles nothing is asked about: a service that fails, two that could be it, an answer that does not fit", async () => {
  await startWorkerProcess(service.url);
  const asked = async (body: Json, status = 200) => {
    state.onList = async () => ({ status, body });
    state.lists.length = 0;
    const sent = state.taken.length;
    const runId = await startOrder();
    const { looks: seen } = await stepWhen(runId, "order", "outcome-unknown", 60_000);
    expect(state.taken).toHaveLength(sent + 1);
    await controlRun({ runId, action: "cancel" });
    return seen.map(({ answer }) => answer);
  };
  const one = { id: "o-1", reference: "R-7" };
  expect(await asked({ orders: [one, { ...one, id: "o-2" }] })).toEqual([
    { kind: "unclear", message: expect.stringContaining("2 were found") },
  ]);
  expect(await asked({ orders: [{ ...one, item: 7 }] })).toEqual([
    { kind: "failed", failure: expect.anything() },
  ]);
  expect(await asked({ message: "no" }, 403)).toEqual([
    { kind: "failed", failure: expect.objectContaining({ kind: "credentials" }) },
  ]);
  expect(await asked({ message: "down" }, 500)).toEqual(
    Array(3).fill({ kind: "failed", failure: expect.objectContaining({ kind: "transient" }) }),
  );
}, 90_000);

it("R1, R11: kill -9 in the middle of a look costs that look; the next worker takes the next", async () => {
  const first = await startWorkerProcess(service.url);
  state.onList = async (count) => {
    if (count === 1) await first.kill();
    return null;
  };
  const runId = await startOrder();
  await until(() => state.lists.length === 1);
  await startWorkerProcess(service.url);
  expect((await ended(runId)).steps.order).toMatchObject({ status: "completed", source: "look-up" });
  expect([state.taken.length, state.lists.length]).toEqual([1, 2]);
}, 60_000);

it("A2: a plan that asks before it reads, and a value of outside content that would be asked for: a person first", async () => {
  await startWorkerProcess(service.url);
  const asks = await startOrder({}, { reads: "ask" });
  const unknown = await stepWhen(asks, "order", "outcome-unknown");
  expect([unknown.looks, state.lists]).toEqual([[], []]);
  await recoverStep({ runId: asks, stepId: id("order"), recovery: { kind: "look-up" } });
  await runWhen(asks, (run) => run.steps.order?.status === "completed");
  expect(state.lists).toHaveLength(1);
  await controlRun({ runId: asks, action: "cancel" });

  // What is sent is no choice of what is reached; in an address it is one, and could carry something out.
  await editTool({ toolId: order, patch: { lookUp: byPath } });
  const outside = { reference: output("look", "value"), item: literal("tulips") };
  const carried = await startPlan([step("look", fetchTool), orderStep({ inputs: outside })], {
    trustedWrites: [order],
  });
  const { looks: seen } = await stepWhen(carried, "order", "outcome-unknown");
  expect(seen.map(({ answer }) => answer)).toEqual([
    { kind: "unclear", message: expect.stringContaining("comes from outside content") },
  ]);
  expect(state.lists).toHaveLength(1);
  const shown = state.shown.splice(0);
  await recoverStep({ runId: carried, stepId: id("order"), recovery: { kind: "look-up" } });
  const none = ({ steps: { order: one } }: Run) =>
    one?.status === "outcome-unknown" && one.looks.length === 2;
  expect((await runWhen(carried, none)).steps.order).toMatchObject({
    looks: [{}, { answer: { kind: "not-found", seen: null } }],
  });
  state.shown.push(...shown);
  await recoverStep({ runId: carried, stepId: id("order"), recovery: { kind: "look-up" } });
  expect((await ended(carried)).steps.order).toMatchObject({ source: "look-up" });
}, 60_000);

it("an expectation of what is found is judged as of any output, and a canceled run leaves it unknown", async () => {
  await startWorkerProcess(service.url);
  const wants = { path: ["item"], of: "any" as const, operator: "is" as const, operand: "roses" };
  const runId = await startOrder({ expect: [wants] });
  expect(await stepWhen(runId, "order", "unexpected")).toMatchObject({ source: "look-up" });
  await controlRun({ runId, action: "cancel" });
  state.onList = () => new Promise(() => {});
  const canceled = await startOrder();
  await stepWhen(canceled, "order", "looking-up");
  await controlRun({ runId: canceled, action: "cancel" });
  expect((await ended(canceled)).steps.order).toMatchObject({ status: "outcome-unknown", looks: [] });
}, 60_000);

it("a look-up that fits no more is not made, and says why", async () => {
  await startWorkerProcess(service.url);
  state.onOrder = async () => {
    // The service lists them no more by that name.
    const other = document().replaceAll('"orders"', '"rows"');
    expect(await importTools({ document: other })).toMatchObject({ kind: "imported" });
    return "hang up";
  };
  const runId = await startOrder();
  const { looks: seen } = await stepWhen(runId, "order", "outcome-unknown");
  expect(seen.map(({ answer }) => answer)).toEqual([
    { kind: "unclear", message: expect.stringContaining("gives no “orders”") },
  ]);
  expect(state.lists).toEqual([]);
  await controlRun({ runId, action: "cancel" });
  await importTools({ document: document() });
}, 60_000);

it("R2: a tool that finds its own calls is asked with the key of the lost one; what it finds not is asked about", async () => {
  await upsertTools([lookedUpTool], null);
  await startWorkerProcess(service.url);
  const lost = { error: { kind: "transient", message: "cut", effectUncertain: true } } as const;
  const receipt = { reference: "m-7", service: "Test", detail: null };
  const missing = { kind: "not-found", message: "none", evidence: { seen: 3 } } as const;
  service.on("a", () => lost);
  service.on("b", () => lost);
  service.on("look-a", (_call, count) =>
    count === 1 ? { error: missing } : { output: { value: "sent" }, receipt },
  );
  service.on("look-b", () => ({ error: { kind: "credentials", message: "no" } }));
  const runId = await startPlan([step("a", lookedUpTool), step("b", lookedUpTool)], {
    trustedWrites: [lookedUpTool.id],
  });
  const found = await stepWhen(runId, "a", "completed");
  expect(found).toMatchObject({ source: "look-up", output: { value: "sent" }, receipt });
  expect((await looks(runId)).filter(({ kind }) => kind !== "failed")).toEqual([
    { kind: "not-found", seen: 3 },
    { kind: "took-place" },
  ]);
  expect(service.calls.filter(({ name }) => name.endsWith("a")).map(({ key }) => key)).toEqual(
    Array(3).fill(`${runId}:a:1`),
  );
  const unknown = await stepWhen(runId, "b", "outcome-unknown");
  expect(unknown.looks).toMatchObject([{ answer: { kind: "failed", failure: { kind: "credentials" } } }]);
  expect([service.count("a"), service.count("b"), service.count("look-b")]).toEqual([1, 1, 1]);
}, 60_000);
