import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import { inputsOf } from "./operation-inputs";
import { shapesContext } from "./operation-shapes";
import { findOperation } from "./operations";
import { createReferences } from "./references";
import { parsed } from "./testing/documents";

const shop: JsonObject = {
  swagger: "2.0",
  info: { title: "Shop", version: "1" },
  host: "api.shop.example",
  basePath: "/v2",
  schemes: ["http", "https"],
  consumes: ["application/json"],
  produces: ["application/json"],
  securityDefinitions: {
    user: { type: "basic" },
    key: { type: "apiKey", in: "header", name: "X-Key" },
    app: {
      type: "oauth2",
      flow: "application",
      tokenUrl: "https://auth.shop.example/token",
      scopes: { "orders:read": "Read orders" },
    },
    person: {
      type: "oauth2",
      flow: "accessCode",
      authorizationUrl: "https://auth.shop.example/authorize",
      tokenUrl: "https://auth.shop.example/token",
      scopes: {},
    },
  },
  security: [{ key: [] }, { app: ["orders:read"] }],
  parameters: {
    Id: { name: "id", in: "path", required: true, type: "string" },
    NewOrder: { name: "order", in: "body", required: true, schema: { $ref: "#/definitions/Order" } },
    Photo: { name: "photo", in: "formData", type: "file", description: "A picture." },
  },
  responses: { Order: { description: "An order.", schema: { $ref: "#/definitions/Order" } } },
  definitions: {
    Order: {
      type: "object",
      required: ["item"],
      properties: { item: { type: "string" }, note: { type: "string", "x-nullable": true } },
    },
  },
  paths: {
    "/orders": {
      get: {
        operationId: "listOrders",
        parameters: [
          { name: "state", in: "query", type: "array", items: { type: "string" }, collectionFormat: "multi" },
          { name: "tags", in: "query", type: "array", items: { type: "string" }, collectionFormat: "pipes" },
          { name: "ids", in: "query", type: "array", items: { type: "integer" } },
          { name: "limit", in: "query", type: "integer", maximum: 100, default: 20 },
        ],
        responses: {
          200: { description: "", schema: { type: "array", items: { $ref: "#/definitions/Order" } } },
        },
      },
      post: {
        operationId: "createOrder",
        parameters: [{ $ref: "#/parameters/NewOrder" }],
        responses: { 201: { $ref: "#/responses/Order" } },
      },
    },
    "/orders/{id}/photo": {
      parameters: [{ $ref: "#/parameters/Id" }],
      get: {
        operationId: "getPhoto",
        produces: ["image/png"],
        responses: { 200: { description: "", schema: { type: "file" } } },
      },
      put: {
        operationId: "putPhoto",
        parameters: [
          { $ref: "#/parameters/Photo" },
          { name: "caption", in: "formData", type: "string", required: true },
        ],
        responses: { 204: { description: "" } },
      },
    },
    "/login": {
      post: {
        operationId: "logIn",
        consumes: ["application/x-www-form-urlencoded"],
        parameters: [{ name: "user", in: "formData", type: "string", required: true }],
        responses: { 200: { description: "", schema: { type: "string" } } },
        security: [{ user: [] }],
      },
    },
  },
};

describe("a Swagger 2.0 document", () => {
  test("becomes the tools its OpenAPI 3 twin would", async () => {
    const { api, tools, tool, warnings } = await parsed(shop);
    expect(warnings).toEqual([]);
    expect(api).toMatchObject({
      origin: "https://api.shop.example",
      basePath: "/v2",
      needsCredentials: "all",
    });
    expect(api.addresses.map(({ template }) => template)).toEqual([
      "https://api.shop.example/v2",
      "http://api.shop.example/v2",
    ]);
    expect(tools).toHaveLength(5);
    expect(tool("createOrder").input).toEqual({
      type: "object",
      properties: { item: { type: "string" }, note: { type: ["string", "null"] } },
      required: ["item"],
      additionalProperties: false,
    });
    expect(tool("createOrder").output.properties).toEqual(tool("createOrder").input.properties);
    expect(Object.keys(tool("listOrders").output.properties ?? {})).toEqual(["items"]);
    expect(tool("getPhoto").output.properties).toMatchObject({ file: { format: "file" } });
    expect(tool("putPhoto").input).toMatchObject({
      properties: {
        id: {},
        photo: { type: "string", format: "file", description: "A picture." },
        caption: {},
      },
      required: ["id", "caption"],
    });
  });

  test("keeps how lists are written, and which type a form has", async () => {
    const { document } = (await parsed(shop)).api;
    const references = createReferences(document);
    const inputs = (path: string, method: string) => {
      const operation = findOperation(document, references, { path, method });
      if (!operation) throw new Error(`${method} ${path} is missing.`);
      return inputsOf(operation, shapesContext(references, 1000).input);
    };
    const styles = inputs("/orders", "get").inputs.flatMap(({ place }) =>
      place.in === "parameter"
        ? [[place.parameter.name, place.parameter.style, place.parameter.explode]]
        : [],
    );
    expect(styles).toEqual([
      ["state", "form", true],
      ["tags", "pipeDelimited", false],
      ["ids", "form", false],
      ["limit", "form", true],
    ]);
    expect(inputs("/orders/{id}/photo", "put").body?.mediaType).toBe("multipart/form-data");
    expect(inputs("/login", "post").body?.mediaType).toBe("application/x-www-form-urlencoded");
  });

  test("has its credentials described, with the flows that lead to a token", async () => {
    const { credentials, combinations } = (await parsed(shop)).api;
    expect(
      credentials.map(({ scheme, send, oauth }) => [scheme, send.kind, oauth?.flows.map(({ kind }) => kind)]),
    ).toEqual([
      ["user", "basic", undefined],
      ["key", "key", undefined],
      ["app", "bearer", ["clientCredentials"]],
      ["person", "bearer", ["authorizationCode"]],
    ]);
    expect(credentials[2]?.oauth).toMatchObject({
      flows: [{ tokenUrl: "https://auth.shop.example/token" }],
      scopes: [{ name: "orders:read", description: "Read orders" }],
    });
    expect(combinations).toEqual([["key"], ["app"], ["user"]]);
  });

  test("N4: shared parts are referred to, so that no document grows by being upgraded", async () => {
    const text = "x".repeat(100_000);
    const large = structuredClone(shop);
    large.parameters = { Big: { name: "b", in: "body", schema: { type: "object", description: text } } };
    large.responses = { Big: { description: "", schema: { type: "object", description: text } } };
    large.paths = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `/a${index}`,
        {
          post: {
            parameters: [{ $ref: "#/parameters/Big" }],
            responses: { 200: { $ref: "#/responses/Big" } },
          },
        },
      ]),
    );
    const { api } = await parsed(large);
    expect(JSON.stringify(api.document).length).toBeLessThan(2_000_000);
  });

  test("N3: odd values in odd places are passed over", async () => {
    for (const odd of [null, 1, "x", [], [[]], {}, true]) {
      const document = {
        ...shop,
        parameters: odd,
        responses: odd,
        definitions: odd,
        securityDefinitions: { a: odd, b: { type: "oauth2", flow: odd, scopes: odd } },
        consumes: odd,
        produces: odd,
        schemes: odd,
        paths: {
          "/a": {
            get: { operationId: "a", parameters: odd, responses: odd, consumes: odd },
            parameters: [odd],
          },
          "/b": odd,
          "/c": { post: odd, get: { parameters: [{ in: odd, name: odd }], responses: { 200: odd } } },
        },
      };
      const { tools } = await parsed(JSON.stringify(document));
      expect(tools.length).toBeGreaterThanOrEqual(1);
    }
  });
});
