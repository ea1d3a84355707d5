// OAuth from the form to the call, with a real OAuth server and a real API behind it.
import { eq } from "drizzle-orm";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findConnectionForm } from "@/lib/connections/find-form";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { openConnection, renewConnection } from "@/lib/connections/open-connection";
import type { SeenRequest } from "@/lib/connections/testing/http-server";
import { startServer, type TestServer } from "@/lib/connections/testing/http-server";
import { type OAuthServer, startOAuthServer, testClient } from "@/lib/connections/testing/oauth-server";
import { db } from "@/lib/db/client";
import { connectedKinds, listConnectionStates } from "@/lib/db/connections";
import { apis, connections, grants, signIns } from "@/lib/db/schema";
import { findSignIn } from "@/lib/db/sign-ins";
import { findTools } from "@/lib/db/tools";
import type { Connection } from "@/lib/domain/connection";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { executorFor } from "@/lib/tools/executor-for";
import { memoryFiles } from "@/lib/tools/openapi/testing/documents";
import { type OpenConnection, type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import { finishSignIn } from "./finish-sign-in";
import { importTools } from "./import-tools";
import { lookUpSignIn } from "./look-up-sign-in";
import { createConnection, updateConnection } from "./manage-connections";
import { startSignIn } from "./start-sign-in";
import { rotateSecret, testConnection } from "./try-connection";

const redirectUri = "http://127.0.0.1:3000/connections/oauth/callback";
const browserKey = "b".repeat(43);
const kind = "api:ledger";
let service: OAuthServer;
const others: TestServer[] = [];

beforeEach(async () => {
  await db().delete(apis);
  await db().delete(connections);
  service = await startOAuthServer({ redirectUris: [redirectUri] });
  const imported = await importTools({ document: JSON.stringify(service.document) });
  if (imported.kind === "refused") throw new Error(imported.message);
});
afterEach(async () => {
  await Promise.all([service.close(), ...others.splice(0).map((one) => one.close())]);
});

const personal = (more: Record<string, string> = {}) => ({
  method: "person:authorizationCode",
  address: `${service.api.origin}/v1`,
  "oauth.authorizationUrl": `${service.issuer}/authorize`,
  "oauth.tokenUrl": `${service.issuer}/token`,
  "oauth.clientId": testClient.id,
  "oauth.clientSecret": testClient.secret,
  "oauth.scopes": "me.read",
  ...more,
});
const robotic = (more: Record<string, string> = {}) => ({
  method: "program:clientCredentials",
  address: `${service.api.origin}/v1`,
  "oauth.tokenUrl": `${service.issuer}/token`,
  "oauth.clientId": testClient.id,
  "oauth.clientSecret": testClient.secret,
  ...more,
});

async function made(values: Record<string, string>): Promise<Connection> {
  const result = await createConnection({ kind, name: "Ledger", values, makeDefault: true });
  if (result.kind !== "saved") throw new Error(JSON.stringify(result));
  return result.connection;
}

async function started({ id }: Connection): Promise<string> {
  const start = { connectionId: id, redirectUri, returnTo: "/connections", browserKey };
  const result = await startSignIn(start);
  if (result.kind === "refused") throw new Error(result.message);
  return result.address;
}

/** Comes back with an answer, and says what came of it. */
async function cameBack(address: URL | string): Promise<string> {
  const { searchParams, origin, pathname } = new URL(address);
  const came = { parameters: searchParams, address: `${origin}${pathname}`, browserKey };
  const result = await finishSignIn(came);
  if (result.kind === "unknown") return "unknown";
  const signIn = await findSignIn(result.signInId);
  return `${signIn?.status}: ${signIn?.message}`;
}

async function signedIn(more: Record<string, string> = {}): Promise<Connection> {
  const connection = await made(personal(more));
  expect(await cameBack(await service.allow(await started(connection)))).toBe(
    "completed: “Ledger” is signed in.",
  );
  return connection;
}

async function call(operation: string, connection: Connection): Promise<Json> {
  const id = toolIdSchema.parse(`ledger.${operation}`);
  const tool = (await findTools([id])).get(id);
  const execute = tool && executorFor(tool);
  if (!execute) throw new Error(`no ${id}`);
  return (await execute({}, contextWith(await openConnection(connection.id)))).output;
}

function contextWith(connection: OpenConnection): ToolContext {
  return {
    ...{ connection, signal: AbortSignal.timeout(20_000), idempotencyKey: "key-1", files: memoryFiles() },
    ...{ fetch: guardedFetch, writeText: null, now: new Date(), timeZone: "UTC" },
    log: pino({ level: "silent" }),
  };
}

async function refusal(work: Promise<unknown>): Promise<ToolError> {
  const error = await work.then(
    () => new Error("It worked."),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ToolError) return error;
  throw error;
}

const signInOf = async (connection: Connection) =>
  (await listConnectionStates()).find(({ id }) => id === connection.id)?.signIn;

describe("signing in", () => {
  test("the form offers the document's ways, scopes and addresses", async () => {
    const form = await findConnectionForm(kind);
    expect(form?.methods.map(({ id, title }) => [id, title])).toEqual([
      ["person:authorizationCode", "Sign in with OAuth"],
      ["person:bearer", "Access token you have (person)"],
      ["program:clientCredentials", "OAuth client credentials"],
      ["program:bearer", "Access token you have (program)"],
      ["several", "Several of these"],
    ]);
    const fields = new Map(form?.methods[0]?.fields.map((field) => [field.name, field]));
    expect(fields.get("oauth.tokenUrl")).toMatchObject({
      preset: `${service.issuer}/token`,
      type: "address",
    });
    expect(fields.get("oauth.scopes")).toMatchObject({
      preset: "me.read",
      options: [
        { value: "me.read", label: "See who you are" },
        { value: "me.write", label: "Change <b>everything</b>" },
      ],
    });
  });

  test("a person signs in, and tools call with the token alone", async () => {
    const connection = await made(personal());
    expect(await signInOf(connection)).toBe("needed");
    expect(await connectedKinds()).toEqual(new Set());
    expect((await refusal(openConnection(connection.id))).message).toContain("Sign in");
    const address = await started(connection);
    const asked = new URL(address).searchParams;
    expect(asked.get("scope")).toBe("me.read");
    expect(asked.get("redirect_uri")).toBe(redirectUri);
    expect(address).not.toContain("canary");
    expect(await cameBack(await service.allow(address))).toBe("completed: “Ledger” is signed in.");
    expect(await signInOf(connection)).toBe("held");
    expect(await connectedKinds()).toEqual(new Set([kind]));
    const opened = await openConnection(connection.id);
    expect(Object.keys(opened.secret)).toEqual(["person.token"]);
    expect(await call("getMe", connection)).toEqual({ name: "Ada", sent: "Bearer [secret]" });
    expect(await testConnection(connection.id)).toMatchObject({ kind: "works" });
    expect(service.tokenRequests()).toBe(1);
  });

  test("client credentials are fetched when first needed, and kept", async () => {
    const connection = await made(robotic());
    expect(service.tokenRequests()).toBe(0);
    expect(await call("getRobot", connection)).toMatchObject({ name: "Ada" });
    expect(await call("getRobot", connection)).toMatchObject({ name: "Ada" });
    expect(service.tokenRequests("client_credentials")).toBe(1);
    const inBody = await made(robotic({ "oauth.clientAuthentication": "body" }));
    expect(await call("getRobot", inBody)).toMatchObject({ name: "Ada" });
    const wrong = await made(robotic({ "oauth.clientSecret": "wrong-canary-secret" }));
    const error = await refusal(call("getRobot", wrong));
    expect(error).toMatchObject({ kind: "credentials" });
    expect(error.message).not.toContain("canary");
  });

  test("M5, P13: a replayed, forged or strange answer stores nothing", async () => {
    const connection = await made(personal());
    const back = await service.allow(await started(connection));
    const changed = (change: (url: URL) => void) => {
      const url = new URL(back);
      change(url);
      return url;
    };
    expect(await cameBack(changed((url) => url.searchParams.set("state", "x".repeat(43))))).toBe("unknown");
    expect(await cameBack(changed((url) => url.searchParams.append("code", "other")))).toBe("unknown");
    expect(await cameBack(changed((url) => url.searchParams.set("iss", "https://evil.example")))).toContain(
      "failed",
    );
    // It was answered, wrongly: it is over.
    expect(await cameBack(back)).toBe("unknown");
    const again = await service.allow(await started(connection));
    expect(await cameBack(again)).toContain("completed");
    expect(await cameBack(again)).toBe("unknown");
    expect(service.tokenRequests()).toBe(1);
    const denied = new URL(await started(connection)).searchParams.get("state") ?? "";
    const said = `<img src=x onerror=alert(1)>\u202e`;
    const query = new URLSearchParams({ state: denied, error: "x", error_description: said });
    expect(await cameBack(`${redirectUri}?${query}`)).toBe(
      "failed: The service refused: <img src=x onerror=alert(1)>.",
    );
  });

  test("P8: an answer for a connection that was pointed elsewhere meanwhile is worth nothing", async () => {
    const connection = await made(personal());
    const back = await service.allow(await started(connection));
    const moved = personal({ address: "http://127.0.0.1:9/v1" });
    expect((await updateConnection({ id: connection.id, name: "Ledger", values: moved })).kind).toBe("saved");
    expect(await cameBack(back)).toContain("changed in the meantime");
    expect(service.tokenRequests()).toBe(0);
    expect(await db().select().from(grants)).toEqual([]);
  });

  test("M5: metadata is read when asked for, and only of who it speaks for", async () => {
    const document = structuredClone(service.document);
    Object.assign(document, {
      info: { title: "Discovered", version: "1" },
      components: {
        securitySchemes: {
          person: {
            type: "openIdConnect",
            openIdConnectUrl: `${service.issuer}/.well-known/openid-configuration`,
          },
        },
      },
      paths: { "/me": { get: { security: [{ person: [] }], responses: { 200: { description: "ok" } } } } },
    });
    await importTools({ document: JSON.stringify(document) });
    const asked = { kind: "api:discovered", method: "person:authorizationCode" };
    expect(service.server.requests).toEqual([]);
    expect(await lookUpSignIn(asked)).toEqual({
      kind: "found",
      values: {
        "oauth.authorizationUrl": `${service.issuer}/authorize`,
        "oauth.tokenUrl": `${service.issuer}/token`,
        "oauth.issuer": service.issuer,
      },
    });
    expect(await lookUpSignIn({ ...asked, method: "person:bearer" })).toMatchObject({ kind: "refused" });
  });
});

describe("renewing", () => {
  test("before it ends, with each refresh token once", async () => {
    const connection = await signedIn();
    for (let times = 1; times <= 3; times += 1) {
      // A few seconds before its end.
      await agedBy(connection, 3_590_000);
      for (let calls = 0; calls < 3; calls += 1) await call("getMe", connection);
      expect(service.tokenRequests("refresh_token")).toBe(times);
    }
    expect(service.api.requests).toHaveLength(9);
  });

  test("when the service refuses it before its time: the call is made once more", async () => {
    const connection = await signedIn();
    await agedBy(connection, 60_000);
    service.expireTokens();
    expect(await call("getMe", connection)).toEqual({ name: "Ada", sent: "Bearer [secret]" });
    expect(service.tokenRequests("refresh_token")).toBe(1);
    expect(service.api.requests).toHaveLength(2);
    expect(await testConnection(connection.id)).toMatchObject({ kind: "works" });
  });

  test("a token that was given just now is not renewed again, whatever the service says", async () => {
    const connection = await made(robotic());
    const opened = await openConnection(connection.id);
    service.expireTokens();
    expect((await refusal(renewConnection(opened))).message).toContain("refuses even a new token");
    expect(service.tokenRequests()).toBe(1);
  });

  test("many at once ask once", async () => {
    const connection = await signedIn();
    await agedBy(connection, 60_000);
    service.expireTokens();
    const outputs = await Promise.all(Array.from({ length: 20 }, () => call("getMe", connection)));
    expect(outputs).toHaveLength(20);
    expect(service.tokenRequests("refresh_token")).toBe(1);
  });

  test("a revoked sign-in fails the call as credentials, and the connection asks for a person", async () => {
    const connection = await signedIn();
    await agedBy(connection, 60_000);
    service.revokeAll();
    const error = await refusal(call("getMe", connection));
    expect(error.kind).toBe("credentials");
    expect(error.message).toBe(
      "Connection “Ledger”: The sign-in has ended (The refresh token was revoked). Sign in again under Connections.",
    );
    expect(await signInOf(connection)).toBe("lost");
    expect(await connectedKinds()).toEqual(new Set());
    const asked = service.tokenRequests();
    expect((await refusal(call("getMe", connection))).kind).toBe("credentials");
    expect(service.tokenRequests()).toBe(asked);
    expect(await cameBack(await service.allow(await started(connection)))).toContain("completed");
    expect(await call("getMe", connection)).toMatchObject({ name: "Ada" });
  });

  test("a service that is out of reach loses nobody their sign-in", async () => {
    const connection = await signedIn();
    await agedBy(connection, 3_599_000);
    service.hijack.token = (_request, response) => {
      response.destroy();
      return true;
    };
    expect(await call("getMe", connection)).toMatchObject({ name: "Ada" });
    await agedBy(connection, 3_700_000);
    expect((await refusal(call("getMe", connection))).kind).toBe("transient");
    service.hijack.token = (_request, response) => {
      response
        .writeHead(503, { "content-type": "application/json" })
        .end('{"error":"temporarily_unavailable"}');
      return true;
    };
    expect((await refusal(call("getMe", connection))).message).toContain("OAuth");
    service.hijack.token = null;
    expect(await call("getMe", connection)).toMatchObject({ name: "Ada" });
    expect(await signInOf(connection)).toBe("held");
  });
});

/** Makes the stored token older, without a clock: its grant is sealed, so it is opened and sealed again. */
async function agedBy(connection: Connection, ms: number): Promise<void> {
  const { readGrant, storeGrant } = await import("@/lib/connections/oauth/grant-store");
  const grant = await readGrant(connection, "oauth");
  if (typeof grant === "string") throw new Error(grant);
  const obtainedAt = new Date(Date.now() - ms);
  const expiresAt = new Date(obtainedAt.getTime() + 3_600_000);
  await storeGrant(connection, "oauth", {
    secrets: { ...grant.secrets, obtainedAt: obtainedAt.toISOString() },
    expiresAt,
  });
}

describe("hostile services", () => {
  const answers: [string, (request: SeenRequest) => [number, Record<string, string>, string]][] = [
    ["an answer of 5 MB", () => [200, jsonType, `{"access_token":"${"x".repeat(5_000_000)}"}`]],
    ["HTML", () => [200, { "content-type": "text/html" }, "<script>alert(1)</script>"]],
    [
      "a token with a line break",
      () => [200, jsonType, '{"access_token":"a\\r\\nx: y","token_type":"bearer"}'],
    ],
    ["a token of another type", () => [200, jsonType, '{"access_token":"a","token_type":"mac"}']],
    ["a token that is an object", () => [200, jsonType, '{"access_token":{"a":1},"token_type":"bearer"}']],
    ["__proto__", () => [200, jsonType, '{"__proto__":{"access_token":"a","token_type":"bearer"}}']],
    ["nothing", () => [204, {}, ""]],
    [
      "an echo of all it got",
      ({ body, headers }) => [
        400,
        jsonType,
        JSON.stringify({ error: "x", error_description: `${body} ${headers.authorization}` }),
      ],
    ],
  ];
  const jsonType = { "content-type": "application/json" };

  test.each(answers)(
    "M5: %s from the token address is refused, and tells no secret",
    async (_what, answer) => {
      const connection = await made(personal());
      service.hijack.token = (request, response) => {
        const [status, headers, body] = answer(request);
        response.writeHead(status, headers).end(body);
        return true;
      };
      const message = await cameBack(await service.allow(await started(connection)));
      expect(message).toMatch(/^failed: /);
      for (const secret of service.secrets) {
        for (const spelling of [
          secret,
          encodeURIComponent(secret),
          Buffer.from(secret).toString("base64").slice(4, -4),
        ]) {
          expect(message).not.toContain(spelling);
        }
      }
      expect(message.length).toBeLessThan(600);
      expect(await db().select().from(grants)).toEqual([]);
    },
  );

  test("P8: a token address that redirects elsewhere gets nothing sent there", async () => {
    const trap = await startServer((_request, _incoming, response) => response.end("{}"));
    others.push(trap);
    for (const status of [301, 302, 303, 307, 308]) {
      const connection = await made(personal());
      service.hijack.token = (_request, response) => {
        response.writeHead(status, { location: `${trap.origin}/token` }).end();
        return true;
      };
      expect(await cameBack(await service.allow(await started(connection)))).toMatch(/^failed: /);
      const robot = await made(robotic());
      expect((await refusal(openConnection(robot.id))).kind).toBe("refused");
    }
    expect(trap.connections()).toBe(0);
  });

  test("P8: secrets are for their addresses alone; http across a network is refused", async () => {
    const connection = await signedIn();
    const trap = await startServer((_request, _incoming, response) => response.end("{}"));
    others.push(trap);
    const { "oauth.clientSecret": _secret, ...values } = personal();
    const edits: Record<string, string>[] = [
      { address: `${trap.origin}/v1` },
      { "oauth.tokenUrl": `${trap.origin}/token` },
      { "oauth.authorizationUrl": `${trap.origin}/authorize` },
      { "oauth.refreshUrl": `${trap.origin}/token` },
    ];
    for (const edit of edits) {
      const result = await updateConnection({ id: connection.id, name: "x", values: { ...values, ...edit } });
      expect(result).toMatchObject({ kind: "refused", problems: [{ field: "oauth.clientSecret" }] });
    }
    for (const address of [
      "http://id.example.com/token",
      "ftp://127.0.0.1/",
      "https://a:b@id.example.com/",
      "javascript:alert(1)",
    ]) {
      const edit = { "oauth.tokenUrl": address };
      const result = await updateConnection({ id: connection.id, name: "x", values: { ...values, ...edit } });
      expect(result).toMatchObject({ kind: "refused", problems: [{ field: "oauth.tokenUrl" }] });
    }
    const own = { ...values, "oauth.parameters": "redirect_uri=https://evil.example" };
    expect(await updateConnection({ id: connection.id, name: "x", values: own })).toMatchObject({
      kind: "refused",
      problems: [{ field: "oauth.parameters" }],
    });
    // Entered again, they are for the new address, and what was granted before is gone.
    const moved = personal({
      "oauth.tokenUrl": `${trap.origin}/token`,
      "oauth.clientSecret": "another secret",
    });
    expect((await updateConnection({ id: connection.id, name: "x", values: moved })).kind).toBe("saved");
    expect(await signInOf(connection)).toBe("needed");
    expect(trap.connections()).toBe(0);
  });

  test("P8: an edited row, a grant's or a connection's, opens nothing", async () => {
    const connection = await signedIn();
    const trap = await startServer((_request, _incoming, response) => response.end("{}"));
    others.push(trap);
    const config = {
      ...connection.config,
      oauth: { ...Object(connection.config.oauth), tokenUrl: `${trap.origin}/token` },
    };
    await db().update(connections).set({ config }).where(eq(connections.id, connection.id));
    expect((await refusal(openConnection(connection.id))).kind).toBe("credentials");
    expect(trap.connections()).toBe(0);
  });
});

describe("rotating a client secret", () => {
  test("the old one stays until the new one has worked", async () => {
    const connection = await signedIn();
    const secrets = { "oauth.clientSecret": "new-client-secret-canary" };
    expect(await rotateSecret({ id: connection.id, secrets })).toMatchObject({ kind: "kept-old" });
    expect(await call("getMe", connection)).toMatchObject({ name: "Ada" });
    service.client.secret = secrets["oauth.clientSecret"];
    expect(await rotateSecret({ id: connection.id, secrets })).toMatchObject({
      kind: "rotated",
      test: { kind: "works" },
    });
    await agedBy(connection, 60_000);
    service.expireTokens();
    expect(await call("getMe", connection)).toMatchObject({ name: "Ada" });
    expect(await signInOf(connection)).toBe("held");
  });
});

test("S1: no code, token, verifier or client secret is in the database in the clear", async () => {
  const connection = await signedIn();
  await agedBy(connection, 60_000);
  service.expireTokens();
  await call("getMe", connection);
  await refusal(call("crash", connection));
  await db().update(signIns).set({ message: "x" }).where(eq(signIns.status, "waiting"));
  const { spellingsOf } = await import("@/e2e/find-secret");
  const rows = JSON.stringify([
    await db().select().from(connections),
    await db().select().from(grants),
    await db().select().from(signIns),
  ]);
  expect(service.secrets.length).toBeGreaterThanOrEqual(6);
  for (const secret of service.secrets) {
    for (const spelling of spellingsOf(secret)) expect(rows).not.toContain(spelling);
  }
});
