// Calls an imported operation. The request is built from the stored document, goes to the connection's origin and
// nowhere else, and carries its credentials (P8).
import type { ImportedApi } from "@/lib/db/apis";
import type { JsonObject } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import {
  type ExecuteTool,
  type OpenConnection,
  type ToolContext,
  ToolError,
} from "@/lib/tools/tool-contract";
import { callAddress, callOperation, type PreparedCall } from "./call-operation";
import { gatherPages, type Page } from "./gather-pages";
import { type ShapesContext, shapesContext, shapesOf } from "./operation-shapes";
import { findOperation } from "./operations";
import { mostPages } from "./paging";
import { receiptOf } from "./read-answer";
import { createReferences } from "./references";
import { credentialsOf, requirementsOf } from "./security";
import { connectionKindOf, serverOf, serverOfOperation } from "./server";

/** What a call needs of an API, without what changes from call to call. */
type CallableApi = Pick<ImportedApi, "id" | "title" | "document">;

/** Per document: what all calls of its operations are derived with. It holds outlines of schemas alone. */
const contexts = new WeakMap<JsonObject, ShapesContext>();

function contextOf(document: JsonObject): ShapesContext {
  const known = contexts.get(document);
  if (known) return known;
  const context = shapesContext(createReferences(document), 0);
  contexts.set(document, context);
  return context;
}

/**
 * The execute function of an imported tool. It throws ToolErrors: `broken-tool` when the API no longer has the
 * operation, `credentials` when the connection is missing or has none that fit, and what the service answered.
 */
export function openApiExecutor(api: CallableApi, tool: Tool): ExecuteTool {
  let prepared: PreparedCall | undefined;
  return async (input, context) => {
    prepared ??= prepareCall(api, tool);
    const connection = checkConnection(context.connection, tool, api);
    const { output, response } = await callPages(prepared, input, { connection, context });
    return prepared.hasEffect ? { output, receipt: receiptOf(response, output, api.title) } : { output };
  };
}

/** One page, or as many as were asked for. */
function callPages(
  call: PreparedCall,
  given: JsonObject,
  parts: { connection: OpenConnection; context: ToolContext },
): Promise<Page> {
  const { paging, inputs } = call;
  const pages = inputs.inputs.find(({ place }) => place.in === "paging")?.input;
  const wanted = pages === undefined ? undefined : given[pages];
  if (paging === null || pages === undefined || typeof wanted !== "number" || wanted <= 1) {
    return callOperation(call, given, parts);
  }
  const { [pages]: _pages, ...input } = given;
  const { connection, context } = parts;
  const maxPages = Math.min(wanted, mostPages);
  return gatherPages({
    paging,
    maxPages,
    input,
    service: call.service,
    origin: connection.origin,
    signal: context.signal,
    files: context.files,
    callWith: (inner) => {
      context.renewTime?.();
      return callOperation(call, inner, parts);
    },
    callAt: (target) => {
      context.renewTime?.();
      return callAddress(call, { target, input }, parts);
    },
    report: context.reportProgress
      ? (done) => context.reportProgress?.({ done, total: maxPages, message: "Pages" })
      : null,
  });
}

function prepareCall(api: CallableApi, tool: Tool): PreparedCall {
  const { document } = api;
  if (tool.source.kind !== "openapi") throw new Error(`${tool.id} is not an imported tool.`);
  const context = contextOf(document);
  const { references } = context.input;
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
    service: api.title,
    hasEffect: tool.effect !== "read",
    operation,
    references,
    server: own,
    isApiServer: own === server || isElsewhere,
    ...shapesOf(operation, context, tool),
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
