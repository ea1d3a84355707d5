import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { JsonObject } from "@/lib/domain/json";
import { toolSchema } from "@/lib/domain/tool";
import { flightsDocument } from "@/lib/sandbox/flights/openapi";
import { weatherDocument } from "@/lib/sandbox/weather/openapi";
import { documentOf, operationOf, parsed } from "./testing/documents";

/** The operation, its parameters and everything a tool is made of. */
const bookmark = documentOf(
  {
    "/people/{personId}/notes": {
      parameters: [{ name: "personId", in: "path", required: true, schema: { type: "integer" } }],
      post: {
        operationId: "addNote",
        summary: "Add a note.",
        description: "Adds a note to a person. It is kept for ever.",
        tags: ["people"],
        parameters: [
          { name: "dryRun", in: "query", schema: { type: "boolean", default: false } },
          { name: "X-Trace-Id", in: "header", description: "For support.", schema: { type: "string" } },
          { name: "session", in: "cookie", schema: { type: "string" } },
          { name: "Idempotency-Key", in: "header", schema: { type: "string" } },
          { name: "Authorization", in: "header", schema: { type: "string" } },
        ],
        requestBody: {
          content: {
            "application/json": { schema: { $ref: "#/components/schemas/NewNote" } },
            "text/plain": { schema: { type: "string" } },
          },
        },
        responses: {
          400: { description: "bad" },
          201: {
            description: "made",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Note" } } },
          },
        },
      },
    },
  },
  {
    components: {
      schemas: {
        NewNote: {
          type: "object",
          required: ["text", "id"],
          properties: {
            id: { type: "string", readOnly: true },
            text: { type: "string", maxLength: 500, description: "What to remember." },
            remindAt: { type: "string", format: "date-time" },
            recipientEmail: { type: "string" },
          },
        },
        Note: {
          allOf: [
            { $ref: "#/components/schemas/NewNote" },
            {
              properties: { createdAt: { type: "string", format: "date-time", minLength: 3 } },
              required: ["createdAt"],
            },
          ],
        },
      },
    },
  },
);

describe("a document becomes tools", () => {
  test("an operation becomes a tool with merged inputs and the first good answer as output", async () => {
    const { tools, warnings, api } = await parsed(bookmark);
    expect(warnings).toEqual([]);
    expect(api).toMatchObject({ id: "shop", title: "Shop", origin: "https://shop.example", basePath: "/v1" });
    expect(tools).toHaveLength(1);
    expect(toolSchema.parse(tools[0])).toEqual({
      id: "shop.addNote",
      version: expect.stringMatching(/^[0-9a-f]{16}$/),
      title: "Add a note",
      description: "Adds a note to a person. It is kept for ever.",
      examples: ["Add a note", "Adds a note to a person", "Add a note with Shop"].toSpliced(1, 0, "Add note"),
      source: {
        kind: "openapi",
        apiId: "shop",
        apiTitle: "Shop",
        method: "post",
        path: "/people/{personId}/notes",
      },
      icon: "file-text",
      effect: "write",
      undo: { kind: "unknown" },
      input: {
        type: "object",
        properties: {
          personId: { type: "integer" },
          dryRun: { type: "boolean", default: false },
          "X-Trace-Id": { type: "string", description: "For support." },
          session: { type: "string" },
          text: { type: "string", maxLength: 500, description: "What to remember." },
          remindAt: { type: "string", format: "date-time" },
          recipientEmail: { type: "string", format: "email" },
        },
        required: ["personId", "text"],
        additionalProperties: false,
      },
      output: {
        type: "object",
        properties: {
          id: { type: "string" },
          text: { type: "string", description: "What to remember." },
          remindAt: { type: "string", format: "date-time" },
          recipientEmail: { type: "string", format: "email" },
          createdAt: { type: "string", format: "date-time" },
        },
        required: ["text", "id", "createdAt"],
      },
      outputTrust: "untrusted",
      controlInputs: ["personId", "recipientEmail"],
      connectionKind: "api:shop",
      timeoutMs: 30_000,
      retry: { attempts: 3, backoffMs: 500 },
      idempotency: "key",
      asksPerson: false,
    });
  });

  test("the same document gives the same versions, a changed one another", async () => {
    const first = await parsed(bookmark);
    expect((await parsed(stringify(bookmark))).tools).toEqual(first.tools);
    const changed = structuredClone(bookmark);
    const text = JSON.stringify(changed).replace("What to remember.", "What to remember!");
    expect((await parsed(text)).tools[0]?.version).not.toBe(first.tools[0]?.version);
  });

  test("inputs of the same name in different places keep apart", async () => {
    const parameter = (place: string) => ({
      name: "id",
      in: place,
      required: true,
      schema: { type: "string" },
    });
    const { tool } = await parsed(
      documentOf({
        "/things/{id}": {
          put: operationOf({
            operationId: "putThing",
            parameters: [parameter("path"), parameter("query"), parameter("header"), parameter("cookie")],
            requestBody: {
              required: true,
              content: {
                "application/json": {
                  schema: {
                    type: "object",
                    properties: { id: { type: "string" }, queryId: { type: "string" } },
                  },
                },
              },
            },
          }),
        },
      }),
    );
    const inputs = Object.keys(tool("putThing").input.properties ?? {});
    expect(inputs).toEqual(["id", "queryId", "headerId", "cookieId", "bodyId", "bodyQueryId"]);
  });

  test("operations without an id, and with the same one, get ids that fit", async () => {
    const { tools } = await parsed(
      documentOf({
        "/users/{user-id}/posts": { get: operationOf({ parameters: [{ name: "user-id", in: "path" }] }) },
        "/a": {
          get: operationOf({ operationId: "list things/now" }),
          put: operationOf({ operationId: "same" }),
        },
        "/b": {
          get: operationOf({ operationId: "same" }),
          post: operationOf({ operationId: "grün ändern" }),
        },
        "/c": {
          get: operationOf({ operationId: "../../etc/passwd" }),
          put: operationOf({ operationId: "数据" }),
        },
        "/d": { get: operationOf({ operationId: "x".repeat(500) }) },
      }),
    );
    const ids = tools.map((tool) => toolSchema.parse(tool).id);
    expect(ids.slice(0, 8)).toEqual([
      "shop.getUsersByUserIdPosts",
      "shop.listThingsNow",
      "shop.same",
      "shop.same-2",
      "shop.grunAndern",
      "shop.etcPasswd",
      "shop.putC",
      expect.stringMatching(/^shop\.x{91}-[0-9a-f]{8}$/),
    ]);
    expect(tools[0]?.title).toBe("Get users posts");
  });

  test("answers that are no objects are wrapped, and others stored or read", async () => {
    const answer = (content: JsonObject | null) =>
      operationOf({ responses: { 200: { description: "", ...(content ? { content } : {}) } } });
    const json = (schema: JsonObject) => answer({ "application/json": { schema } });
    const { tools } = await parsed(
      documentOf({
        "/list": { get: json({ type: "array", items: { type: "string" } }) },
        "/number": { get: json({ type: "number" }) },
        "/any": { get: json({}) },
        "/either": {
          get: json({
            oneOf: [{ type: "object", properties: { a: { type: "string" } } }, { type: "object" }],
          }),
        },
        "/csv": { get: answer({ "text/csv": {} }) },
        "/pdf": { get: answer({ "application/pdf": {} }) },
        "/none": { get: answer(null) },
        "/vendor": {
          get: answer({ "application/pdf": {}, "application/hal+json": { schema: { type: "object" } } }),
        },
      }),
    );
    expect(tools.map((tool) => Object.keys(tool.output.properties ?? {}))).toEqual([
      ["items"],
      ["value"],
      ["value"],
      [],
      ["table"],
      ["file", "name", "mediaType", "sizeBytes"],
      ["status", "body"],
      [],
    ]);
    expect(tools[0]?.output).toEqual({
      type: "object",
      properties: { items: { type: "array", items: { type: "string" } } },
      required: ["items"],
    });
    expect(tools.every((tool) => tool.output.type === "object" || tool.output.anyOf)).toBe(true);
  });

  test("OpenAPI 3.0's dialect is translated", async () => {
    const schema = {
      type: "object",
      properties: {
        age: { type: "integer", minimum: 0, exclusiveMinimum: true, nullable: true, example: 7 },
        kind: { type: "string", enum: ["a", "b"], nullable: true },
        secret: { type: "string", writeOnly: true },
      },
    };
    const content = { "application/json": { schema } };
    const { tool } = await parsed({
      ...documentOf({
        "/x": {
          post: {
            operationId: "x",
            requestBody: { content },
            responses: { 200: { description: "", content } },
          },
        },
      }),
      openapi: "3.0.3",
    });
    expect(tool("x").input.properties).toEqual({
      age: { type: ["integer", "null"], exclusiveMinimum: 0, examples: [7] },
      kind: { type: ["string", "null"], enum: ["a", "b", null] },
      secret: { type: "string" },
    });
    expect(tool("x").output.properties).toEqual({
      age: { type: ["integer", "null"] },
      kind: { type: ["string", "null"] },
    });
  });

  test("the sandbox's own documents are imported whole", async () => {
    const weather = await parsed(weatherDocument("http://127.0.0.1:4010/weather"));
    expect(weather.tools.map(({ id, effect }) => [id, effect])).toEqual([
      ["weather.getForecast", "read"],
      ["weather.searchPlaces", "read"],
    ]);
    const flights = await parsed(flightsDocument("http://127.0.0.1:4010/flights"));
    const summary = flights.tools.map(({ id, effect, idempotency, undo }) => ({
      id,
      effect,
      idempotency,
      undo,
    }));
    expect(summary).toContainEqual({
      id: "flights.bookFlight",
      effect: "irreversible",
      idempotency: "key",
      undo: {
        ...{ kind: "tool", toolId: "flights.cancelBooking" },
        inputs: { reference: { from: "output", path: ["reference"] } },
      },
    });
    expect(flights.warnings).toEqual([]);
    expect(flights.tool("searchOffers").input.properties?.from).toMatchObject({ format: "airport" });
  });
});

describe("effects", () => {
  const cases: [method: string, path: string, operation: object, effect: string][] = [
    ["get", "/orders", { operationId: "listOrders" }, "read"],
    ["get", "/orders", { operationId: "orderDetails" }, "read"],
    ["get", "/messages", { summary: "Messages of a channel" }, "read"],
    ["get", "/bookings/{id}/cancel", { operationId: "cancelBooking" }, "irreversible"],
    ["get", "/send", { summary: "Sends a reminder" }, "irreversible"],
    ["head", "/files/{id}", {}, "read"],
    ["post", "/orders/search", { operationId: "searchOrders" }, "read"],
    ["post", "/query", {}, "read"],
    ["post", "/orders/preview", { operationId: "previewOrder" }, "read"],
    ["post", "/addresses/validate", {}, "read"],
    [
      "post",
      "/emails/validate",
      { operationId: "validateAndSend", summary: "Send after validating" },
      "irreversible",
    ],
    ["post", "/notes", { operationId: "createNote" }, "write"],
    ["put", "/notes/{id}", { operationId: "replaceNote" }, "write"],
    ["patch", "/notes/{id}", {}, "write"],
    ["post", "/orders", { operationId: "createOrder" }, "irreversible"],
    ["post", "/payments", {}, "irreversible"],
    ["post", "/charge", {}, "irreversible"],
    ["post", "/messages", { operationId: "createMessage" }, "irreversible"],
    ["post", "/posts/{id}/publish", {}, "irreversible"],
    ["post", "/flights/{id}/checkin", { operationId: "checkInPassenger" }, "write"],
    ["delete", "/notes/{id}", { operationId: "deleteNote" }, "irreversible"],
    ["post", "/subscriptions/{id}/cancel", { operationId: "cancel_subscription" }, "irreversible"],
  ];
  test.each(cases)("%s %s %j is judged as %s", async (method, path, operation, effect) => {
    const parameters = path.includes("{id}") ? [{ name: "id", in: "path", schema: { type: "string" } }] : [];
    const { tools } = await parsed(
      documentOf({ [path]: { [method]: operationOf({ ...operation, parameters }) } }),
    );
    expect(tools[0]?.effect).toBe(effect);
  });

  test("with which values it is undone is taken from a link, and only where all of it is understood", async () => {
    const parameters = [
      { name: "id", in: "path", required: true, schema: { type: "string" } },
      { name: "shop", in: "query", required: true, schema: { type: "string" } },
    ];
    const linked = (operationId: string, given: Record<string, string>) =>
      operationOf({
        operationId,
        parameters: [{ name: "shop", in: "query", schema: { type: "string" } }],
        requestBody: {
          content: {
            "application/json": { schema: { type: "object", properties: { sku: { type: "string" } } } },
          },
        },
        responses: {
          201: {
            description: "",
            content: { "application/json": { schema: { type: "array", items: { type: "object" } } } },
            links: { undo: { operationId: "removeThing", parameters: given } },
          },
        },
      });
    const { tool } = await parsed(
      documentOf({
        "/a": { post: linked("layA", { id: "$response.body#/0/id", "query.shop": "$request.query.shop" }) },
        "/b": { post: linked("layB", { id: "$request.body#/sku", shop: "main" }) },
        "/c": { post: linked("layC", { id: "$response.body#/0/id" }) },
        "/d": { post: linked("layD", { id: "x-{$request.query.shop}", shop: "main" }) },
        "/e": { post: linked("layE", { id: "$response.header.Location", shop: "main" }) },
        "/f": { post: linked("layF", { other: "$request.query.shop", id: "1", shop: "main" }) },
        "/things/{id}/remove": { post: operationOf({ operationId: "removeThing", parameters }) },
      }),
    );
    const inputsOf = (name: string) => {
      const { undo } = tool(name);
      return undo.kind === "tool" ? undo.inputs : null;
    };
    expect(inputsOf("layA")).toEqual({
      id: { from: "output", path: ["items", 0, "id"] },
      shop: { from: "input", path: ["shop"] },
    });
    expect(inputsOf("layB")).toEqual({
      id: { from: "input", path: ["sku"] },
      shop: { from: "value", value: "main" },
    });
    for (const name of ["layC", "layD", "layE", "layF"]) expect(inputsOf(name)).toBeUndefined();
  });

  test("undo is recognised by path, by words and by links", async () => {
    const parameters = [{ name: "id", in: "path", schema: { type: "string" } }];
    const { tool } = await parsed(
      documentOf({
        "/notes": { post: operationOf({ operationId: "createNote" }) },
        "/notes/{id}": { delete: operationOf({ operationId: "deleteNote", parameters }) },
        "/notes/{id}/restore": { post: operationOf({ operationId: "restoreNote", parameters }) },
        "/notes/{id}/star": {
          put: operationOf({ operationId: "starNote", parameters }),
          delete: operationOf({ operationId: "unstarNote", parameters }),
        },
        "/trips/book": { post: operationOf({ operationId: "bookTrip" }) },
        "/reservations/{id}": { delete: operationOf({ operationId: "cancelTripBooking", parameters }) },
        "/tables": {
          post: operationOf({
            operationId: "layTable",
            responses: { 201: { description: "", links: { undo: { operationId: "removeTable" } } } },
          }),
        },
        "/furniture/{id}/remove": { post: operationOf({ operationId: "removeTable", parameters }) },
      }),
    );
    const undoOf = (name: string) => ({ effect: tool(name).effect, undo: tool(name).undo });
    const by = (name: string) => ({ kind: "tool", toolId: `shop.${name}` });
    expect(undoOf("createNote")).toEqual({ effect: "write", undo: by("deleteNote") });
    expect(undoOf("deleteNote")).toEqual({ effect: "write", undo: by("restoreNote") });
    expect(undoOf("starNote")).toEqual({ effect: "write", undo: by("unstarNote") });
    expect(undoOf("bookTrip")).toEqual({ effect: "irreversible", undo: by("cancelTripBooking") });
    expect(undoOf("layTable")).toEqual({ effect: "write", undo: by("removeTable") });
    expect(undoOf("cancelTripBooking")).toEqual({ effect: "irreversible", undo: { kind: "none" } });
  });

  test("R2: a change that can't be repeated says so, and is tried again only when it was refused", async () => {
    const parameters = [{ name: "id", in: "path", schema: { type: "string" } }];
    const { tools } = await parsed(
      documentOf({
        "/n": { get: operationOf(), post: operationOf() },
        "/n/{id}": {
          put: operationOf({ parameters }),
          patch: operationOf({ parameters }),
          delete: operationOf({ parameters }),
        },
      }),
    );
    expect(
      tools.map(({ source, idempotency, retry }) => [
        source.kind === "openapi" && source.method,
        idempotency,
        retry.attempts,
      ]),
    ).toEqual([
      ["get", "natural", 3],
      ["post", "none", 3],
      ["put", "natural", 3],
      ["delete", "natural", 3],
      ["patch", "none", 3],
    ]);
  });
});
