// The chat, mounted at /slack: as much of Slack's Web API as `@slack/web-api` needs to post messages. Answers are
// those of Slack: HTTP 200 with `ok`, and an `error` code when it is false.
import { type Context, Hono } from "hono";
import { insertDelivery, listDeliveriesTo } from "@/lib/db/deliveries";
import { isSandboxAccount } from "@/lib/db/sandbox-accounts";
import type { Delivery } from "@/lib/domain/delivery";
import type { Json, JsonObject } from "@/lib/domain/json";
import { askDatabase } from "@/lib/sandbox/database-away";
import { bearerToken } from "@/lib/sandbox/require-bearer";
import { type CallArguments, readArguments } from "./call-arguments";
import { messageText } from "./message-text";
import { bot, type ChatUser, channels, chatUsers, findDestination, teamId } from "./workspace";

const maxTextLength = 40_000;

type Method = (call: CallArguments) => Promise<JsonObject> | JsonObject;

const failed = (error: string): JsonObject => ({ ok: false, error });

const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    "api.test": () => ({ ok: true }),
    "auth.test": authTest,
    "chat.postMessage": postMessage,
    "conversations.list": listConversations,
    "conversations.history": conversationHistory,
    "conversations.info": conversationInfo,
    "conversations.open": openConversation,
    "users.list": listUsers,
    "users.info": userInfo,
    "users.lookupByEmail": lookupByEmail,
  }),
);

export function chatService(): Hono {
  const service = new Hono();
  service.post("/api/:method", answer);
  service.get("/api/:method", answer);
  return service;
}

async function answer(context: Context): Promise<Response> {
  const call = await readArguments(context);
  if (!call) return context.json(failed("invalid_json"));
  const secret = bearerToken(context.req.header("Authorization")) ?? call.text("token");
  if (secret === null) return context.json(failed("not_authed"));
  if (!(await askDatabase(() => isSandboxAccount({ service: "slack", secret })))) {
    return context.json(failed("invalid_auth"));
  }
  const method = methods.get(context.req.param("method") ?? "");
  context.header(
    "X-OAuth-Scopes",
    "chat:write,channels:read,channels:history,users:read,users:read.email,im:write,im:history",
  );
  return context.json(method ? await method(call) : failed("unknown_method"));
}

function authTest(): JsonObject {
  const team = { team: "Lamplight sandbox", team_id: teamId, url: "https://sandbox.lamplight.example/" };
  return { ok: true, ...team, user: "lamplight", user_id: bot.userId, bot_id: bot.botId };
}

async function postMessage(call: CallArguments): Promise<JsonObject> {
  const destination = findDestination(call.text("channel") ?? "");
  if (!destination) return failed("channel_not_found");
  const [blocks, attachments] = [call.value("blocks"), call.value("attachments")];
  if (blocks !== null && !Array.isArray(blocks)) return failed("invalid_blocks_format");
  const message = { text: call.text("text") ?? "", blocks, attachments };
  const text = messageText(message);
  if (text.trim() === "") return failed("no_text");
  if (text.length > maxTextLength) return failed("msg_too_long");
  const clientMessageId = call.text("client_msg_id");
  const from = call.text("username") ?? bot.name;
  const delivery: Omit<Delivery, "id" | "receivedAt"> = {
    ...{ channel: "chat", from, to: [destination.label], subject: null, text, html: null, attachments: [] },
  };
  const ts = nextTimestamp();
  const stored = await askDatabase(() =>
    insertDelivery({
      ...delivery,
      serviceId: ts,
      idempotencyKey: clientMessageId && `${destination.conversationId} ${clientMessageId}`,
    }),
  );
  const sent: Json = {
    ...{ type: "message", subtype: "bot_message", ts: stored.serviceId, text: message.text, username: from },
    ...{ bot_id: bot.botId, user: bot.userId, team: teamId },
    ...(clientMessageId ? { client_msg_id: clientMessageId } : {}),
  };
  return { ok: true, channel: destination.conversationId, ts: stored.serviceId, message: sent };
}

let lastMicroseconds = 0;

/** Slack's name for a message: seconds and microseconds, never the same twice. */
function nextTimestamp(): string {
  lastMicroseconds = Math.max(lastMicroseconds + 1, Date.now() * 1000);
  const seconds = Math.floor(lastMicroseconds / 1_000_000);
  return `${seconds}.${String(lastMicroseconds % 1_000_000).padStart(6, "0")}`;
}

const toChannel = ({ id, name, topic, members }: (typeof channels)[number]): JsonObject => ({
  ...{
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_private: false,
    is_archived: false,
    is_member: true,
  },
  ...{
    is_general: name === "general",
    topic: { value: topic },
    purpose: { value: topic },
    num_members: members.length,
  },
});

const toUser = ({ id, handle, realName, email, person }: ChatUser): JsonObject => ({
  ...{ id, team_id: teamId, name: handle, real_name: realName, deleted: false, is_bot: false },
  profile: { real_name: realName, display_name: handle, email, title: person.title, phone: person.phone },
});

function listConversations(call: CallArguments): JsonObject {
  const types = (call.text("types") ?? "public_channel").split(",");
  return page(call, "channels", types.includes("public_channel") ? channels.map(toChannel) : []);
}

function listUsers(call: CallArguments): JsonObject {
  return page(call, "members", chatUsers.map(toUser));
}

/** A page of a list; its cursor is the next position. */
function page(call: CallArguments, name: string, items: JsonObject[]): JsonObject {
  const limit = Math.min(1000, Number(call.text("limit") ?? 100));
  const cursor = Number(call.text("cursor") || 0);
  if (!Number.isInteger(limit) || limit < 1) return failed("invalid_limit");
  if (!Number.isInteger(cursor) || cursor < 0) return failed("invalid_cursor");
  const next = cursor + limit < items.length ? String(cursor + limit) : "";
  return { ok: true, [name]: items.slice(cursor, cursor + limit), response_metadata: { next_cursor: next } };
}

/** The messages of a conversation, the newest first, each with the id its sender gave it. */
async function conversationHistory(call: CallArguments): Promise<JsonObject> {
  const id = call.text("channel") ?? "";
  const destination = findDestination(id);
  // By its id alone, unlike where a message is posted.
  if (destination?.conversationId !== id) return failed("channel_not_found");
  const limit = Math.min(999, Number(call.text("limit") ?? 100));
  const offset = Number(call.text("cursor") || 0);
  if (!Number.isInteger(limit) || limit < 1) return failed("invalid_limit");
  if (!Number.isInteger(offset) || offset < 0) return failed("invalid_cursor");
  const found = await askDatabase(() =>
    listDeliveriesTo("chat", destination.label, { limit: limit + 1, offset }),
  );
  const messages = found.slice(0, limit).map(({ delivery, serviceId, idempotencyKey }): JsonObject => {
    const sentWith = idempotencyKey?.split(" ")[1];
    return {
      ...{ type: "message", subtype: "bot_message", ts: serviceId, text: delivery.text },
      ...{ username: delivery.from, bot_id: bot.botId, user: bot.userId, team: teamId },
      ...(sentWith ? { client_msg_id: sentWith } : {}),
    };
  });
  const isMore = found.length > limit;
  const next = isMore ? String(offset + limit) : "";
  return { ok: true, messages, has_more: isMore, response_metadata: { next_cursor: next } };
}

function conversationInfo(call: CallArguments): JsonObject {
  const channel = channels.find(({ id }) => id === call.text("channel"));
  return channel ? { ok: true, channel: toChannel(channel) } : failed("channel_not_found");
}

function openConversation(call: CallArguments): JsonObject {
  const user = chatUsers.find(({ id }) => id === call.text("users"));
  return user ? { ok: true, channel: { id: user.conversationId } } : failed("user_not_found");
}

function userInfo(call: CallArguments): JsonObject {
  const user = chatUsers.find(({ id }) => id === call.text("user"));
  return user ? { ok: true, user: toUser(user) } : failed("user_not_found");
}

function lookupByEmail(call: CallArguments): JsonObject {
  const email = call.text("email")?.trim().toLowerCase();
  const user = chatUsers.find((one) => one.email === email);
  return user ? { ok: true, user: toUser(user) } : failed("users_not_found");
}
