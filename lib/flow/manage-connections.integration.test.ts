import { eq } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openConnection } from "@/lib/connections/open-connection";
import { startServer, type TestServer } from "@/lib/connections/testing/http-server";
import { db } from "@/lib/db/client";
import {
  connectedKinds,
  defaultOfKind,
  findConnection,
  listConnectionStates,
  listConnections,
} from "@/lib/db/connections";
import { connections } from "@/lib/db/schema";
import { type ConnectionId, newId } from "@/lib/domain/ids";
import { env } from "@/lib/env";
import { ToolError } from "@/lib/tools/tool-contract";
import {
  addConnection,
  createConnection,
  makeDefault,
  removeConnection,
  updateConnection,
} from "./manage-connections";
import { rotateSecret, testConnection } from "./try-connection";

const running: { close(): unknown }[] = [];
beforeEach(async () => {
  await db().delete(connections);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

const token = "xoxb-canary-4711";
const slack = (address: string, more: object = {}) => ({
  kind: "slack",
  name: "Chat",
  values: { address, token, ...more },
});

async function created(request: Parameters<typeof createConnection>[0]) {
  const result = await createConnection(request);
  if (result.kind !== "saved") throw new Error(JSON.stringify(result));
  return result.connection;
}

async function refusalOf(id: ConnectionId | { kind: string }): Promise<ToolError> {
  try {
    await openConnection(id);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error("It was opened.");
}

describe("making and opening", () => {
  test("a connection is stored without its secret in sight, and opens for a call", async () => {
    const connection = await created(slack("https://slack.com/api/"));
    expect(connection).toEqual({
      id: connection.id,
      kind: "slack",
      name: "Chat",
      origin: "https://slack.com",
      config: { apiPath: "/api/" },
      hasSecret: true,
      isDefault: true,
      isSandbox: false,
      createdAt: connection.createdAt,
    });
    expect(await openConnection(connection.id)).toEqual({ ...connection, secret: { token } });
    expect(await openConnection({ kind: "slack" })).toEqual({ ...connection, secret: { token } });
    const [row] = await db().select().from(connections);
    expect(JSON.stringify(row)).not.toContain(token);
    expect(JSON.stringify([await listConnections(), await findConnection(connection.id)])).not.toContain(
      token,
    );
    expect(await connectedKinds()).toEqual(new Set(["slack"]));
  });

  test("what is wrong with a form is said by field; an unknown kind is refused", async () => {
    expect(await createConnection({ kind: "slack", name: " ", values: {} })).toMatchObject({
      kind: "refused",
      problems: [{ field: "name" }],
    });
    expect(await createConnection({ kind: "slack", name: "x", values: { address: "x" } })).toMatchObject({
      kind: "refused",
    });
    for (const kind of ["ftp", "api:nope", "__proto__", "constructor", ""]) {
      expect((await createConnection({ kind, name: "x", values: {} })).kind).toBe("refused");
    }
    expect(await listConnections()).toEqual([]);
  });

  test("S2, P8: a swapped row, a changed origin and a flipped bit don't open", async () => {
    const first = await created(slack("https://slack.com/api/"));
    const second = await created(slack("https://other.example/api/", { token: "xoxb-canary-0815" }));
    const row = async (id: ConnectionId) =>
      (await db().select().from(connections).where(eq(connections.id, id)))[0];
    const sealed = (await row(first.id))?.secret ?? "";
    const set = (values: Partial<typeof connections.$inferInsert>) =>
      db().update(connections).set(values).where(eq(connections.id, second.id));

    await set({ secret: sealed });
    expect((await refusalOf(second.id)).kind).toBe("credentials");
    await set({ secret: sealed, origin: "https://slack.com" });
    expect((await refusalOf(second.id)).kind).toBe("credentials");

    const own = db()
      .update(connections)
      .set({ origin: "https://evil.example" })
      .where(eq(connections.id, first.id));
    await own;
    const failure = await refusalOf(first.id);
    expect(failure.message).toContain("Chat");
    expect(failure.message).not.toContain("canary");
    await db().update(connections).set({ origin: "https://slack.com" }).where(eq(connections.id, first.id));
    expect((await openConnection(first.id)).secret).toEqual({ token });

    const flipped = sealed.replace(/.(?="\}$)/, (character) => (character === "A" ? "B" : "A"));
    expect(flipped).not.toBe(sealed);
    await db().update(connections).set({ secret: flipped }).where(eq(connections.id, first.id));
    expect((await refusalOf(first.id)).kind).toBe("credentials");
  });

  test("a connection that is gone is said to be", async () => {
    expect((await refusalOf(newId("connection"))).kind).toBe("credentials");
    expect((await refusalOf({ kind: "slack" })).message).toContain("no connection of the kind “slack”");
  });
});

describe("changing", () => {
  test("a secret stays when nothing is entered for it", async () => {
    const { id } = await created(slack("https://slack.com/api/"));
    const values = { address: "https://slack.com/other/" };
    expect(await updateConnection({ id, name: "New", values })).toMatchObject({
      kind: "saved",
      connection: { name: "New", config: { apiPath: "/other/" } },
    });
    expect((await openConnection(id)).secret).toEqual({ token });
  });

  test("P8: another origin needs the secret again", async () => {
    const { id } = await created(slack("https://slack.com/api/"));
    const address = "https://evil.example/api/";
    const refused = await updateConnection({ id, name: "Chat", values: { address } });
    expect(refused).toMatchObject({ kind: "refused", problems: [{ field: "token" }] });
    expect(await findConnection(id)).toMatchObject({ origin: "https://slack.com" });
    for (const near of [
      "http://slack.com/api/",
      "https://slack.com:8443/api/",
      "https://slack.com.evil.example/",
    ]) {
      expect((await updateConnection({ id, name: "Chat", values: { address: near } })).kind).toBe("refused");
    }
    const saved = await updateConnection({ id, name: "Chat", values: { address, token: "xoxb-new" } });
    expect(saved.kind).toBe("saved");
    expect(await openConnection(id)).toMatchObject({
      origin: "https://evil.example",
      secret: { token: "xoxb-new" },
    });
  });

  test("an empty secret is removed where it may be, and can't be where it is needed", async () => {
    const smtp = { host: "mail.example.com", port: 25, encryption: "none", from: "a@example.com" };
    const { id } = await created({
      kind: "smtp",
      name: "Mail",
      values: { ...smtp, user: "a", password: "p-4711" },
    });
    expect((await updateConnection({ id, name: "Mail", values: { ...smtp, password: "" } })).kind).toBe(
      "saved",
    );
    expect(await openConnection(id)).toMatchObject({
      hasSecret: false,
      secret: {},
      config: { from: "a@example.com" },
    });
  });

  test("a new secret takes the old one's place when the service takes it, and nothing else changes", async () => {
    let good = "xoxb-1";
    const service = await startServer(({ headers }, _incoming, outgoing) => {
      const ok = headers.authorization === `Bearer ${good}`;
      outgoing.setHeader("content-type", "application/json");
      outgoing.end(JSON.stringify(ok ? { ok, user: "bot" } : { ok, error: `no ${headers.authorization}` }));
    });
    running.push(service);
    const before = await created(slack(`${service.origin}/api/`, { token: "xoxb-1" }));
    const secrets = { token: "xoxb-canary-2" };
    const refused = await rotateSecret({ id: before.id, secrets });
    expect(refused).toEqual({ kind: "kept-old", message: "Slack refuses the token: no Bearer [secret]." });
    expect((await openConnection(before.id)).secret).toEqual({ token: "xoxb-1" });
    good = "xoxb-canary-2";
    expect(await rotateSecret({ id: before.id, secrets })).toMatchObject({
      ...{ kind: "rotated", connection: before, test: { kind: "works" } },
    });
    expect((await openConnection(before.id)).secret).toEqual(secrets);
    const forced = { id: before.id, secrets: { token: "xoxb-3" }, evenIfRefused: true };
    expect(await rotateSecret(forced)).toMatchObject({ kind: "rotated", test: { kind: "fails" } });
    expect((await openConnection(before.id)).secret).toEqual({ token: "xoxb-3" });
    expect((await rotateSecret({ id: before.id, secrets: { other: "x" } })).kind).toBe("refused");
    expect((await rotateSecret({ id: before.id, secrets: {} })).kind).toBe("refused");
    expect((await rotateSecret({ id: newId("connection"), secrets: { token: "x" } })).kind).toBe("not-found");
  });

  test("what a test came to is remembered until the connection changes", async () => {
    const service = await startServer((_request, _incoming, outgoing) =>
      outgoing.end(JSON.stringify({ ok: true, user: "bot", team: "Acme" })),
    );
    running.push(service);
    const { id } = await created(slack(`${service.origin}/api/`));
    const lastTest = async () => (await listConnectionStates()).find((one) => one.id === id)?.lastTest;
    expect(await lastTest()).toBeNull();
    await testConnection(id);
    expect(await lastTest()).toMatchObject({ kind: "works", detail: "Signed in as bot in Acme." });
    const values = { address: `${service.origin}/api/` };
    await updateConnection({ id, name: "Renamed", values });
    expect(await lastTest()).toMatchObject({ kind: "works" });
    await updateConnection({ id, name: "Renamed", values: { address: `${service.origin}/other/` } });
    expect(await lastTest()).toBeNull();
  });

  test("an edit and an origin change at the same time: one wins, and its secret opens", async () => {
    const { id } = await created(slack("http://127.0.0.1:9/api/"));
    const results = await Promise.all([
      rotateSecret({ id, secrets: { token: "rotated" }, evenIfRefused: true }),
      updateConnection({ id, name: "Chat", values: { address: "https://b.example/", token: "moved" } }),
      updateConnection({ id, name: "Chat", values: { address: "https://c.example/", token: "moved too" } }),
    ]);
    expect(results.some(({ kind }) => kind === "saved" || kind === "rotated")).toBe(true);
    const opened = await openConnection(id);
    const fits: Record<string, string> = {
      "http://127.0.0.1:9": "rotated",
      "https://b.example": "moved",
      "https://c.example": "moved too",
    };
    expect(opened.secret.token).toBe(fits[opened.origin]);
  });

  test("there is one default of a kind, always", async () => {
    const [a, b, c] = await Promise.all(
      ["a", "b", "c"].map((name) => created({ ...slack("https://slack.com/api/"), name })),
    );
    if (!a || !b || !c) throw new Error("unreachable");
    const defaults = async () =>
      (await listConnections("slack")).filter(({ isDefault }) => isDefault).map(({ id }) => id);
    expect(await defaults()).toHaveLength(1);
    await Promise.all([makeDefault(a.id), makeDefault(b.id), makeDefault(c.id)]);
    expect(await defaults()).toHaveLength(1);
    await makeDefault(c.id);
    expect(await defaults()).toEqual([c.id]);
    await removeConnection(c.id);
    expect(await defaults()).toHaveLength(1);
    expect((await removeConnection(c.id)).kind).toBe("not-found");
    await removeConnection(a.id);
    await removeConnection(b.id);
    expect(await defaultOfKind("slack")).toBeNull();
  });
});

describe("trying", () => {
  async function serve(...parameters: Parameters<typeof startServer>): Promise<TestServer> {
    const server = await startServer(...parameters);
    running.push(server);
    return server;
  }

  test("Slack, Twilio and SCIM are tried with their own calls", async () => {
    const service = await serve(({ url, headers }, _incoming, outgoing) => {
      outgoing.setHeader("content-type", "application/json");
      if (url === "/api/auth.test") {
        const ok = headers.authorization === `Bearer ${token}`;
        outgoing.end(JSON.stringify(ok ? { ok, user: "bot", team: "Acme" } : { ok, error: "invalid_auth" }));
      } else if (url === "/2010-04-01/Accounts/AC1.json") {
        outgoing.end(JSON.stringify({ friendly_name: "Acme", status: "active" }));
      } else if (url === "/scim/v2/Users?count=0") {
        outgoing.statusCode = headers.authorization === "Bearer s" ? 200 : 401;
        outgoing.end(JSON.stringify({ totalResults: 42 }));
      } else {
        outgoing.writeHead(404).end();
      }
    });
    const chat = await created(slack(`${service.origin}/api/`));
    expect(await testConnection(chat.id)).toEqual({ kind: "works", detail: "Signed in as bot in Acme." });
    const wrong = await created(slack(`${service.origin}/api/`, { token: "xoxb-wrong" }));
    expect(await testConnection(wrong.id)).toEqual({
      kind: "fails",
      message: "Slack refuses the token: invalid_auth.",
    });
    const values = { address: service.origin, accountSid: "AC1", authToken: "t", from: "+1" };
    const sms = await created({ kind: "twilio", name: "SMS", values });
    expect(await testConnection(sms.id)).toEqual({ kind: "works", detail: "The account “Acme” is active." });
    expect(service.requests.at(-1)?.headers.authorization).toBe(
      `Basic ${Buffer.from("AC1:t").toString("base64")}`,
    );
    const people = await created({
      kind: "scim",
      name: "Staff",
      values: { address: `${service.origin}/scim/v2`, token: "s" },
    });
    expect(await testConnection(people.id)).toEqual({
      kind: "works",
      detail: "The directory has 42 people.",
    });
    const closed = await created({
      kind: "scim",
      name: "Staff",
      values: { address: `${service.origin}/scim/v2` },
    });
    expect(await testConnection(closed.id)).toMatchObject({ kind: "fails" });
  });

  test("P8: a test that is redirected takes no credentials along, and tells no secret", async () => {
    const trap = await serve((_request, _incoming, outgoing) => outgoing.end("{}"));
    const service = await serve(({ headers }, _incoming, outgoing) =>
      outgoing.writeHead(302, { location: `${trap.origin}/?${headers.authorization}` }).end(),
    );
    const twilio = { accountSid: "AC1", authToken: token, from: "+1" };
    const all = [
      await created(slack(service.origin)),
      await created({ kind: "scim", name: "x", values: { address: service.origin, token } }),
      await created({ kind: "twilio", name: "x", values: { address: service.origin, ...twilio } }),
    ];
    for (const { id } of all) {
      const result = await testConnection(id);
      expect(result.kind).toBe("fails");
      expect(JSON.stringify(result)).not.toContain("canary");
    }
    expect(service.requests).toHaveLength(3);
    expect(trap.connections()).toBe(0);
  });

  test("a mail server is tried with the password", async () => {
    const server = new SMTPServer({
      authOptional: false,
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        username === "ada" && password === "p w" ? done(null, { user: "ada" }) : done(new Error("no")),
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    running.push({ close: () => new Promise((resolve) => server.close(() => resolve(null))) });
    const address = server.server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const values = { host: "127.0.0.1", port, encryption: "none", from: "a@example.com", user: "ada" };
    const good = await created({ kind: "smtp", name: "Mail", values: { ...values, password: "p w" } });
    expect(await testConnection(good.id)).toMatchObject({ kind: "works" });
    const bad = await created({ kind: "smtp", name: "Mail", values: { ...values, password: "wrong-4711" } });
    const result = await testConnection(bad.id);
    expect(result.kind).toBe("fails");
    expect(JSON.stringify(result)).not.toContain("wrong-4711");
  });

  test("a database is tried with a query", async () => {
    const url = new URL(env().DATABASE_URL);
    const values = {
      ...{ host: url.hostname, port: url.port, database: url.pathname.slice(1), ssl: "off" },
      ...{ user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
    };
    const good = await created({ kind: "postgres", name: "DB", values });
    expect(await testConnection(good.id)).toMatchObject({ kind: "works" });
    const bad = await created({
      kind: "postgres",
      name: "DB",
      values: { ...values, database: "no_such_database" },
    });
    expect(await testConnection(bad.id)).toMatchObject({
      kind: "fails",
      message: expect.stringContaining("no_such_database"),
    });
  });

  test("a service that is down is said to be; a connection that is gone, too", async () => {
    const service = await startServer(() => {});
    await service.close();
    const { id } = await created(slack(service.origin));
    expect(await testConnection(id)).toMatchObject({
      kind: "fails",
      message: expect.stringContaining("refused"),
    });
    expect(await testConnection(newId("connection"))).toEqual({ kind: "not-found" });
  });
});

test("the program's own connections are stored as they are", async () => {
  const connection = await addConnection({
    ...{ kind: "scim", name: "Sandbox", origin: "http://127.0.0.1:4010", config: { basePath: "/scim/v2" } },
    ...{ secrets: { token: "t-4711" }, isSandbox: true },
  });
  expect(connection).toMatchObject({ isSandbox: true, hasSecret: true, isDefault: true });
  expect((await openConnection(connection.id)).secret).toEqual({ token: "t-4711" });
});
