// Calls a tool of an MCP server. Before each call the server lists its tools once more: one that is not, byte for byte,
// what the operator allowed is not called (M2).
import type { CallToolResult, Progress, Tool as WireTool } from "@modelcontextprotocol/client";
import { UrlElicitationRequiredError } from "@modelcontextprotocol/client";
import { withToken } from "@/lib/connections/oauth/server-grants";
import { findAllowedPin, findServer, recordListing } from "@/lib/db/mcp-servers";
import { findTool } from "@/lib/db/tools";
import type { JsonObject } from "@/lib/domain/json";
import { storableJson } from "@/lib/domain/storable-json";
import type { Tool } from "@/lib/domain/tool";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import {
  type ExecuteTool,
  type OpenConnection,
  type ToolContext,
  ToolError,
  type ToolResult,
} from "@/lib/tools/tool-contract";
import { ClientPool, type Lease } from "./client-pool";
import type { ReachableServer, ServerSession } from "./connect-server";
import { untilAborted } from "./connect-server";
import { outputOf } from "./content-output";
import { type Listing, listTools } from "./list-tools";
import { toMcpError } from "./mcp-error";
import { toolPin } from "./pins";
import { shortLine } from "./visible-text";

/** The SDK's own limit must never be the shorter one: the engine ends calls by their signal. */
const noTimeoutMs = 2_000_000_000;

const pool = new ClientPool();

/** Ends the sessions of this process: before it exits. */
export function closeMcpSessions(): Promise<void> {
  return pool.close();
}

/** The execute function of a tool of an MCP server. */
export function mcpExecutor(tool: Tool): ExecuteTool {
  const { source } = tool;
  if (source.kind !== "mcp") throw new Error(`${tool.id} is not a tool of an MCP server.`);
  return async (input, context) => {
    const server = await findServer(source.serverId);
    if (!server) {
      const message = `The MCP server of “${tool.title}” was removed. Add it again, or choose another tool.`;
      throw new ToolError("broken-tool", message);
    }
    const call = { server, tool, name: source.name, input, context };
    const { lease, listing, scrub } = await leaseAndList(call);
    let isUsable = false;
    try {
      const wire = await requireAllowed(call, listing);
      const { output } = await callTool(lease.session, call, wire);
      isUsable = true;
      // The engine knows the connection's secrets, but not the token that was got for this call (S1).
      return { output: scrub(storableJson(output)) };
    } catch (error) {
      // It has answered: with a refusal, but the session is whole. What was aborted may still be under way there.
      isUsable = error instanceof ToolError && !error.effectUncertain && !context.signal.aborted;
      throw error;
    } finally {
      lease.release({ isUsable });
    }
  };
}

interface Call {
  server: ReachableServer;
  tool: Tool;
  name: string;
  input: JsonObject;
  context: ToolContext;
}

interface Listed {
  lease: Lease;
  listing: Listing;
  scrub: ReturnType<typeof secretScrubber>;
}

/** A session that has just listed its tools; with another token when the server no longer takes the one there was. */
async function leaseAndList(call: Call): Promise<Listed> {
  const { server, context } = call;
  const connection = context.connection && (await withToken(server, context.connection));
  try {
    return await listInSession(call, connection);
  } catch (error) {
    const rejected = connection?.secret.token;
    const isRefused = error instanceof ToolError && error.kind === "credentials";
    if (!isRefused || server.signIn.kind !== "oauth" || !connection || rejected === undefined) throw error;
    return listInSession(call, await withToken(server, connection, { rejected }));
  }
}

/** One that was kept and does not answer is replaced by a new one. */
async function listInSession(call: Call, connection: OpenConnection | null): Promise<Listed> {
  const { server, context } = call;
  const { signal } = context;
  const scrub = secretScrubber(Object.values(connection?.secret ?? {}));
  for (let isFresh = false; ; isFresh = true) {
    const onToolsChanged = () => void lookAgain(server, context, connection);
    const lease = await pool.lease({ server, connection, signal, onToolsChanged, isFresh });
    try {
      return { lease, scrub, listing: await listTools(lease.session.client, signal) };
    } catch (error) {
      const known = lease.session.lastError();
      const scene = { serverTitle: server.title, isCall: false, process: lease.session.process() };
      lease.release({ isUsable: false });
      if (!lease.isReused || signal.aborted) {
        throw toMcpError(error instanceof ToolError ? error : (known ?? error), scene);
      }
    }
  }
}

/** The tool as the server has it now. Throws when that is not what was allowed; it is switched off then. */
async function requireAllowed({ server, tool, name }: Call, listing: Listing): Promise<WireTool> {
  const wire = listing.wire.get(name);
  const listed = listing.tools.find((one) => one.name === name);
  const allowed = await findAllowedPin(server.id, name);
  if (wire && listed && allowed !== null && toolPin(listed, server.transportHash) === allowed) {
    const current = await findTool(tool.id);
    if (current?.version === tool.version) return wire;
    // Allowed anew, or edited, since this step was decided on: what was approved was another tool (A3).
    throw new ToolError("refused", `“${tool.title}” was changed under Tools a moment ago. Try again.`);
  }
  await recordListing(server, listing.tools);
  const message = listed
    ? `What “${server.title}” says of “${tool.title}” has changed since it was allowed, so it was not called. Look at the change under Tools, MCP servers; allow it, then try again.`
    : `“${server.title}” no longer has the tool “${tool.title}”. Choose another tool, or skip the step.`;
  throw new ToolError("refused", message);
}

/** The server says its tools have changed: what is not as it was allowed is switched off, also for steps that wait. */
async function lookAgain(
  server: ReachableServer,
  context: ToolContext,
  connection: OpenConnection | null,
): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  const onToolsChanged = () => {};
  try {
    const lease = await pool.lease({ server, connection, signal, onToolsChanged });
    let isUsable = false;
    try {
      const { tools } = await listTools(lease.session.client, signal);
      isUsable = true;
      await recordListing(server, tools);
    } finally {
      lease.release({ isUsable });
    }
  } catch (error) {
    context.log.warn(
      { err: error, server: server.id },
      "could not look at the changed tools of an MCP server",
    );
  }
}

async function callTool(session: ServerSession, call: Call, wire: WireTool): Promise<ToolResult> {
  const { server, tool, context } = call;
  const broken = new AbortController();
  const signal = AbortSignal.any([context.signal, broken.signal]);
  const onprogress = ({ progress, total, message }: Progress) =>
    context.reportProgress?.({
      done: progress,
      total: total ?? null,
      message: message === undefined ? null : shortLine(message, 300),
    });
  const send = (): Promise<CallToolResult> =>
    untilAborted(
      session.client.callTool(
        { name: call.name, arguments: call.input },
        {
          signal,
          onprogress,
          toolDefinition: wire,
          timeout: noTimeoutMs,
          // The stream of this call's answer ended; when the answer was in it, this comes too late to matter.
          onRequestStreamEnd: () => setImmediate(() => broken.abort()),
        },
      ),
      signal,
    );
  try {
    const result = await session.elicitations.during(context.askPerson ?? null, () => withPages(send, call));
    const output = await outputOf(result, {
      hasOutputSchema: wire.outputSchema !== undefined,
      title: tool.title,
      files: context.files,
    });
    return { output };
  } catch (error) {
    if (error instanceof ToolError) throw error;
    const known = session.lastError();
    const cause = broken.signal.aborted && !context.signal.aborted && known ? known : error;
    throw toMcpError(cause, { serverTitle: server.title, isCall: true, process: session.process() });
  }
}

/** A call that is refused until the person has been to a page is made again once they say they have. */
async function withPages(send: () => Promise<CallToolResult>, call: Call): Promise<CallToolResult> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof UrlElicitationRequiredError)) throw error;
    for (const { url, message } of error.elicitations.slice(0, 3)) {
      const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
      const question = `“${call.server.title}” asks: ${message.slice(0, 4000)}`;
      const answer =
        isWeb && call.context.askPerson
          ? await call.context.askPerson({ question, form: { kind: "page", url } }, call.context.signal)
          : ({ action: "cancel" } as const);
      if (answer.action !== "accept") {
        throw new ToolError(
          "refused",
          `“${call.server.title}” needs something on a page first, which was not done.`,
        );
      }
    }
    return send();
  }
}
