// One request of an imported operation and its answer: to the connection's origin and nowhere else, with its
// credentials (P8).
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import { type OpenConnection, type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import { applyCredentials } from "./apply-credentials";
import { draftRequest, type RequestDraft } from "./build-request";
import type { Page } from "./gather-pages";
import type { OperationInputs } from "./operation-inputs";
import type { OperationOutput } from "./operation-output";
import type { Operation } from "./operations";
import type { Paging } from "./paging";
import { readAnswer } from "./read-answer";
import type { References } from "./references";
import type { ApiCredential, SecurityRequirement } from "./security";
import type { ApiServer } from "./server";

/** An operation as it is called, without what changes from call to call. */
export interface PreparedCall {
  /** The API's title. */
  service: string;
  hasEffect: boolean;
  operation: Operation;
  references: References;
  inputs: OperationInputs;
  output: OperationOutput;
  paging: Paging | null;
  server: ApiServer;
  /** The base path of the operation is the API's own, which a connection may replace. */
  isApiServer: boolean;
  credentials: ApiCredential[];
  requirements: SecurityRequirement[];
}

/** A file may be larger than an answer that has to be read. */
const maxDownloadBytes = 50 * 1024 * 1024;

/** Calls the operation with these inputs. */
export async function callOperation(
  call: PreparedCall,
  input: JsonObject,
  { connection, context }: { connection: OpenConnection; context: ToolContext },
): Promise<Page> {
  const draft = await draftOf(call, input, context);
  applyCredentials(draft, connection, call);
  return exchange(call, { draft, url: targetUrl(draft, connection, call), connection, context });
}

/**
 * Calls the operation at an address that the service gave for its next page: with the headers of these inputs, and
 * the address's own path and query.
 */
export async function callAddress(
  call: PreparedCall,
  { target, input }: { target: URL; input: JsonObject },
  { connection, context }: { connection: OpenConnection; context: ToolContext },
): Promise<Page> {
  const draft = await draftOf(call, input, context);
  const query = target.search.slice(1);
  draft.query = query === "" ? [] : query.split("&");
  applyCredentials(draft, connection, call);
  const { origin } = new URL(connection.origin);
  const url = `${origin}${target.pathname}${queryText(target.pathname, draft.query)}`;
  return exchange(call, { draft, url, connection, context });
}

async function draftOf(call: PreparedCall, input: JsonObject, context: ToolContext): Promise<RequestDraft> {
  const { operation, inputs, references, output } = call;
  const draft = await draftRequest(operation.target, inputs, input, { files: context.files, references });
  draft.headers.accept = output.accept;
  if (inputs.idempotencyHeader !== null) {
    draft.headers[inputs.idempotencyHeader.toLowerCase()] = context.idempotencyKey;
  }
  return draft;
}

async function exchange(
  call: PreparedCall,
  {
    draft,
    url,
    connection,
    context,
  }: { draft: RequestDraft; url: string; connection: OpenConnection; context: ToolContext },
): Promise<Page> {
  const { operation, output, inputs, references, service, hasEffect } = call;
  if (draft.cookies.length > 0) draft.headers.cookie = draft.cookies.join("; ");
  const { headers, body } = draft;
  const method = operation.method.toUpperCase();
  const response = await context.fetch({
    ...{ url, method, headers: draft.sign ? draft.sign({ method, url, headers, body }) : headers },
    ...(body === null ? {} : { body }),
    signal: context.signal,
    boundOrigin: connection.origin,
    privateNetwork: connection.config.publicOnly !== true,
    ...(output.shape === "file" ? { maxResponseBytes: maxDownloadBytes } : {}),
  });
  const read = await readAnswer(response, {
    service,
    output,
    inputs: inputs.inputs,
    references,
    files: context.files,
    redact: secretScrubber(Object.values(connection.secret)),
    hasEffect,
    now: context.now,
  });
  return { output: isJsonObject(read) ? read : {}, response };
}

/** On the connection's origin whatever the document says of servers; below the base path whatever the inputs say. */
function targetUrl(
  draft: RequestDraft,
  connection: OpenConnection,
  { server, isApiServer }: PreparedCall,
): string {
  const base = isApiServer ? (basePathOf(connection.config) ?? server.basePath) : server.basePath;
  const { origin } = new URL(connection.origin);
  const target = `${origin}${base}${draft.path}${queryText(draft.path, draft.query)}`;
  if (!URL.canParse(target) || new URL(target).origin !== origin) {
    throw new ToolError("bad-input", "The inputs do not make an address of this API.");
  }
  const { pathname } = new URL(target);
  if (!pathname.startsWith(base))
    throw new ToolError("bad-input", "The inputs lead out of this API's address.");
  return target;
}

/** A document's path may have the beginning of a query in it. */
function queryText(path: string, pairs: readonly string[]): string {
  return pairs.length === 0 ? "" : `${path.includes("?") ? "&" : "?"}${pairs.join("&")}`;
}

/** The path under which this connection has the API, when it differs from the document's. */
function basePathOf(config: JsonObject): string | null {
  const path = Object.hasOwn(config, "basePath") ? config.basePath : null;
  return typeof path === "string" ? path.replace(/\/+$/, "") : null;
}
