// Calls an imported operation. The request is built from the stored document, goes to the connection's origin and
// nowhere else, and carries its credentials (P8).
import type { ImportedApi } from "@/lib/db/apis";
import type { JsonObject } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import {
  type ExecuteTool,
  type OpenConnection,
  type ToolContext,
  ToolError,
  type ToolResult,
} from "@/lib/tools/tool-contract";
import { applyCredentials } from "./apply-credentials";
import { draftRequest, type RequestDraft } from "./build-request";
import type { OperationInputs } from "./operation-inputs";
import type { OperationOutput } from "./operation-output";
import { shapesContext, shapesOf } from "./operation-shapes";
import { findOperation, type Operation } from "./operations";
import { readAnswer, receiptOf } from "./read-answer";
import { createReferences, type References } from "./references";
import { type ApiCredential, credentialsOf, requirementsOf, type SecurityRequirement } from "./security";
import { type ApiServer, connectionKindOf, serverOf, serverOfOperation } from "./server";

/** What a call needs of an API, without what changes from call to call. */
type CallableApi = Pick<ImportedApi, "id" | "title" | "document">;

/** A file may be larger than an answer that has to be read. */
const maxDownloadBytes = 50 * 1024 * 1024;

/** Schemas that are written out for one call. */
const callBudget = 20_000;

interface Call {
  operation: Operation;
  references: References;
  inputs: OperationInputs;
  output: OperationOutput;
  server: ApiServer;
  /** The base path of the operation is the API's own, which a connection may replace. */
  isApiServer: boolean;
  credentials: ApiCredential[];
  requirements: SecurityRequirement[];
}

/**
 * The execute function of an imported tool. It throws ToolErrors: `broken-tool` when the API no longer has the
 * operation, `credentials` when the connection is missing or has none that fit, and what the service answered.
 */
export function openApiExecutor(api: CallableApi, tool: Tool): ExecuteTool {
  let prepared: Promise<Call> | undefined;
  return async (input, context) => {
    prepared ??= prepareCall(api, tool);
    const call = await prepared;
    const connection = checkConnection(context.connection, tool, api);
    const draft = await draftRequest(call.operation.target, call.inputs, input, {
      files: context.files,
      references: call.references,
    });
    draft.headers.accept = call.output.accept;
    if (call.inputs.idempotencyHeader !== null) {
      draft.headers[call.inputs.idempotencyHeader.toLowerCase()] = context.idempotencyKey;
    }
    applyCredentials(draft, connection, call.credentials, call.requirements);
    return send(draft, { api, tool, call, connection, context });
  };
}

async function prepareCall(api: CallableApi, tool: Tool): Promise<Call> {
  const { document } = api;
  if (tool.source.kind !== "openapi") throw new Error(`${tool.id} is not an imported tool.`);
  const references = createReferences(document);
  const operation = findOperation(document, references, tool.source);
  const server = serverOf(document, null);
  const own = operation && !("refused" in server) ? serverOfOperation(operation, server) : null;
  // An edited document does not lead a tool's credentials to another origin (P8).
  const isElsewhere = own !== null && !("refused" in server) && own.origin !== server.origin;
  const kind = own && connectionKindOf(api.id, isElsewhere ? own.origin : null);
  if (!operation || "refused" in server || !own || kind !== tool.connectionKind) {
    throw new ToolError(
      "broken-tool",
      `${api.title} no longer has the operation of “${tool.title}”. Import the API again.`,
    );
  }
  return {
    operation,
    references,
    server: own,
    isApiServer: own === server || isElsewhere,
    // The same derivation as at import, with a larger budget.
    ...shapesOf(operation, shapesContext(references, callBudget)),
    credentials: credentialsOf(document, references),
    requirements: requirementsOf(document, operation.source),
  };
}

function checkConnection(connection: OpenConnection | null, tool: Tool, api: CallableApi): OpenConnection {
  if (connection === null) {
    throw new ToolError("credentials", `There is no connection to ${api.title}. Add one under Connections.`);
  }
  if (connection.kind !== tool.connectionKind) {
    throw new ToolError("credentials", `The connection “${connection.name}” is not one to ${api.title}.`);
  }
  return connection;
}

async function send(
  draft: RequestDraft,
  {
    api,
    tool,
    call,
    connection,
    context,
  }: {
    api: CallableApi;
    tool: Tool;
    call: Call;
    connection: OpenConnection;
    context: ToolContext;
  },
): Promise<ToolResult> {
  const hasEffect = tool.effect !== "read";
  const redact = secretScrubber(Object.values(connection.secret));
  const url = targetUrl(draft, connection, call);
  if (draft.cookies.length > 0) draft.headers.cookie = draft.cookies.join("; ");
  const response = await context.fetch({
    url,
    method: call.operation.method.toUpperCase(),
    headers: draft.headers,
    ...(draft.body === null ? {} : { body: draft.body }),
    signal: context.signal,
    boundOrigin: connection.origin,
    privateNetwork: connection.config.publicOnly !== true,
    ...(call.output.shape === "file" ? { maxResponseBytes: maxDownloadBytes } : {}),
  });
  const output = await readAnswer(response, {
    service: api.title,
    output: call.output,
    inputs: call.inputs.inputs,
    references: call.references,
    files: context.files,
    redact,
    hasEffect,
    now: context.now,
  });
  return hasEffect ? { output, receipt: receiptOf(response, output, api.title) } : { output };
}

/** On the connection's origin whatever the document says of servers; below the base path whatever the inputs say. */
function targetUrl(draft: RequestDraft, connection: OpenConnection, { server, isApiServer }: Call): string {
  const base = isApiServer ? (basePathOf(connection.config) ?? server.basePath) : server.basePath;
  const query = draft.query.length === 0 ? "" : `?${draft.query.join("&")}`;
  const { origin } = new URL(connection.origin);
  const target = `${origin}${base}${draft.path}${query}`;
  if (!URL.canParse(target) || new URL(target).origin !== origin) {
    throw new ToolError("bad-input", "The inputs do not make an address of this API.");
  }
  const { pathname } = new URL(target);
  if (!pathname.startsWith(base))
    throw new ToolError("bad-input", "The inputs lead out of this API's address.");
  return target;
}

/** The path under which this connection has the API, when it differs from the document's. */
function basePathOf(config: JsonObject): string | null {
  const path = Object.hasOwn(config, "basePath") ? config.basePath : null;
  return typeof path === "string" ? path.replace(/\/+$/, "") : null;
}
