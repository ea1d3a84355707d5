import { LogLevel, WebClient } from "@slack/web-api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { pool } from "@/lib/db/client";
import { listDeliveries } from "@/lib/db/deliveries";
import { startTestServices, type TestServices } from "@/lib/sandbox/testing/test-services";

let services: TestServices;
let slack: WebClient;
const clientWith = (token: string) =>
  new WebClient(token, {
    slackApiUrl: `${services.http}/slack/api/`,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  });
beforeAll(async () => {
  services = await startTestServices();
  slack = clientWith(services.secrets.slack);
});
afterAll(() => services.stop());
beforeEach(() => pool().query("truncate sandbox.deliveries"));

const sent = async () =>
  (await listDeliveries({ limit: 10 })).map(({ channel, from, to, text }) => ({ channel, from, to, text }));

test("a message of Slack's own client to a channel is in the outbox", async () => {
  const answer = await slack.chat.postMessage({
    channel: "#sales",
    text: "Top 5: Ada &amp; Co &lt;first&gt;",
  });
  expect(answer).toMatchObject({
    ok: true,
    channel: expect.stringMatching(/^C[0-9A-Z]{8,}$/),
    ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
    message: { type: "message", text: "Top 5: Ada &amp; Co &lt;first&gt;" },
  });
  expect(await sent()).toEqual([
    { channel: "chat", from: "Lamplight", to: ["#sales"], text: "Top 5: Ada & Co <first>" },
  ]);
});

test("channels and people are found by name, handle and id", async () => {
  const { channels } = await slack.conversations.list();
  const { user } = await slack.users.lookupByEmail({ email: "Arjun.Nair@lamplight.example" });
  const sales = channels?.find((channel) => channel.name === "sales");
  const conversation = await slack.conversations.open({ users: user?.id ?? "" });
  const names = ["sales", "#SALES", sales?.id, "@arjun", user?.id, conversation.channel?.id, "#on-call"];
  for (const channel of names) await slack.chat.postMessage({ channel: channel ?? "", text: "x" });
  const to = (await listDeliveries({ limit: 10 })).map((delivery) => delivery.to[0]).reverse();
  expect(to).toEqual(["#sales", "#sales", "#sales", "@arjun", "@arjun", "@arjun", "#on-call"]);
  expect(user).toMatchObject({
    name: "arjun",
    real_name: "Arjun Nair",
    profile: { title: "Site Reliability Engineer" },
  });
  expect(channels?.map((channel) => channel.name)).toEqual(
    expect.arrayContaining(["general", "marketing", "engineering", "on-call"]),
  );
});

test("lists come in pages that the client walks through", async () => {
  const pageSchema = z.object({ members: z.array(z.object({ name: z.string() })) });
  const names: string[] = [];
  for await (const page of slack.paginate("users.list", { limit: 15 })) {
    names.push(...pageSchema.parse(page).members.map((member) => member.name));
  }
  expect(names.length).toBeGreaterThan(35);
  expect(new Set(names).size).toBe(names.length);
});

test("blocks and attachments are told in words", async () => {
  await slack.chat.postMessage({
    channel: "#general",
    blocks: [
      { type: "header", text: { type: "plain_text", text: "Backup failed" } },
      {
        type: "section",
        text: { type: "mrkdwn", text: "*nightly* at 03:00" },
        fields: [{ type: "mrkdwn", text: "host: db1" }],
      },
      { type: "divider" },
      { type: "image", image_url: "https://example.com/x.png", alt_text: "a chart" },
    ],
    attachments: [{ fallback: "see the log", color: "#f00" }],
  });
  expect((await sent())[0]?.text).toBe("Backup failed\n*nightly* at 03:00\nhost: db1\na chart\nsee the log");
});

test("R2: a message with the same client_msg_id is posted once, and answered the same", async () => {
  const message = { channel: "#sales", text: "once", client_msg_id: "0f3b" };
  const stamps = new Set<unknown>();
  for (let i = 0; i < 3; i += 1) stamps.add((await slack.chat.postMessage(message)).ts);
  expect([...stamps]).toEqual([expect.stringMatching(/^\d{10}\.\d{6}$/)]);
  expect(await sent()).toHaveLength(1);
  await slack.apiCall("chat.postMessage", { ...message, channel: "#general" });
  expect(await sent()).toHaveLength(2);
});

test("a message with characters a database can't keep is posted with a mark in their place", async () => {
  await slack.chat.postMessage({ channel: "#sales", text: "a\u0000b 😀" });
  expect((await sent())[0]?.text).toBe("a\ufffdb 😀");
});

test("auth.test says who is asking", async () => {
  expect(await slack.auth.test()).toMatchObject({ ok: true, user: "lamplight", team: "Lamplight sandbox" });
});

describe("what is refused, in Slack's words", () => {
  test.each([
    ["channel_not_found", { channel: "#nowhere", text: "x" }],
    ["channel_not_found", { channel: "@nobody", text: "x" }],
    ["channel_not_found", { channel: "", text: "x" }],
    ["no_text", { channel: "#sales", text: " " }],
    ["msg_too_long", { channel: "#sales", text: "x".repeat(40_001) }],
    ["invalid_blocks_format", { channel: "#sales", text: "x", blocks: "not json" }],
  ])("%s", async (error, message) => {
    await expect(slack.apiCall("chat.postMessage", message)).rejects.toMatchObject({
      data: { ok: false, error },
    });
    expect(await sent()).toEqual([]);
  });

  test("a wrong token, and none", async () => {
    const post = (client: WebClient) => client.chat.postMessage({ channel: "#sales", text: "x" });
    await expect(post(clientWith("xoxb-wrong"))).rejects.toMatchObject({ data: { error: "invalid_auth" } });
    await expect(post(clientWith(""))).rejects.toMatchObject({ data: { error: "not_authed" } });
    expect(await sent()).toEqual([]);
  });

  test("an unknown method and an unknown person", async () => {
    await expect(slack.apiCall("chat.explode")).rejects.toMatchObject({ data: { error: "unknown_method" } });
    await expect(slack.users.lookupByEmail({ email: "x@y.example" })).rejects.toMatchObject({
      data: { error: "users_not_found" },
    });
  });
});

test("JSON bodies are understood as well as forms", async () => {
  const post = (body: string) =>
    fetch(`${services.http}/slack/api/chat.postMessage`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${services.secrets.slack}` },
      body,
    }).then((response) => response.json());
  expect(await post('{"channel":"#sales","text":"hi"}')).toMatchObject({ ok: true });
  expect(await post("{broken")).toEqual({ ok: false, error: "invalid_json" });
});
