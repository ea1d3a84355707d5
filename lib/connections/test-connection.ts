// Tries a connection for real. Its credentials go to the origin they are bound to and nowhere else (P8).
import { createTransport } from "nodemailer";
import pg from "pg";
import { findKeptApi } from "@/lib/db/kept-apis";
import { findServer } from "@/lib/db/mcp-servers";
import type { ConnectionTest } from "@/lib/domain/connection-state";
import { isJsonObject } from "@/lib/domain/json";
import { serverIdOfKind } from "@/lib/domain/mcp-server";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import { connectServer } from "@/lib/tools/mcp/connect-server";
import { listTools } from "@/lib/tools/mcp/list-tools";
import { probeApi } from "@/lib/tools/openapi/probe-api";
import {
  type GuardedFetch,
  type GuardedResponse,
  type OpenConnection,
  ToolError,
} from "@/lib/tools/tool-contract";
import { apiIdOfKind } from "./find-form";
import { withToken } from "./oauth/server-grants";

const timeoutMs = 15_000;

/** Whether a connection works, as the service itself says. Never throws for what a service does. */
export async function testConnection(
  connection: OpenConnection,
  fetch: GuardedFetch,
): Promise<ConnectionTest> {
  const scrub = secretScrubber(Object.values(connection.secret));
  try {
    return { kind: "works", detail: scrub(await probe(connection, fetch)) };
  } catch (error) {
    const message =
      error instanceof Error && error.message !== "" ? error.message : "The service did not answer.";
    const sentence = message.split("\n")[0]?.slice(0, 400) ?? message;
    return { kind: "fails", message: scrub(/[.!?]$/.test(sentence) ? sentence : `${sentence}.`) };
  }
}

/** What the service said of itself. Throws when it does not work. */
async function probe(connection: OpenConnection, fetch: GuardedFetch): Promise<string> {
  switch (connection.kind) {
    case "smtp":
      return probeSmtp(connection);
    case "postgres":
      return probePostgres(connection);
    case "slack":
      return probeSlack(connection, fetch);
    case "twilio":
      return probeTwilio(connection, fetch);
    case "scim":
      return probeScim(connection, fetch);
    default: {
      const serverId = serverIdOfKind(connection.kind);
      if (serverId !== null) return probeServer(serverId, connection);
      const apiId = apiIdOfKind(connection.kind);
      const api = apiId === null ? null : await findKeptApi(apiId);
      if (!api) throw new ToolError("not-found", "The API of this connection was removed. Import it again.");
      return probeApi(api, connection, (request) =>
        fetch({ ...request, signal: AbortSignal.timeout(timeoutMs) }),
      );
    }
  }
}

async function probeServer(serverId: string, connection: OpenConnection): Promise<string> {
  const server = await findServer(serverId);
  if (!server) throw new ToolError("not-found", "The MCP server of this connection was removed.");
  const signal = AbortSignal.timeout(timeoutMs * 2);
  const session = await connectServer(server, await withToken(server, connection), { signal });
  try {
    const { tools } = await listTools(session.client, signal);
    return `“${server.title}” answers and lists ${tools.length} tools.`;
  } finally {
    await session.close();
  }
}

async function probeSmtp({ origin, config, secret }: OpenConnection): Promise<string> {
  const url = new URL(origin);
  const host = hostOf(url);
  const secure = url.protocol === "smtps:";
  const isLocal = host === "localhost" || host === "::1" || host.startsWith("127.");
  const hasUser = typeof config.user === "string" && config.user !== "";
  const transport = createTransport({
    host,
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    // As when mail is sent: a password never crosses a network in the clear.
    requireTLS: !secure && !isLocal && (config.startTls === "required" || secret.password !== undefined),
    ignoreTLS: !secure && isLocal && config.startTls !== "required",
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(hasUser ? { auth: { user: String(config.user), pass: secret.password ?? "" } } : {}),
  });
  try {
    await transport.verify();
    return `The mail server at ${url.host} answers${hasUser ? " and takes the password" : ""}.`;
  } finally {
    transport.close();
  }
}

async function probePostgres({ origin, config, secret }: OpenConnection): Promise<string> {
  const url = new URL(origin);
  const client = new pg.Client({
    host: hostOf(url),
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)) || "postgres",
    user: typeof config.user === "string" ? config.user : "postgres",
    password: secret.password,
    ssl: config.ssl === true || config.ssl === "require" ? { rejectUnauthorized: true } : false,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // A connection that breaks later rejects the query under way; the event is not an error of its own.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return `The database answers at ${url.host}.`;
  } finally {
    await client.end().catch(() => {});
  }
}

async function probeSlack(connection: OpenConnection, fetch: GuardedFetch): Promise<string> {
  const response = await callBound(connection, fetch, {
    path: `${pathIn(connection, "apiPath", "/api/")}auth.test`,
    method: "POST",
    authorization: `Bearer ${connection.secret.token ?? ""}`,
  });
  const answer = jsonOf(response);
  if (answer.ok !== true) {
    throw new ToolError(
      "credentials",
      `Slack refuses the token: ${String(answer.error ?? `HTTP ${response.status}`)}.`,
    );
  }
  return `Signed in as ${String(answer.user ?? "a bot")} in ${String(answer.team ?? "Slack")}.`;
}

async function probeTwilio(connection: OpenConnection, fetch: GuardedFetch): Promise<string> {
  const sid = String(connection.config.accountSid ?? "");
  const response = await callBound(connection, fetch, {
    path: `${pathIn(connection, "apiPath", "")}/2010-04-01/Accounts/${encodeURIComponent(sid)}.json`,
    method: "GET",
    authorization: `Basic ${Buffer.from(`${sid}:${connection.secret.authToken ?? ""}`).toString("base64")}`,
  });
  refuseUnlessOk(response, "Twilio");
  const answer = jsonOf(response);
  return `The account “${String(answer.friendly_name ?? sid)}” is ${String(answer.status ?? "there")}.`;
}

async function probeScim(connection: OpenConnection, fetch: GuardedFetch): Promise<string> {
  const { token } = connection.secret;
  const response = await callBound(connection, fetch, {
    path: `${pathIn(connection, "basePath", "")}/Users?count=0`,
    method: "GET",
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });
  refuseUnlessOk(response, "The directory");
  const { totalResults } = jsonOf(response);
  return typeof totalResults === "number"
    ? `The directory has ${totalResults} people.`
    : "The directory answers.";
}

function callBound(
  connection: OpenConnection,
  fetch: GuardedFetch,
  { path, method, authorization }: { path: string; method: string; authorization?: string },
): Promise<GuardedResponse> {
  return fetch({
    url: `${connection.origin}${path}`,
    method,
    headers: {
      accept: "application/json, application/scim+json",
      ...(authorization === undefined ? {} : { authorization }),
      ...(method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    ...(method === "POST" ? { body: "" } : {}),
    signal: AbortSignal.timeout(timeoutMs),
    boundOrigin: connection.origin,
    maxResponseBytes: 1024 * 1024,
  });
}

/** Without the brackets around an IPv6 address. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function pathIn({ config }: OpenConnection, key: string, usual: string): string {
  const path = config[key];
  return typeof path === "string" ? path : usual;
}

function refuseUnlessOk({ status }: GuardedResponse, service: string): void {
  if (status === 401 || status === 403) {
    throw new ToolError("credentials", `${service} refuses the credentials (HTTP ${status}).`);
  }
  if (status < 200 || status > 299) {
    throw new ToolError("transient", `${service} answered HTTP ${status}. Check the address.`);
  }
}

function jsonOf(response: GuardedResponse): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(response.body.toString("utf8"));
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    throw new ToolError(
      "broken-tool",
      `${new URL(response.url).host} does not answer with JSON. Check the address.`,
    );
  }
}
