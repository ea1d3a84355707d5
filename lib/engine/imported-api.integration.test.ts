// An imported API in a run: by way of the worker, the stored document, the connection's secret and a real service.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SeenRequest, startServer, type TestServer } from "@/lib/connections/testing/http-server";
import { closeRunFeed } from "@/lib/db/run-feed";
import { listEvents } from "@/lib/db/runs";
import type { Binding } from "@/lib/domain/binding";
import { type FileId, fileIdSchema } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import { stepRunOf } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import { fileAccess } from "@/lib/files/file-access";
import { importTools } from "@/lib/flow/import-tools";
import { addConnection } from "@/lib/flow/manage-connections";
import { closeEngineClient } from "./enqueue-run";
import {
  ended,
  id,
  killWorkers,
  literal,
  prepareTest,
  startPlan,
  startWorkerProcess,
  statuses,
  stepWhen,
} from "./testing/harness";
import { TestService } from "./testing/test-service";

const token = "canary-token-4711";
let testService: TestService;
let shop: TestServer;
let tools: Map<string, Tool>;
/** How often the shop has still to say that it is too much. */
let refusals = 1;

/** Notes the shop has taken. */
const taken: string[] = [];

const orders = Array.from({ length: 5 }, (_, index) => ({ id: `o-${index + 1}`, total: 10 * (index + 1) }));

/** Orders in pages of two, a report of an order, and a limit that is reached at first. */
function answer(request: SeenRequest): {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
} {
  const url = new URL(request.url, "http://shop");
  const json = { "content-type": "application/json" };
  if (request.headers.authorization !== `Bearer ${token}`) {
    return { status: 401, headers: json, body: JSON.stringify({ message: `not ${token}` }) };
  }
  if (refusals > 0) {
    refusals -= 1;
    const headers = {
      "content-type": "application/problem+json",
      "retry-after": "1",
      "x-ratelimit-limit": "60",
    };
    return { status: 429, headers, body: JSON.stringify({ title: "Too many requests" }) };
  }
  if (request.method === "POST") {
    taken.push(request.body);
    // What was begun and then broke off may have been done.
    const isBroken = request.body.includes("break");
    return { status: isBroken ? 500 : 201, headers: json, body: JSON.stringify({ id: "n-1" }) };
  }
  if (url.pathname === "/v1/orders") {
    const start = Number(url.searchParams.get("cursor") ?? 0);
    const more = start + 2 < orders.length ? { next_cursor: String(start + 2) } : {};
    const body = JSON.stringify({ orders: orders.slice(start, start + 2), ...more });
    return { status: 200, headers: json, body };
  }
  const headers = {
    "content-type": "application/pdf",
    "content-disposition": "attachment; filename=\"report.pdf\"; filename*=UTF-8''Bericht%20%C3%BC.pdf",
  };
  return { status: 200, headers, body: Buffer.from(`%PDF ${url.pathname}`) };
}

const document = (origin: string): JsonObject => ({
  openapi: "3.1.0",
  info: { title: "Tulip Shop", version: "1" },
  servers: [{ url: `${origin}/v1` }],
  security: [{ bearer: [] }],
  components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
  paths: {
    "/orders": {
      get: {
        operationId: "listOrders",
        summary: "List orders",
        parameters: [{ name: "cursor", in: "query", schema: { type: "string" } }],
        responses: {
          200: {
            description: "Orders",
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  required: ["orders"],
                  properties: {
                    orders: {
                      type: "array",
                      items: {
                        type: "object",
                        required: ["id", "total"],
                        properties: { id: { type: "string" }, total: { type: "number" } },
                      },
                    },
                    next_cursor: { type: "string" },
                  },
                },
              },
            },
          },
        },
      },
    },
    "/notes": {
      post: {
        operationId: "createNote",
        summary: "Create a note",
        requestBody: {
          content: {
            "application/json": {
              schema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
            },
          },
        },
        responses: { 201: { description: "The note" } },
      },
    },
    "/orders/{id}/report": {
      get: {
        operationId: "getReport",
        summary: "Get the report of an order",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: { description: "A PDF", content: { "application/pdf": {} } } },
      },
    },
  },
});

beforeAll(async () => {
  shop = await startServer((request, _incoming, outgoing) => {
    const { status, headers, body } = answer(request);
    outgoing.writeHead(status, headers).end(body);
  });
  testService = await TestService.start();
  await prepareTest();
  const imported = await importTools({ document: JSON.stringify(document(shop.origin)) });
  if (imported.kind === "refused") throw new Error(imported.message);
  tools = new Map(imported.tools.map((tool) => [tool.id.split(".")[1] ?? "", tool]));
  await addConnection({
    kind: `api:${imported.apiId}`,
    name: "The shop",
    origin: shop.origin,
    config: {},
    secrets: { token },
    isDefault: true,
    isSandbox: false,
  });
  await startWorkerProcess(testService.url);
});
afterAll(async () => {
  await killWorkers();
  await Promise.all([testService.stop(), shop.close(), closeRunFeed(), closeEngineClient()]);
});

function toolNamed(name: string): Tool {
  const tool = tools.get(name);
  if (!tool) throw new Error(`${name} is not among ${[...tools.keys()]}`);
  return tool;
}

function call(name: string, tool: Tool, inputs: Record<string, Binding>, after: string[] = []): Step {
  return {
    id: id(name),
    title: `Step ${name}`,
    toolId: tool.id,
    inputs,
    after: after.map(id),
    why: { words: "", reason: "" },
    position: null,
  };
}

test("R8, S1: a limit is waited for, all pages are read, and a file comes down into the store", async () => {
  const runId = await startPlan([
    call("orders", toolNamed("listOrders"), { maxPages: literal(10) }),
    call("report", toolNamed("getReport"), { id: literal("o-5") }, ["orders"]),
  ]);
  const run = await ended(runId);
  expect(statuses(run)).toEqual({ orders: "completed", report: "completed" });

  const read = stepRunOf(run, id("orders"));
  if (read.status !== "completed") throw new Error(read.status);
  expect(read.output).toEqual({ orders });

  const down = stepRunOf(run, id("report"));
  if (down.status !== "completed") throw new Error(down.status);
  expect(down.output).toEqual({
    file: expect.stringMatching(/^file_/),
    name: "Bericht ü.pdf",
    mediaType: "application/pdf",
    sizeBytes: 26,
  });
  const fileId: FileId = fileIdSchema.parse((down.output as JsonObject).file);
  expect((await fileAccess().read(fileId)).toString()).toBe("%PDF /v1/orders/o-5/report");

  const events = await listEvents(runId);
  const failed = events.map(({ body }) => body).filter(({ type }) => type === "attempt-failed");
  expect(failed).toMatchObject([
    {
      stepId: "orders",
      failure: {
        kind: "quota",
        message: "Tulip Shop answered 429 (too many requests): Too many requests. It asks to wait 1 s.",
        evidence: { status: 429, retryAfterSeconds: 1, rateLimit: { limit: 60 } },
      },
      retryAt: expect.any(String),
    },
  ]);
  expect(shop.requests.map(({ url }) => url)).toEqual([
    "/v1/orders",
    "/v1/orders",
    "/v1/orders?cursor=2",
    "/v1/orders?cursor=4",
    "/v1/orders/o-5/report",
  ]);
  expect(JSON.stringify(events)).not.toContain(token);
});

test("R2: a change that can't be repeated is made again after a refusal, and never after anything else", async () => {
  const note = toolNamed("createNote");
  expect(note).toMatchObject({ effect: "write", idempotency: "none" });
  const write = (text: string) =>
    startPlan([call("note", note, { text: literal(text) })], { trustedWrites: [note.id] });
  refusals = 2;
  const before = shop.requests.length;
  expect(statuses(await ended(await write("water the tulips")))).toEqual({ note: "completed" });
  expect(shop.requests.length - before).toBe(3);
  expect(taken).toEqual(['{"text":"water the tulips"}']);

  const unknown = await stepWhen(await write("break"), "note", "outcome-unknown");
  expect(unknown.status).toBe("outcome-unknown");
  expect(taken).toHaveLength(2);
});
