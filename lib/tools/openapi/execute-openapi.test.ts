import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { type SeenRequest, startServer, type TestServer } from "@/lib/connections/testing/http-server";
import type { JsonObject } from "@/lib/domain/json";
import { checkSchema } from "@/lib/tools/check-schema";
import { ToolError } from "@/lib/tools/tool-contract";
import {
  callTool,
  connectionTo,
  documentOf,
  memoryFiles,
  operationOf,
  type Parsed,
  parsed,
} from "./testing/documents";

const running: TestServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

type Answer = (request: SeenRequest, incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

async function serve(answer: Answer): Promise<TestServer> {
  const server = await startServer(answer);
  running.push(server);
  return server;
}

/** Answers with the request it got. */
const echo: Answer = (request, _incoming, outgoing) => {
  outgoing.setHeader("content-type", "application/json");
  outgoing.end(JSON.stringify(request));
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => {
  return (_request, _incoming, outgoing) => {
    outgoing.writeHead(status, { "content-type": "application/json", ...headers });
    outgoing.end(JSON.stringify(body));
  };
};

async function failureOf(call: Promise<unknown>): Promise<ToolError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error("It was answered.");
}

/** The request that the service saw of a call. */
async function sent(
  api: Parsed,
  name: string,
  input: JsonObject,
  more: JsonObject = {},
): Promise<SeenRequest> {
  const server = await serve(echo);
  const tool = api.tool(name);
  expect(checkSchema(tool.input, input)).toEqual([]);
  const connection = connectionTo(api.api, server.origin, more);
  await callTool(api, tool, input, { connection });
  const [request] = server.requests;
  if (!request) throw new Error("Nothing was sent.");
  return request;
}

const values = { text: "blue & green", list: ["a b", "c,d"], object: { R: 100, "G&": "2/3" } };
const types = {
  text: { type: "string" },
  list: { type: "array", items: { type: "string" } },
  object: { type: "object", additionalProperties: true },
} satisfies Record<string, JsonObject>;

describe.each(["3.0.3", "3.1.0"])("parameters of an OpenAPI %s document", (version) => {
  /** One operation that takes a text, a list and an object in one style. */
  async function request(place: string, style: string, explode: boolean): Promise<SeenRequest> {
    const parameters = Object.entries(types).map(([name, schema]) => ({
      ...{ name, in: place, required: place === "path", style, explode, schema },
    }));
    const path = place === "path" ? "/p/{text}/{list}/{object}/end" : "/p";
    const document = {
      ...documentOf({ [path]: { get: operationOf({ operationId: "get", parameters }) } }),
      openapi: version,
    };
    return sent(await parsed(document), "get", values);
  }

  test.each([
    ["simple", false, "/blue%20%26%20green/a%20b,c%2Cd/R,100,G%26,2%2F3/"],
    ["simple", true, "/blue%20%26%20green/a%20b,c%2Cd/R=100,G%26=2%2F3/"],
    ["label", false, "/.blue%20%26%20green/.a%20b,c%2Cd/.R,100,G%26,2%2F3/"],
    ["label", true, "/.blue%20%26%20green/.a%20b.c%2Cd/.R=100.G%26=2%2F3/"],
    ["matrix", false, "/;text=blue%20%26%20green/;list=a%20b,c%2Cd/;object=R,100,G%26,2%2F3/"],
    ["matrix", true, "/;text=blue%20%26%20green/;list=a%20b;list=c%2Cd/;R=100;G%26=2%2F3/"],
  ])("path, %s, explode %s", async (style, explode, expected) => {
    expect((await request("path", style, explode)).url).toBe(`/v1/p${expected}end`);
  });

  test.each([
    ["form", true, "text=blue%20%26%20green&list=a%20b&list=c%2Cd&R=100&G%26=2%2F3"],
    ["form", false, "text=blue%20%26%20green&list=a%20b,c%2Cd&object=R,100,G%26,2%2F3"],
    ["spaceDelimited", false, "text=blue%20%26%20green&list=a%20b%20c%2Cd&object=R%20100%20G%26%202%2F3"],
    ["pipeDelimited", false, "text=blue%20%26%20green&list=a%20b%7Cc%2Cd&object=R%7C100%7CG%26%7C2%2F3"],
    [
      ...(["deepObject", true] as const),
      "text=blue%20%26%20green&list%5B%5D=a%20b&list%5B%5D=c%2Cd&object%5BR%5D=100&object%5BG%26%5D=2%2F3",
    ],
  ])("query, %s, explode %s", async (style, explode, expected) => {
    expect((await request("query", style, explode)).url).toBe(`/v1/p?${expected}`);
  });

  test.each([
    [false, "R,100,G&,2/3"],
    [true, "R=100,G&=2/3"],
  ])("header, simple, explode %s", async (explode, object) => {
    const { headers } = await request("header", "simple", explode);
    expect(headers).toMatchObject({ text: "blue & green", list: "a b,c,d", object });
  });

  test("cookie, form", async () => {
    const { headers } = await request("cookie", "form", false);
    expect(headers.cookie).toBe("text=blue%20%26%20green; list=a%20b,c%2Cd; object=R,100,G%26,2%2F3");
  });

  test("parameters with content are sent as JSON", async () => {
    const parameters = ["query", "header"].map((place) => ({
      ...{ name: `filter-${place}`, in: place, content: { "application/json": { schema: types.object } } },
    }));
    const document = {
      ...documentOf({ "/p": { get: operationOf({ operationId: "get", parameters }) } }),
      openapi: version,
    };
    const request = await sent(await parsed(document), "get", {
      "filter-query": { a: [1] },
      "filter-header": { b: "x" },
    });
    expect(new URL(request.url, "http://x").searchParams.get("filter-query")).toBe('{"a":[1]}');
    expect(request.headers["filter-header"]).toBe('{"b":"x"}');
  });

  test("absent and null optional inputs are not sent", async () => {
    const parameters = Object.entries(types).map(([name, schema]) => ({ name, in: "query", schema }));
    const document = {
      ...documentOf({ "/p": { get: operationOf({ operationId: "get", parameters }) } }),
      openapi: version,
    };
    const api = await parsed(document);
    const server = await serve(echo);
    await callTool(
      api,
      api.tool("get"),
      { text: null, list: [] },
      { connection: connectionTo(api.api, server.origin) },
    );
    expect(server.requests[0]?.url).toBe("/v1/p");
  });
});

describe("bodies", () => {
  const post = (content: JsonObject, more: JsonObject = {}) =>
    parsed(
      documentOf({
        "/p": {
          post: operationOf({ operationId: "post", requestBody: { required: true, content }, ...more }),
        },
      }),
    );
  const object = {
    type: "object",
    required: ["name"],
    properties: { name: { type: "string" }, tags: types.list, size: types.object, age: { type: "integer" } },
  };
  const input = { name: "Ä & b", tags: ["x", "y z"], size: { w: 1 } };

  test("JSON", async () => {
    const request = await sent(await post({ "application/json": { schema: object } }), "post", input);
    expect(request.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(request.body)).toEqual(input);
  });

  test("JSON that is no object, under its media type", async () => {
    const api = await post({ "application/vnd.shop+json": { schema: types.list } });
    const request = await sent(api, "post", { body: ["a"] });
    expect(request.headers["content-type"]).toBe("application/vnd.shop+json");
    expect(request.body).toBe('["a"]');
  });

  test("form", async () => {
    const encoding = { tags: { style: "form", explode: false } };
    const request = await sent(
      await post({ "application/x-www-form-urlencoded": { schema: object, encoding } }),
      "post",
      input,
    );
    expect(request.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(request.body).toBe("name=%C3%84%20%26%20b&tags=x,y%20z&size=%7B%22w%22%3A1%7D");
  });

  test("multipart, with a stored file", async () => {
    const properties = { ...object.properties, scan: { type: "string", format: "binary" } };
    const api = await post({ "multipart/form-data": { schema: { ...object, properties } } });
    expect(api.tool("post").input.properties?.scan).toEqual({ type: "string", format: "file" });
    const server = await serve(echo);
    const files = memoryFiles();
    const { id } = await files.write({
      name: 'a "b".txt',
      mediaType: "text/plain",
      content: Buffer.from("scanned"),
    });
    const connection = connectionTo(api.api, server.origin);
    await callTool(api, api.tool("post"), { ...input, scan: id }, { connection, files });
    const [request] = server.requests;
    const form = await new Response(request?.body ?? "", {
      headers: { "content-type": request?.headers["content-type"] ?? "" },
    }).formData();
    expect(form.get("name")).toBe("Ä & b");
    expect(form.getAll("tags")).toEqual(["x", "y z"]);
    expect(form.get("size")).toBe('{"w":1}');
    expect(request?.body).toContain("Content-Type: application/json\r\n\r\n{");
    const scan = form.get("scan");
    expect(scan instanceof File && [scan.type, await scan.text()]).toEqual(["text/plain", "scanned"]);
  });

  test("text and bytes", async () => {
    const text = await sent(await post({ "text/markdown": {} }), "post", { body: "# Hi" });
    expect([text.headers["content-type"], text.body]).toEqual(["text/markdown; charset=utf-8", "# Hi"]);
    const api = await post({ "application/octet-stream": {} });
    const files = memoryFiles();
    const { id } = await files.write({ name: "x", mediaType: "x/y", content: Buffer.from([1, 2, 3]) });
    const server = await serve(echo);
    const connection = connectionTo(api.api, server.origin);
    await callTool(api, api.tool("post"), { body: id }, { connection, files });
    expect(server.requests[0]?.body).toBe("\u0001\u0002\u0003");
    const failure = await failureOf(
      callTool(api, api.tool("post"), { body: "/etc/passwd" }, { connection, files }),
    );
    expect(failure.kind).toBe("bad-input");
  });

  test("an optional body that nothing was given for is not sent", async () => {
    const content = {
      "application/json": { schema: { type: "object", properties: { a: { type: "string" } } } },
    };
    const api = await parsed(
      documentOf({
        "/p": { post: operationOf({ operationId: "post", requestBody: { required: false, content } }) },
      }),
    );
    const request = await sent(api, "post", {});
    expect([request.body, request.headers["content-type"]]).toEqual(["", undefined]);
  });

  test("the idempotency key is the engine's, and no input", async () => {
    const parameters = [
      { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string" } },
    ];
    const request = await sent(
      await post({ "application/json": { schema: object } }, { parameters }),
      "post",
      input,
    );
    expect(request.headers["idempotency-key"]).toBe("key-1");
  });
});

describe("credentials", () => {
  const schemes = {
    bearer: { type: "http", scheme: "bearer" },
    basic: { type: "http", scheme: "basic" },
    header: { type: "apiKey", in: "header", name: "X-Api-Key" },
    query: { type: "apiKey", in: "query", name: "key" },
    cookie: { type: "apiKey", in: "cookie", name: "session" },
  };
  const secured = (securitySchemes: JsonObject, security: JsonObject[]) =>
    parsed(
      documentOf(
        { "/p": { get: operationOf({ operationId: "get" }) } },
        { components: { securitySchemes }, security },
      ),
    );

  test.each([
    ["bearer", { token: "t-1" }, { authorization: "Bearer t-1" }, "/v1/p"],
    [
      "basic",
      { password: "p:1" },
      { authorization: `Basic ${Buffer.from("ada:p:1").toString("base64")}` },
      "/v1/p",
    ],
    ["header", { token: "k-1" }, { "x-api-key": "k-1" }, "/v1/p"],
    ["query", { token: "k&1" }, {}, "/v1/p?key=k%261"],
    ["cookie", { token: "k;1" }, { cookie: "session=k%3B1" }, "/v1/p"],
  ] as const)("%s", async (name, secret, headers, url) => {
    const api = await secured({ [name]: schemes[name] }, [{ [name]: [] }]);
    const request = await sent(api, "get", {}, { secret: { ...secret }, config: { user: "ada" } });
    expect(request.headers).toMatchObject(headers);
    expect(request.url).toBe(url);
  });

  test("the first alternative the connection has everything for is taken", async () => {
    const api = await secured(schemes, [{ bearer: [], header: [] }, { query: [] }, {}]);
    const all = { "bearer.token": "b", "header.token": "h", "query.token": "q" };
    const { "bearer.token": _without, ...some } = all;
    expect((await sent(api, "get", {}, { secret: all })).headers).toMatchObject({
      authorization: "Bearer b",
      "x-api-key": "h",
    });
    expect((await sent(api, "get", {}, { secret: some })).url).toBe("/v1/p?key=q");
    expect((await sent(api, "get", {}, { secret: {} })).headers.authorization).toBeUndefined();
  });

  test("a call without the credentials it needs is not sent", async () => {
    const api = await secured({ bearer: schemes.bearer }, [{ bearer: [] }]);
    const server = await serve(echo);
    const connection = connectionTo(api.api, server.origin);
    expect((await failureOf(callTool(api, api.tool("get"), {}, { connection }))).kind).toBe("credentials");
    expect((await failureOf(callTool(api, api.tool("get"), {}, { connection: null }))).kind).toBe(
      "credentials",
    );
    const other = { ...connection, kind: "api:other" };
    expect((await failureOf(callTool(api, api.tool("get"), {}, { connection: other }))).kind).toBe(
      "credentials",
    );
    expect(server.requests).toEqual([]);
  });

  test("P8: no redirect, link to the next page or edited server takes credentials to another host", async () => {
    const trap = await serve(echo);
    for (const scheme of ["bearer", "basic", "header", "query", "cookie"] as const) {
      const api = await secured({ [scheme]: schemes[scheme] }, [{ [scheme]: [] }]);
      const secret = { token: "canary-4711", password: "canary-4711" };
      const redirecting = await serve((request, _incoming, outgoing) =>
        outgoing.writeHead(302, { location: `${trap.origin}${request.url}` }).end(),
      );
      const connection = connectionTo(api.api, redirecting.origin, { secret });
      const failure = await failureOf(callTool(api, api.tool("get"), {}, { connection }));
      expect(failure.kind).toBe("refused");
      expect(JSON.stringify([failure.message, failure.evidence])).not.toContain("canary");

      const paging = await serve(
        json(200, { next: `${trap.origin}/v1/p?page=2` }, { link: `<${trap.origin}>; rel="next"` }),
      );
      await callTool(
        api,
        api.tool("get"),
        {},
        { connection: connectionTo(api.api, paging.origin, { secret }) },
      );

      // The stored document was edited: its servers and the operation's now name the trap.
      const edited = { ...api, api: { ...api.api, document: structuredClone(api.api.document) } };
      edited.api.document.servers = [{ url: `${trap.origin}/v1` }];
      const own = await serve(echo);
      await callTool(
        edited,
        api.tool("get"),
        {},
        { connection: connectionTo(api.api, own.origin, { secret }) },
      );
      expect(own.requests).toHaveLength(1);
      edited.api.document = documentOf(
        { "/p": { get: operationOf({ operationId: "get", servers: [{ url: trap.origin }] }) } },
        { components: { securitySchemes: { [scheme]: schemes[scheme] } }, security: [{ [scheme]: [] }] },
      );
      const refused = callTool(
        edited,
        api.tool("get"),
        {},
        { connection: connectionTo(api.api, own.origin, { secret }) },
      );
      expect((await failureOf(refused)).kind).toBe("broken-tool");
    }
    expect(trap.connections()).toBe(0);
  });
});

describe("the address", () => {
  test("A2: no value of a path parameter leads to another operation", async () => {
    const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
    const api = await parsed(
      documentOf({ "/users/{id}/x": { get: operationOf({ operationId: "get", parameters }) } }),
    );
    const server = await serve(echo);
    const connection = connectionTo(api.api, server.origin);
    for (const id of [
      "..",
      ".",
      "",
      "%2e%2e",
      "../..",
      "../../admin",
      "..\\..",
      "a/b",
      "?x=1",
      "#x",
      "//evil.example",
      "@evil.example",
      "a\r\nb",
      "\u0000",
    ]) {
      const call = callTool(api, api.tool("get"), { id }, { connection });
      const failure = await call.then(
        () => null,
        (error: unknown) => error,
      );
      if (failure) expect(failure).toMatchObject({ kind: "bad-input" });
    }
    for (const { url, headers } of server.requests) {
      expect(url).toMatch(/^\/v1\/users\/[^/?#]+\/x$/);
      expect(headers.host).toBe(new URL(server.origin).host);
    }
    const seen = server.requests.map(({ url }) => decodeURIComponent(url.split("/")[3] ?? ""));
    expect(seen).toEqual([
      "%2e%2e",
      "../..",
      "../../admin",
      "..\\..",
      "a/b",
      "?x=1",
      "#x",
      "//evil.example",
      "@evil.example",
      "a\r\nb",
      "\u0000",
    ]);
  });

  test("a header can't be split by a value", async () => {
    const parameters = [{ name: "X-Note", in: "header", schema: { type: "string" } }];
    const api = await parsed(documentOf({ "/p": { get: operationOf({ operationId: "get", parameters }) } }));
    const server = await serve(echo);
    const call = callTool(
      api,
      api.tool("get"),
      { "X-Note": "a\r\nx-evil: 1" },
      { connection: connectionTo(api.api, server.origin) },
    );
    expect((await failureOf(call)).kind).toBe("bad-input");
    expect(server.connections()).toBe(0);
  });

  test("a connection may have the API under another path", async () => {
    const api = await parsed(documentOf({ "/p": { get: operationOf({ operationId: "get" }) } }));
    expect((await sent(api, "get", {}, { config: { basePath: "/proxy/shop/" } })).url).toBe("/proxy/shop/p");
    expect((await sent(api, "get", {}, { config: { basePath: "" } })).url).toBe("/p");
  });

  test("N1: a connection nobody looked at does not reach this machine", async () => {
    const api = await parsed(documentOf({ "/p": { get: operationOf({ operationId: "get" }) } }));
    const server = await serve(echo);
    const connection = connectionTo(api.api, server.origin, { config: { publicOnly: true } });
    expect((await failureOf(callTool(api, api.tool("get"), {}, { connection }))).kind).toBe("refused");
    expect(server.connections()).toBe(0);
  });
});

describe("answers", () => {
  const answering = async (answer: Answer, content: JsonObject | null, method = "get") => {
    const responses = { 200: { description: "", ...(content ? { content } : {}) } };
    const api = await parsed(documentOf({ "/p": { [method]: { operationId: "call", responses } } }));
    const server = await serve(answer);
    const files = memoryFiles();
    const connection = connectionTo(api.api, server.origin, { secret: { token: "canary-4711" } });
    const tool = api.tool("call");
    return { tool, files, call: () => callTool(api, tool, {}, { connection, files }) };
  };
  const schemaOf = (schema: JsonObject) => ({ "application/json": { schema } });

  test.each([
    [schemaOf({ type: "object" }), { a: 1 }, { a: 1 }],
    [schemaOf({ type: "array", items: { type: "object" } }), [{ a: 1 }], { items: [{ a: 1 }] }],
    [schemaOf({ type: "string" }), "x", { value: "x" }],
    [schemaOf({}), [1], { value: [1] }],
    [null, { a: 1 }, { status: 200, body: { a: 1 } }],
    [
      schemaOf({
        type: "object",
        required: ["b"],
        properties: { a: { type: "string" }, b: { type: ["string", "null"] } },
      }),
      { a: null, b: null, c: null },
      { b: null, c: null },
    ],
  ])("with the schema %j, %j comes out as %j", async (content, body, output) => {
    const { tool, call } = await answering(json(200, body), content);
    const result = await call();
    expect(result).toEqual({ output });
    expect(checkSchema(tool.output, result.output)).toEqual([]);
  });

  test("text comes out as text, other types as files", async () => {
    const text = await answering((_r, _i, outgoing) => outgoing.end("a,b\n1,2"), { "text/x-log": {} });
    expect(await text.call()).toEqual({ output: { text: "a,b\n1,2" } });
    const pdf = await answering(
      (_r, _i, outgoing) =>
        outgoing
          .writeHead(200, {
            "content-type": "application/pdf",
            "content-disposition": 'attachment; filename="../../x.pdf"',
          })
          .end(Buffer.from([37, 80, 68, 70, 0, 255])),
      { "application/pdf": {} },
    );
    const { output } = await pdf.call();
    expect(output).toMatchObject({ name: ".._.._x.pdf", mediaType: "application/pdf", sizeBytes: 6 });
    expect([...pdf.files.stored.values()][0]?.bytes).toEqual(Buffer.from([37, 80, 68, 70, 0, 255]));
  });

  test("an empty answer comes out as its status, or as an empty object", async () => {
    const empty: Answer = (_request, _incoming, outgoing) => outgoing.writeHead(204).end();
    expect(await (await answering(empty, null)).call()).toEqual({ output: { status: 204 } });
    expect(await (await answering(empty, schemaOf({ type: "object" }))).call()).toEqual({ output: {} });
  });

  test("R8: an answer that breaks the document's promise is said to", async () => {
    const list = await answering(json(200, []), schemaOf({ type: "object" }), "post");
    expect(await failureOf(list.call())).toMatchObject({ kind: "broken-tool", effectUncertain: true });
    const garbage = await answering(
      (_r, _i, outgoing) => outgoing.end("<html>"),
      schemaOf({ type: "object" }),
    );
    expect(await failureOf(garbage.call())).toMatchObject({ kind: "broken-tool", effectUncertain: false });
  });

  test("a write gives a receipt, a read none", async () => {
    const booked = await answering(
      json(201, { reference: "K7PMX2", status: "booked" }),
      schemaOf({ type: "object" }),
      "post",
    );
    expect((await booked.call()).receipt).toEqual({
      reference: "K7PMX2",
      service: "Shop",
      detail: { status: 201 },
    });
    const made = await answering(
      json(201, {}, { location: "/v1/p/7" }),
      schemaOf({ type: "object" }),
      "post",
    );
    expect((await made.call()).receipt).toMatchObject({ reference: "/v1/p/7" });
    expect(
      (await (await answering(json(200, { id: 1 }), schemaOf({ type: "object" }))).call()).receipt,
    ).toBeUndefined();
  });

  test.each([
    [400, "bad-input"],
    [401, "credentials"],
    [402, "refused"],
    [403, "credentials"],
    [404, "not-found"],
    [409, "bad-input"],
    [410, "not-found"],
    [418, "bad-input"],
    [422, "bad-input"],
    [429, "quota"],
    [500, "transient"],
    [503, "transient"],
    [599, "transient"],
  ])("HTTP %i is a failure of the kind %s", async (status, kind) => {
    const problem = {
      type: "about:blank",
      title: "No seats left",
      detail: "Flight SK12 is full.",
      errors: [{ pointer: "/seats", detail: "too many" }],
    };
    const { call } = await answering(
      json(status, problem, { "content-type": "application/problem+json", "retry-after": "30" }),
      null,
      "post",
    );
    const failure = await failureOf(call());
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(`Shop answered ${status}`);
    expect(failure.message).toContain("No seats left. Flight SK12 is full. /seats: too many.");
    expect(failure.evidence).toMatchObject({ status, retryAfterSeconds: 30 });
    expect(failure.effectUncertain).toBe(status === 500 || status === 599);
  });

  test.each([
    [{ error: { message: "Bad colour" } }, "Bad colour."],
    [{ error: "invalid_grant", error_description: "Expired" }, "Expired."],
    [{ message: "Nope!" }, "Nope!"],
    [{ detail: [{ loc: ["body", "x"], msg: "y" }] }, "Shop answered 400: body.x: y."],
    ["plain words", "plain words."],
    [null, "Shop answered 400."],
  ])("the reason in %j is found", async (body, message) => {
    const { call } = await answering(json(400, body), null);
    expect((await failureOf(call())).message).toContain(message);
  });

  test("S1: a service that echoes the credentials does not get them into the evidence", async () => {
    const spellings = [
      "canary-4711",
      encodeURIComponent("canary-4711"),
      Buffer.from("canary-4711").toString("base64"),
      Buffer.from("canary-4711").toString("hex"),
    ];
    const padding = "x".repeat(1990);
    const { call } = await answering(
      json(401, { message: spellings.join(" "), padding, more: spellings }),
      null,
    );
    const failure = await failureOf(call());
    for (const spelling of spellings) {
      expect(JSON.stringify([failure.message, failure.evidence])).not.toContain(spelling);
    }
  });
});
