// Documents made to hurt: nothing is fetched, run or polluted, and every refusal is a sentence (N3, N4, P7).
import { describe, expect, test } from "vitest";
import { startServer } from "@/lib/connections/testing/http-server";
import type { JsonObject } from "@/lib/domain/json";
import { toolSchema } from "@/lib/domain/tool";
import { timed, timedBelow } from "@/lib/testing/idle-time";
import { connectableApis } from "./connectable-api";
import { parseOpenApi } from "./parse-openapi";
import { isSafePattern } from "./safe-pattern";
import { documentOf, operationOf, parsed } from "./testing/documents";

async function refusal(text: string): Promise<string> {
  const result = await parseOpenApi(text);
  if (result.kind === "parsed") throw new Error(`It was parsed into ${result.tools.length} tools.`);
  expect(result.message).toMatch(/^[A-Z].{10,400}[.)]$/s);
  return result.message;
}

const withSchema = (schema: JsonObject, schemas: JsonObject = {}) =>
  documentOf(
    {
      "/x": {
        post: operationOf({ operationId: "x", requestBody: { content: { "application/json": { schema } } } }),
      },
    },
    { components: { schemas } },
  );

describe("references", () => {
  test("N3: references to other documents are never fetched, and said to lead nowhere", async () => {
    const trap = await startServer((_request, _incoming, outgoing) => outgoing.end("{}"));
    const places = [
      `${trap.origin}/schema.json`,
      `${trap.origin}/schema.json#/a`,
      `//127.0.0.1:${trap.port}/x`,
      "file:///etc/passwd",
      "/etc/passwd",
      "../other.yaml#/components",
      "other.json",
      "data:application/json,{}",
    ];
    for (const place of places) {
      const loose = await parsed(withSchema({ type: "object", properties: { a: { $ref: place } } }));
      expect(loose.tools[0]?.input.properties).toEqual({ a: {} });
      expect(loose.warnings).toEqual([expect.stringContaining(`refers to others (“${place}”)`)]);
      expect(await refusal(JSON.stringify(documentOf({ "/x": { $ref: place } })))).toContain(place);
      const without = documentOf({ "/x": { get: operationOf({ parameters: [{ $ref: place }] }) } });
      expect((await parsed(without)).warnings).toHaveLength(1);
      // Where a reference is only data, it is left alone.
      const data = withSchema({
        type: "object",
        example: { $ref: place },
        properties: { a: { type: "string" } },
      });
      expect((await parsed(data)).warnings).toEqual([]);
    }
    expect(trap.connections()).toBe(0);
    await trap.close();
  });

  test("N3: references in circles end", async () => {
    const { tool } = await parsed(
      withSchema(
        { $ref: "#/components/schemas/Node" },
        {
          Node: {
            type: "object",
            title: "Node",
            properties: {
              name: { type: "string" },
              parent: { $ref: "#/components/schemas/Node" },
              children: { type: "array", items: { $ref: "#/components/schemas/Node" } },
              self: { $ref: "#/components/schemas/Self" },
              ring: { $ref: "#/components/schemas/RingA" },
              whole: { $ref: "#" },
            },
          },
          Self: { $ref: "#/components/schemas/Self" },
          RingA: { $ref: "#/components/schemas/RingB" },
          RingB: { $ref: "#/components/schemas/RingA" },
          Endless: { allOf: [{ $ref: "#/components/schemas/Endless" }] },
        },
      ),
    );
    const properties = tool("x").input.properties ?? {};
    expect(Object.keys(properties)).toEqual(["name", "parent", "children", "self", "ring", "whole"]);
    expect(properties.self).toEqual({});
    expect(properties.ring).toEqual({});
    const endless = { $ref: "#/components/schemas/Endless" };
    await parsed(withSchema(endless, { Endless: { allOf: [endless, endless] } }));
    const doubled = Array.from({ length: 40 }, (_, level): [string, JsonObject] => {
      const inner = { $ref: `#/components/schemas/D${level - 1}` };
      return [`D${level}`, level === 0 ? { type: "object" } : { allOf: [inner, inner] }];
    });
    await parsed(withSchema({ $ref: "#/components/schemas/D39" }, Object.fromEntries(doubled)));
    const chain = Array.from({ length: 50_000 }, (_, index): [string, JsonObject] => [
      `C${index}`,
      { properties: { next: { $ref: `#/components/schemas/C${index + 1}` } } },
    ]);
    await parsed(withSchema({ $ref: "#/components/schemas/C0" }, Object.fromEntries(chain)));
  });

  test("N3: references that multiply are cut, and what is left stays small", async () => {
    const schemas: JsonObject = { L0: { type: "object", properties: { text: { type: "string" } } } };
    for (let level = 1; level <= 40; level += 1) {
      const ref = { $ref: `#/components/schemas/L${level - 1}` };
      schemas[`L${level}`] = { type: "object", properties: { a: ref, b: ref, c: ref }, anyOf: [ref, ref] };
    }
    const body = { type: "object", properties: { deep: { $ref: "#/components/schemas/L40" } } };
    const { ms, result } = await timed(() => parsed(withSchema(body, schemas)));
    expect(ms).toBeLessThan(5000);
    expect(JSON.stringify(result.tools).length).toBeLessThan(500_000);
  });

  test("references to nothing, or to odd places, say nothing about the value", async () => {
    for (const pointer of [
      "#/nope",
      "#/__proto__",
      "#/constructor/name",
      "#anchor",
      "#/paths/~1x/post/summary",
    ]) {
      const { tool } = await parsed(withSchema({ type: "object", properties: { a: { $ref: pointer } } }));
      expect(tool("x").input.properties).toEqual({ a: {} });
    }
  });
});

describe("prototypes", () => {
  test("N3: __proto__ keys do nothing, and inherited names are no properties", async () => {
    const before = Object.keys(Object.prototype).length;
    const text = JSON.stringify(
      withSchema({
        type: "object",
        properties: {
          constructor: { type: "string" },
          toString: { type: "string" },
          PROTO: { type: "string" },
        },
        required: ["hasOwnProperty"],
      }),
    )
      .replaceAll("PROTO", "__proto__")
      .replace(
        '"paths":{',
        '"__proto__":{"polluted":true,"servers":[{"url":"http://evil.example"}]},"paths":{"__proto__":{"get":{}},',
      );
    const { tool, tools, api } = await parsed(text);
    expect(Object.keys(tool("x").input.properties ?? {})).toEqual(["constructor", "toString"]);
    expect(tools).toHaveLength(1);
    expect(JSON.stringify(api.document)).not.toContain("__proto__");
    expect(Object.keys(Object.prototype)).toHaveLength(before);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("N3: the same in YAML, and as names of parameters and schemes", async () => {
    const yaml = `
openapi: 3.0.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example}]
__proto__: {polluted: true}
paths:
  /x:
    get:
      operationId: __proto__
      parameters:
        - {name: __proto__, in: query, schema: {type: string}}
        - {name: constructor, in: query, schema: {type: string}}
        - {name: prototype, in: header, schema: {type: string}}
      security: [{__proto__: []}]
      responses: {__proto__: {}, '200': {description: ok}}
`;
    const { tools } = await parsed(yaml);
    expect(tools.map((tool) => toolSchema.parse(tool).id)).toEqual(["shop.__proto__"]);
    expect(Object.keys(tools[0]?.input.properties ?? {})).toEqual(["value", "constructor", "prototype"]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("P7: ids are made of a closed alphabet, whatever the document says", async () => {
    const names = [
      "../../../bin/sh",
      "node:child_process",
      "$(touch x)",
      "a\u0000b",
      "a\nb",
      "‮evil",
      "<script>",
      "💣",
    ];
    for (const name of names) {
      const document = documentOf({ [`/${name}`]: { get: operationOf({ operationId: name }) } });
      const { tools } = await parsed({ ...document, info: { title: name, version: "1" } });
      expect(tools).toHaveLength(1);
      for (const tool of tools)
        expect(toolSchema.parse(tool).id).toMatch(/^[a-z][a-z0-9-]*\.[A-Za-z0-9_-]+$/);
    }
  });
});

describe("size and depth", { timeout: 60_000 }, () => {
  test("N4: YAML's alias bombs are refused", async () => {
    const lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"];
    for (let level = 1; level < 12; level += 1) {
      const aliases = Array.from({ length: 10 }, () => `*a${level - 1}`).join(",");
      lines.push(`a${level}: &a${level} [${aliases}]`);
    }
    const { ms, result } = await timed(() => refusal(lines.join("\n")));
    expect(result).toContain("aliases");
    expect(ms).toBeLessThan(5000);
    const wide = `a: &a ${JSON.stringify("x".repeat(1_000_000))}\nb: [${Array.from({ length: 90 }, () => "*a").join(",")}]`;
    expect(await refusal(wide)).toContain("aliases");
    expect(await refusal("a: &a {b: *a}")).toMatch(/aliases|can't be read/);
  });

  test("N4: deep nesting is refused, as JSON and as YAML", async () => {
    const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
    const nested = JSON.stringify(documentOf({ "/x": { get: {} } })).replace(
      '"get":{}',
      `"get":${deep('{"a":', "}", 0)}DEEP`,
    );
    const inDocument = nested.replace("DEEP", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`);
    for (const text of [
      deep("[", "]", 2_000_000),
      deep("[", "]", 20_000),
      inDocument,
      `x: ${deep("[", "]", 50_000)}`,
    ]) {
      const { ms, result } = await timed(() => refusal(text));
      expect(result).toMatch(/nested too deeply|not an OpenAPI document/);
      expect(ms).toBeLessThan(5000);
    }
  });

  test("N3: 50 MB is refused at once", async () => {
    const { ms, result } = await timed(() =>
      refusal(`{"openapi":"3.1.0","x":"${"y".repeat(50 * 1024 * 1024)}"}`),
    );
    expect(result).toContain("larger than 48 MB");
    expect(ms).toBeLessThan(5000);
  });

  /** Two operations a path, with the same schema of 60 properties in and out. */
  const documentWith = (operations: number) => {
    const paths: JsonObject = {};
    const content = { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } };
    const responses = { 200: { description: "", content } };
    for (let index = 0; index < operations / 2; index += 1) {
      paths[`/things${index}/{id}`] = {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        get: { operationId: `getThing${index}`, responses },
        put: { operationId: `putThing${index}`, requestBody: { content }, responses },
      };
    }
    const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
    const properties = Object.fromEntries(
      names.map((name) => [name, { type: "string", description: "A property." }]),
    );
    return documentOf(paths, { components: { schemas: { Thing: { type: "object", properties } } } });
  };

  test("N3: 10,000 operations are imported in less than 5 s", async () => {
    const { ms, result } = await timedBelow(5000, () => parsed(documentWith(10_000)));
    expect(result.tools).toHaveLength(10_000);
    expect(ms).toBeLessThan(5000);
  });

  test("N3: more than 30,000 operations are refused", async () => {
    expect(await refusal(JSON.stringify(documentWith(30_002)))).toContain("30,000 operations");
  });

  test("N3: 10 MB of YAML take less than 5 s", async () => {
    const line = (index: number) =>
      `  /t${index}:\n    get:\n      summary: ${"Gets a thing of the shop. ".repeat(60)}\n      responses: {'200': {description: ok}}\n`;
    let text =
      "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\nservers: [{url: https://shop.example}]\npaths:\n";
    for (let index = 0; text.length < 9_900_000; index += 1) text += line(index);
    const { ms, result } = await timedBelow(5000, () => parsed(text));
    expect(result.tools.length).toBeGreaterThan(5000);
    expect(ms).toBeLessThan(5000);
  });
});

describe("patterns", () => {
  test.each([
    "^(a+)+$",
    "(a|a)*b",
    "^(\\w+\\s?)*$",
    "(.*)(.*)(.*)x",
    "(?=a)b",
    "(a)\\1",
    "a{1,100000}",
    "(",
    "x*y*z*",
  ])("N3: the pattern %s is left out", (pattern) => expect(isSafePattern(pattern)).toBe(false));
  test.each([
    "^[A-Z]{3}$",
    "^\\d{4}-\\d{2}-\\d{2}$",
    "^[a-z0-9-]+\\.[a-z]+$",
    "^(USD|EUR)$",
    "^\\+[1-9]\\d{1,14}$",
  ])("the pattern %s is kept", (pattern) => expect(isSafePattern(pattern)).toBe(true));
});

describe("what is no OpenAPI document", () => {
  test.each([
    ["", "empty"],
    ["   \n", "empty"],
    ["null", "not an OpenAPI document"],
    ["[]", "not an OpenAPI document"],
    ["hello", "not an OpenAPI document"],
    ["{}", "no “openapi” version"],
    ['{"openapi":', "can't be read as JSON"],
    ["a: [1, 2", "can't be read as"],
    ["<!doctype html><html></html>", "web page"],
    ['{"swagger":"2.0","info":{"title":"x"},"paths":{}}', "no operations"],
    ['{"swagger":"1.2","info":{"title":"x"},"paths":{}}', "Swagger 1.2"],
    ['{"openapi":"3.1.0","info":{"title":"x"},"webhooks":{"a":{"post":{}}}}', "webhooks"],
    ['{"openapi":"4.0.0","info":{"title":"x"},"paths":{}}', "OpenAPI 4.0.0"],
    ['{"openapi":"3.1.0","info":{"title":"x"}}', "no “paths”"],
    ['{"openapi":"3.1.0","info":{},"paths":{"/a":{"get":{}}}}', "info.title"],
    ['{"openapi":"3.1.0","info":{"title":"x"},"paths":{}}', "no operations"],
    [
      '{"openapi":"3.1.0","info":{"title":"x"},"servers":[{"url":"https://x.example"}],"paths":{}}',
      "no operations",
    ],
    [
      '{"openapi":"3.1.0","info":{"title":"x"},"servers":[{"url":"ftp://x"}],"paths":{"/a":{"get":{}}}}',
      "http or https",
    ],
    [
      '{"openapi":"3.1.0","info":{"title":"x"},"servers":[{"url":"https://a:b@x.example"}],"paths":{"/a":{"get":{}}}}',
      "password",
    ],
  ])("%s is refused with a sentence", async (text, words) => {
    expect(await refusal(text)).toContain(words);
  });

  test("odd values in odd places are passed over", async () => {
    const odd: unknown[] = [null, 1, "x", [], [[]], {}, true];
    for (const value of odd) {
      const operation = {
        operationId: value,
        summary: value,
        parameters: value,
        requestBody: value,
        responses: value,
        security: value,
        tags: value,
      };
      const text = JSON.stringify({
        ...documentOf({ "/a": { get: operationOf() } }),
        components: value,
        security: value,
        paths: {
          "/a": { get: operationOf() },
          "/b": value,
          "/c": { post: operation, parameters: [value] },
          c: value,
        },
      });
      const { tools } = await parsed(text);
      for (const tool of tools) toolSchema.parse(tool);
      expect(tools.length).toBeGreaterThanOrEqual(1);
    }
  });

  test("characters PostgreSQL can't store are replaced", async () => {
    const { tools } = await parsed(
      documentOf({ "/a": { get: operationOf({ summary: "Nul \u0000 and half \ud800" }) } }),
    );
    expect(tools[0]?.title).toBe("Nul \ufffd and half \ufffd");
  });
});

test("P8: operations on another origin need a connection of their own", async () => {
  const { tools, api, warnings } = await parsed(
    documentOf({
      "/a": { get: operationOf({ servers: [{ url: "https://evil.example" }] }) },
      "/b": { servers: [{ url: "https://shop.example:8443/up" }], get: operationOf() },
      "/c": { get: operationOf({ operationId: "c", servers: [{ url: "https://shop.example/v2" }] }) },
      "/d": { get: operationOf({ operationId: "d", servers: [{ url: "v3" }] }) },
      "/e": { get: operationOf({ operationId: "e", servers: [{ url: "ftp://shop.example" }] }) },
    }),
  );
  expect(tools.map(({ id, connectionKind }) => [id, connectionKind])).toEqual([
    ["shop.getA", "api:shop@evil.example"],
    ["shop.getB", "api:shop@shop.example:8443"],
    ["shop.c", "api:shop"],
    ["shop.d", "api:shop"],
  ]);
  expect(warnings).toEqual(["GET /e was left out: the server it is on can't be called from here."]);
  expect(connectableApis(api).map(({ kind, origin, basePath }) => [kind, origin, basePath])).toEqual([
    ["api:shop", "https://shop.example", "/v1"],
    ["api:shop@evil.example", "https://evil.example", ""],
    ["api:shop@shop.example:8443", "https://shop.example:8443", "/up"],
  ]);
});

test("P8: a document can't ask for connections to any number of origins", async () => {
  const paths = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [
      `/${index}`,
      { get: operationOf({ servers: [{ url: `https://s${index}.example` }] }) },
    ]),
  );
  const { tools, warnings } = await parsed(documentOf(paths));
  expect(tools).toHaveLength(20);
  expect(warnings[0]).toContain("more than 20 origins");
});

test("servers are understood with variables and relative to the document's address", async () => {
  const paths = { "/a": { get: operationOf() } };
  const servers = [
    {
      url: "https://{region}.shop.example/{v}/",
      variables: { region: { default: "eu" }, v: { default: "v2" } },
    },
  ];
  expect((await parsed(documentOf(paths, { servers }))).api).toMatchObject({
    origin: "https://eu.shop.example",
    basePath: "/v2",
  });
  const options = { documentUrl: "https://shop.example/docs/openapi.json" };
  const relative = await parsed(documentOf(paths, { servers: [{ url: "../v9" }] }), options);
  expect(relative.api).toMatchObject({ origin: "https://shop.example", basePath: "/v9" });
  expect(relative.api.document.servers).toEqual([{ url: "https://shop.example/v9" }]);
  const absent = await parsed(JSON.stringify({ ...documentOf(paths), servers: undefined }), options);
  expect(absent.api).toMatchObject({ origin: "https://shop.example", basePath: "" });
});
