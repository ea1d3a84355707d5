import { afterEach, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import { type Script, startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import { callTool, failureOf, testConnection, testContext } from "@/lib/tools/testing/test-context";
import type { ToolContext } from "@/lib/tools/tool-contract";
import { slackPostMessage } from "./definition";
import { lookUpSlackMessage } from "./look-up";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function slack(script: Script) {
  const server = await startScriptedHttp(script);
  stops.push(server.stop);
  const connection = testConnection({
    kind: "slack",
    name: "Company Slack",
    origin: server.origin,
    config: { apiPath: "/slack/api" },
    secret: { token: "xoxb-secret" },
  });
  const post = (input: JsonObject = {}, context: Partial<ToolContext> = {}) =>
    callTool(
      slackPostMessage,
      { destination: "#sales", text: "Hello", ...input },
      { connection, ...context },
    );
  const lookUp = (context: Partial<ToolContext> = {}) =>
    lookUpSlackMessage({ destination: "#sales", text: "Hello" }, testContext({ connection, ...context }));
  return { post, lookUp, asked: server.asked, origin: server.origin };
}

const posted = { body: { ok: true, channel: "C0SALES123", ts: "1700000000.000100" } };

test("a message is posted once, to the connection's address, with its token", async () => {
  const { post, asked } = await slack(() => posted);
  expect(await post()).toEqual({
    output: { channel: "C0SALES123", timestamp: "1700000000.000100" },
    receipt: {
      reference: "1700000000.000100",
      service: "Company Slack",
      detail: { channel: "C0SALES123", timestamp: "1700000000.000100" },
    },
  });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    method: "POST",
    path: "/slack/api/chat.postMessage",
    headers: { authorization: "Bearer xoxb-secret" },
  });
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
    channel: "#sales",
    text: "Hello",
    client_msg_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
  });
});

test("R2: every attempt of a call has the same client message id", async () => {
  const { post, asked } = await slack(() => posted);
  await post();
  await post();
  await post({}, { idempotencyKey: "other" });
  const ids = asked.map(({ body }) => new URLSearchParams(body).get("client_msg_id"));
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
});

test("a person's handle is found among the members, page by page", async () => {
  const { post, asked } = await slack(({ path, body }) => {
    if (path.endsWith("users.list")) {
      const second = new URLSearchParams(body).get("cursor") === "next";
      const member = second
        ? { id: "U0ADA00001", name: "alovelace", profile: { display_name: "Ada" } }
        : { id: "U0BEN00001", name: "ben", profile: {} };
      return {
        body: { ok: true, members: [member], response_metadata: { next_cursor: second ? "" : "next" } },
      };
    }
    return posted;
  });
  await post({ destination: "@ada" });
  expect(new URLSearchParams(asked.at(-1)?.body).get("channel")).toBe("U0ADA00001");
});

describe("what Slack refuses is told", () => {
  test.each([
    ["invalid_auth", "credentials"],
    ["not_in_channel", "refused"],
    ["is_archived", "refused"],
    ["missing_scope", "credentials"],
    ["msg_too_long", "bad-input"],
    ["fatal_error", "transient"],
    ["some_new_error", "refused"],
  ])("%s is %s", async (error, kind) => {
    const { post } = await slack(() => ({ body: { ok: false, error } }));
    const failure = await failureOf(post());
    expect(failure).toMatchObject({ kind, effectUncertain: false, evidence: { error } });
    expect(JSON.stringify([failure.message, failure.evidence])).not.toContain("xoxb-secret");
  });

  test("an unknown channel, with the near ones", async () => {
    const { post } = await slack(({ path }) =>
      path.endsWith("conversations.list")
        ? { body: { ok: true, channels: [{ name: "sales" }, { name: "random" }] } }
        : { body: { ok: false, error: "channel_not_found" } },
    );
    const failure = await failureOf(post({ destination: "#sale" }));
    expect(failure.kind).toBe("not-found");
    expect(failure.message).toBe("Slack has no “#sale” that this bot can see. Did you mean #sales?");
  });

  test("an unknown person, with the near ones", async () => {
    const { post } = await slack(() => ({
      body: { ok: true, members: [{ id: "U0ADA00001", name: "ada" }] },
    }));
    const failure = await failureOf(post({ destination: "@adda" }));
    expect(failure).toMatchObject({
      kind: "not-found",
      message: expect.stringContaining("Did you mean @ada?"),
    });
  });

  test("too many messages, with how long to wait", async () => {
    const { post, asked } = await slack(() => ({ status: 429, headers: { "retry-after": "30" }, body: {} }));
    expect(await failureOf(post())).toMatchObject({
      kind: "quota",
      evidence: { retryAfterSeconds: 30 },
      effectUncertain: false,
    });
    expect(asked).toHaveLength(1);
  });
});

describe("R2, R8: a lost answer leaves the outcome open", () => {
  test("a server error", async () => {
    const { post, asked } = await slack(() => ({ status: 500, body: "oops" }));
    expect(await failureOf(post())).toMatchObject({ kind: "transient", effectUncertain: true });
    expect(asked).toHaveLength(1);
  });
  test("a connection that breaks", async () => {
    const { post, asked } = await slack(() => "cut");
    expect(await failureOf(post())).toMatchObject({ kind: "transient", effectUncertain: true });
    expect(asked).toHaveLength(1);
  });
  test("no answer in time", async () => {
    const { post } = await slack(() => "hang");
    expect(await failureOf(post({}, { signal: AbortSignal.timeout(150) }))).toMatchObject({
      kind: "timeout",
      effectUncertain: true,
    });
  });
  test("but nobody there at all is a safe failure", async () => {
    const { post, origin } = await slack(() => posted);
    for (const stop of stops.splice(0)) await stop();
    expect(origin).toMatch(/^http/);
    expect(await failureOf(post())).toMatchObject({ kind: "transient", effectUncertain: false });
  });
  test("and garbage instead of an answer is no success", async () => {
    const { post } = await slack(() => ({ body: "<html>hello</html>" }));
    expect((await failureOf(post())).effectUncertain).toBe(true);
  });
});

test("P8: a redirect does not take the token elsewhere", async () => {
  const trap = await startScriptedHttp(() => posted);
  stops.push(trap.stop);
  const { post } = await slack(() => ({
    status: 307,
    headers: { location: `${trap.origin}/slack/api/chat.postMessage` },
    body: {},
  }));
  await failureOf(post());
  expect(trap.asked).toEqual([]);
});

test("R2: a lost message is found by its metadata, page by page; what Slack refuses is no answer", async () => {
  const ids: string[] = [];
  let refusal: string | null = null;
  const { post, lookUp, asked } = await slack(({ path, body }) => {
    const form = new URLSearchParams(body);
    if (path.endsWith("chat.postMessage")) {
      ids.push(JSON.parse(form.get("metadata") ?? "{}").event_payload.id);
      return posted;
    }
    if (path.endsWith("conversations.list")) {
      return { body: { ok: true, channels: [{ id: "C0SALES123", name: "sales" }] } };
    }
    if (refusal) return { body: { ok: false, error: refusal } };
    const isSecond = form.get("cursor") === "next";
    const metadata = { event_type: "lamplight_call", event_payload: { id: ids[0] } };
    const others = { event_type: "somebody_else", event_payload: { id: ids[0] } };
    const message = { ts: isSecond ? "2.000200" : "1.000100", metadata: isSecond ? metadata : others };
    const next = { response_metadata: { next_cursor: isSecond ? "" : "next" } };
    return { body: { ok: true, messages: [message, { ts: "0.1" }], ...next } };
  });
  await post();
  expect(await lookUp()).toMatchObject({ output: { channel: "C0SALES123", timestamp: "2.000200" } });
  expect(asked.filter(({ path }) => path.endsWith("chat.postMessage"))).toHaveLength(1);
  expect(await failureOf(lookUp({ idempotencyKey: "other" }))).toMatchObject({
    ...{ kind: "not-found", evidence: { seen: 4 } },
  });
  for (const [error, kind] of [
    ["missing_scope", "credentials"],
    ["channel_not_found", "refused"],
  ] as const) {
    refusal = error;
    expect(await failureOf(lookUp())).toMatchObject({ kind });
  }
});
