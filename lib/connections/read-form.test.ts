import { describe, expect, test } from "vitest";
import type { Connection } from "@/lib/domain/connection";
import { newId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { ConnectableApi } from "@/lib/tools/openapi/connectable-api";
import type { OAuthAccess } from "@/lib/tools/openapi/oauth-flows";
import { apiForm } from "./api-form";
import { connectionFormSchema, fieldsOf } from "./connection-form";
import { formValuesOf } from "./form-values";
import { builtinForm, builtinForms, builtinKinds } from "./kinds";
import { readForm } from "./read-form";

const shop = apiForm({
  id: "shop",
  kind: "api:shop",
  title: "Shop",
  origin: "https://shop.example",
  basePath: "/v1",
  needsAddress: false,
  addresses: [],
  combinations: [["token"]],
  needsCredentials: "all",
  credentials: [
    {
      scheme: "token",
      description: "",
      send: { kind: "bearer", word: "Bearer" },
      secretName: "token",
      oauth: null,
    },
  ],
});

const entered: Record<string, JsonObject> = {
  smtp: {
    host: "Mail.example.com",
    port: 587,
    encryption: "starttls",
    user: "ada",
    password: " p w ",
    from: "Ada <ada@example.com>",
  },
  slack: { address: "https://slack.com/api/", token: " xoxb-1 " },
  twilio: { address: "https://api.twilio.com", accountSid: "AC1", authToken: "t", from: "+14155550100" },
  postgres: {
    host: "::1",
    port: "5433",
    database: "my db",
    user: "r",
    password: "",
    searchPath: "a, b",
    ssl: "off",
  },
  scim: { address: "http://127.0.0.1:4010/scim/v2/" },
  shop: { address: "https://shop.example/v1/", token: "t" },
};

const read: Record<string, unknown> = {
  smtp: {
    origin: "smtp://mail.example.com:587",
    config: { user: "ada", from: "Ada <ada@example.com>", startTls: "required" },
    secrets: { password: " p w " },
  },
  slack: { origin: "https://slack.com", config: { apiPath: "/api/" }, secrets: { token: "xoxb-1" } },
  twilio: {
    origin: "https://api.twilio.com",
    config: { accountSid: "AC1", from: "+14155550100", apiPath: "" },
    secrets: { authToken: "t" },
  },
  postgres: {
    origin: "postgres://[::1]:5433/my%20db",
    config: { user: "r", searchPath: "a, b", ssl: "off" },
    secrets: { password: "" },
  },
  scim: { origin: "http://127.0.0.1:4010", config: { basePath: "/scim/v2" }, secrets: {} },
  shop: { origin: "https://shop.example", config: {}, secrets: { token: "t" } },
};

const formOf = (kind: string) => builtinForm(kind) ?? shop;

test.each(Object.keys(entered))(
  "what is entered for %s becomes origin, config and secrets, and back",
  (kind) => {
    const form = formOf(kind);
    const values = entered[kind] ?? {};
    const result = readForm(form, values);
    const secretNames = fieldsOf(form, form.methods[0] ?? null)
      .filter(({ part }) => part === "secret")
      .map(({ name }) => name);
    expect(result).toEqual({ kind: "read", connection: { ...Object(read[kind]), secretNames } });
    if (result.kind === "refused") return;
    const { origin, config } = result.connection;
    const connection: Connection = {
      ...{ id: newId("connection"), kind: form.kind, name: "x", origin, config, hasSecret: true },
      ...{ isDefault: true, isSandbox: false, createdAt: "2026-01-01T00:00:00.000Z" },
    };
    const again = readForm(form, formValuesOf(connection, form), {
      storedSecrets: new Set(["password", "token", "authToken"]),
    });
    expect(again).toMatchObject({ kind: "read", connection: { origin, config } });
  },
);

test.each([
  ["smtp", { port: 0 }, "port"],
  ["smtp", { port: "25; rm" }, "port"],
  ["smtp", { host: "mail.example.com:25" }, "host"],
  ["smtp", { host: "smtp://mail.example.com" }, "host"],
  ["smtp", { host: "" }, "host"],
  ["smtp", { encryption: "rot13" }, "encryption"],
  ["smtp", { from: "a@example.com\r\nBcc: evil@example.com" }, "from"],
  ["slack", { token: "" }, "token"],
  ["slack", { token: "a\nb" }, "token"],
  ["slack", { address: "slack.com" }, "address"],
  ["slack", { address: "ftp://slack.com" }, "address"],
  ["slack", { address: "https://user:word@slack.com" }, "address"],
  ["slack", { address: "https://slack.com/api?x=1" }, "address"],
  ["slack", { address: "https://slack.com/#x" }, "address"],
  ["postgres", { database: "" }, "database"],
  ["scim", { address: "javascript:alert(1)" }, "address"],
  ["shop", { token: null }, "token"],
  ["shop", { __proto__x: "1" }, null],
  ["shop", { token: { a: 1 } }, "token"],
])("refuses in the form of %s %j", (kind, change, field) => {
  const result = readForm(formOf(kind), { ...entered[kind], ...change });
  expect(result).toMatchObject({ kind: "refused", problems: [{ field }] });
});

test("says everything that is wrong at once", () => {
  const result = readForm(builtinForms.smtp, { port: "x" });
  const fields = result.kind === "refused" ? result.problems.map(({ field }) => field) : [];
  expect(fields).toEqual(["host", "port", "encryption", "from"]);
});

test("an absent secret may be kept, never an absent sender", () => {
  const { token: _token, ...rest } = entered.slack ?? {};
  expect(readForm(builtinForms.slack, rest).kind).toBe("refused");
  expect(readForm(builtinForms.slack, rest, { storedSecrets: new Set(["token"]) })).toMatchObject({
    connection: { secrets: {} },
  });
});

test.each([...builtinKinds])("the form of %s is well formed, its presets are the real service's", (kind) => {
  const form = connectionFormSchema.parse(builtinForms[kind]);
  const address = form.fields.find(({ name }) => name === "address");
  if (address?.preset) expect(String(address.preset)).toMatch(/^https:\/\//);
  for (const field of form.fields) expect(field.type === "password").toBe(field.part === "secret");
});

test.each(["https://{account}.shop.example/", "https://shop.example/{region}"])(
  "an address that is still an example is refused: %s",
  (address) => {
    const result = readForm(shop, { address, token: "t" });
    expect(result).toMatchObject({ kind: "refused", problems: [{ field: "address" }] });
  },
);

describe("ways to sign in", () => {
  const key = (scheme: string, place: "header" | "query" | "cookie", name: string) => ({
    ...{ scheme, description: "", secretName: `${scheme}.token`, oauth: null },
    send: { kind: "key" as const, in: place, name },
  });
  const bearer = (scheme: string, oauth: OAuthAccess | null = null) => ({
    ...{ scheme, description: "", secretName: `${scheme}.token`, oauth },
    send: { kind: "bearer" as const, word: "Bearer" },
  });
  const apiOf = (more: Partial<ConnectableApi>) =>
    apiForm({
      ...{ id: "bank", kind: "api:bank", title: "Bank", origin: "https://bank.example", basePath: "" },
      ...{ needsAddress: false, addresses: [], combinations: [], credentials: [], needsCredentials: "all" },
      ...more,
    });

  test("alternatives are ways to choose from, credentials needed together are one way", () => {
    const form = apiOf({
      credentials: [key("app", "header", "X-App"), key("user", "query", "user"), bearer("token")],
      combinations: [["token"], ["app", "user"]],
    });
    expect(form.methods.map(({ id, title, fields }) => [id, title, fields.map(({ name }) => name)])).toEqual([
      ["token:bearer", "Token", ["token.token"]],
      ["app:key+user:key", "API key and API key", ["app.token", "user.token"]],
      ["several", "Several of these", ["app.token", "user.token", "token.token"]],
    ]);
    const values = { address: "https://bank.example", method: "app:key+user:key", "app.token": "a" };
    expect(readForm(form, values)).toMatchObject({ kind: "refused", problems: [{ field: "user.token" }] });
    expect(readForm(form, { ...values, "user.token": "u" })).toMatchObject({
      connection: {
        config: { method: "app:key+user:key" },
        secrets: { "app.token": "a", "user.token": "u" },
      },
    });
    expect(readForm(form, { ...values, method: "__proto__" })).toMatchObject({
      problems: [{ field: "method" }],
    });
    expect(readForm(form, { ...values, "token.token": "of another way" }).kind).toBe("refused");
  });

  test("two schemes that go into the same header are one token, kept for both", () => {
    const flow = {
      kind: "authorizationCode" as const,
      authorizationUrl: "https://accounts.google.com/o/oauth2/v2/auth",
      tokenUrl: "https://oauth2.googleapis.com/token",
      ...{ refreshUrl: null, scopes: [] },
    };
    const access = { flows: [flow], metadataUrl: null, scopes: [] };
    const form = apiOf({
      credentials: [
        bearer("Oauth2", { flows: [], metadataUrl: null, scopes: [] }),
        bearer("Oauth2c", access),
      ],
      combinations: [["Oauth2", "Oauth2c"]],
    });
    expect(form.methods.map(({ id, tokenNames }) => [id, tokenNames])).toEqual([
      ["Oauth2c:authorizationCode", ["Oauth2.token", "Oauth2c.token"]],
      ["Oauth2:bearer", []],
    ]);
    const [signsIn] = form.methods;
    expect(signsIn?.fields.find(({ name }) => name === "oauth.parameters")?.preset).toBe(
      "access_type=offline&prompt=consent",
    );
    const pasted = { address: "https://bank.example", method: "Oauth2:bearer", "Oauth2.token": "t" };
    expect(readForm(form, pasted)).toMatchObject({
      connection: { config: { alsoFor: { "Oauth2.token": ["Oauth2c.token"] } } },
    });
  });

  test("an API that is open in part can be used without credentials", () => {
    const form = apiOf({
      credentials: [bearer("token")],
      combinations: [["token"]],
      needsCredentials: "some",
    });
    expect(form.methods.map(({ id }) => id)).toEqual(["token:bearer", "none"]);
    expect(readForm(form, { address: "https://bank.example", method: "none" })).toMatchObject({
      connection: { config: { method: "none" }, secrets: {}, secretNames: [] },
    });
  });

  test("user and password are both needed: a user alone would be a key in the clear", () => {
    const basic = { kind: "basic" as const, userName: "user" };
    const form = apiOf({
      credentials: [{ scheme: "b", description: "", send: basic, secretName: "password", oauth: null }],
      combinations: [["b"]],
    });
    const values = { address: "https://bank.example", user: "sk_live_key" };
    expect(readForm(form, values)).toMatchObject({ kind: "refused", problems: [{ field: "password" }] });
  });
});
