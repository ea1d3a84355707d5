// A connection to an MCP server, over HTTP or to a program of this machine. Every byte over HTTP goes through the
// guarded client; a program is started only while it is the one that was confirmed (M1).
import { mkdir } from "node:fs/promises";
import path from "node:path";
import {
  Client,
  type jsonSchemaValidator,
  SdkError,
  SdkErrorCode,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { createStreamingFetch } from "@/lib/connections/streaming-fetch";
import { type McpServer, needsConnection, serverOrigin } from "@/lib/domain/mcp-server";
import { env } from "@/lib/env";
import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { childEnvironment } from "./child-environment";
import { Elicitations } from "./elicitations";
import { toMcpError } from "./mcp-error";
import { transportHash } from "./pins";
import { StdioTransport } from "./stdio-transport";

/** A server with what only the database knows of it. */
export interface ReachableServer extends McpServer {
  /** The transport a person confirmed. */
  confirmedHash: string | null;
}

export interface ServerSession {
  client: Client;
  /** Whom the server's questions go to while a call is under way. */
  elicitations: Elicitations;
  /** The error a connection was lost by, when that is known. */
  lastError(): Error | null;
  /** Of a program: what it wrote last and how it ended. */
  process(): { stderr: string; ended: string | null } | null;
  isOpen(): boolean;
  /** Ends it, in good order when the server plays along. */
  close(): Promise<void>;
}

/** A message, a listing page, an answer. */
export const maxMessageBytes = 16 * 1024 * 1024;
const connectTimeoutMs = 20_000;
const probeTimeoutMs = 4000;
const closeTimeoutMs = 2000;

/** Answers are checked by Lamplight's own validator, which ignores patterns: the SDK's would run them (N3, M6). */
const unchecked: jsonSchemaValidator = {
  getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
};

/** True when programs of this machine may be started as MCP servers at all. */
export function isStdioAllowed(): boolean {
  const { LAMPLIGHT_MCP_STDIO: setting, LAMPLIGHT_ORIGIN: publicOrigin } = env();
  return setting === undefined ? publicOrigin === undefined : setting === "on";
}

/** Why a program may not be started; null when it may. */
export function startProblem(server: ReachableServer): string | null {
  if (server.transport.kind !== "stdio") return null;
  if (!isStdioAllowed()) {
    return "Starting programs as MCP servers is switched off here. Whoever runs Lamplight can set LAMPLIGHT_MCP_STDIO=on.";
  }
  return server.confirmedHash === transportHash(server.transport)
    ? null
    : `The command of “${server.title}” has not been confirmed. Look at it under Tools, MCP servers.`;
}

/** Connects. Throws a ToolError. */
export async function connectServer(
  server: ReachableServer,
  connection: OpenConnection | null,
  options: { signal: AbortSignal; onToolsChanged?: () => void },
): Promise<ServerSession> {
  const problem = startProblem(server);
  if (problem !== null) throw new ToolError("refused", problem);
  if (needsConnection(server) && connection?.origin !== serverOrigin(server.transport, server.id)) {
    const message = `“${server.title}” needs a connection of its own. Add one under Connections, then try again.`;
    throw new ToolError("credentials", message);
  }
  try {
    return await open(server, connection, options, false);
  } catch (error) {
    const isCutOff = error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed;
    // An older program that ends on the first message it does not know: begin again without that.
    if (!isCutOff || server.transport.kind !== "stdio") throw asToolError(error, server);
  }
  return open(server, connection, options, true).catch((error: unknown) => {
    throw asToolError(error, server);
  });
}

const asToolError = (error: unknown, server: McpServer) =>
  toMcpError(error, { serverTitle: server.title, isCall: false });

async function open(
  server: ReachableServer,
  connection: OpenConnection | null,
  options: { signal: AbortSignal; onToolsChanged?: () => void },
  isOld: boolean,
): Promise<ServerSession> {
  const elicitations = new Elicitations(server.title);
  const client = new Client(
    { name: "Lamplight", version: "0.1.0" },
    {
      // No sampling and no roots: a server gets neither a model nor a look at files.
      capabilities: { elicitation: { form: {}, url: {} } },
      jsonSchemaValidator: unchecked,
      versionNegotiation: { mode: "auto", probe: { timeoutMs: probeTimeoutMs } },
      inputRequired: { maxRounds: 20 },
      ...(options.onToolsChanged
        ? { listChanged: { tools: { autoRefresh: false, onChanged: options.onToolsChanged } } }
        : {}),
    },
  );
  client.setRequestHandler("elicitation/create", ({ params }, { mcpReq }) =>
    elicitations.ask(params, mcpReq.signal),
  );
  const transport = await transportOf(server, connection);
  let isOpen = true;
  let lastError: Error | null = null;
  client.onclose = () => {
    isOpen = false;
  };
  client.onerror = (error) => {
    lastError = error;
  };
  const processOf = () =>
    transport instanceof StdioTransport ? { stderr: transport.stderr, ended: transport.endedBecause } : null;
  const close = async () => {
    isOpen = false;
    if (transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined) {
      await inTime(transport.terminateSession(), closeTimeoutMs);
    }
    await inTime(client.close(), closeTimeoutMs * 2);
    if (transport instanceof StdioTransport) transport.kill();
  };
  try {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(connectTimeoutMs)]);
    await untilAborted(
      client.connect(transport, {
        timeout: connectTimeoutMs,
        signal,
        ...(isOld ? { prior: { kind: "legacy" } } : {}),
      }),
      signal,
    );
  } catch (error) {
    await close();
    if (error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed && !isOld) throw error;
    throw toMcpError(lastError && isToolError(lastError) ? lastError : error, {
      serverTitle: server.title,
      isCall: false,
      process: processOf(),
    });
  }
  return {
    client,
    elicitations,
    lastError: () => lastError,
    process: processOf,
    isOpen: () => isOpen,
    close,
  };
}

const isToolError = (error: Error) => error instanceof ToolError || error.cause instanceof ToolError;

async function transportOf(server: ReachableServer, connection: OpenConnection | null) {
  const { transport } = server;
  const secret = connection?.secret ?? {};
  if (transport.kind === "stdio") {
    const own = path.join(env().LAMPLIGHT_HOME, "mcp", server.id);
    await mkdir(own, { recursive: true, mode: 0o700 });
    return new StdioTransport({
      command: transport.command,
      args: transport.args,
      env: childEnvironment(own, transport.env, secret),
      folder: transport.folder ?? own,
      maxMessageBytes,
    });
  }
  const url = new URL(transport.url);
  const fetch = createStreamingFetch({
    boundOrigin: url.origin,
    privateNetwork: transport.isPrivate,
    maxBytes: maxMessageBytes,
  });
  return new StreamableHTTPClientTransport(url, {
    fetch,
    requestInit: { headers: signInHeaders(server, secret) },
    reconnectionOptions: {
      maxRetries: 2,
      initialReconnectionDelay: 500,
      maxReconnectionDelay: 5000,
      reconnectionDelayGrowFactor: 2,
    },
  });
}

function signInHeaders(
  { signIn }: McpServer,
  secret: Readonly<Record<string, string>>,
): Record<string, string> {
  const token = secret.token ?? "";
  switch (signIn.kind) {
    case "none":
      return {};
    // Of a sign-in page it is the token that was got there.
    case "oauth":
    case "bearer":
      return token === "" ? {} : { authorization: `Bearer ${token}` };
    case "header":
      return token === "" ? {} : { [signIn.name]: token };
    default:
      return signIn satisfies never;
  }
}

/** Waits for work that is to be over soon, however it ends. */
export async function inTime(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([
    work.then(
      () => {},
      () => {},
    ),
    late,
  ]);
  clearTimeout(timer);
}

/** The work's result, or the signal's reason as soon as it is aborted. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => {});
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new SdkError(SdkErrorCode.RequestTimeout, "aborted"));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
