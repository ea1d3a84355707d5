// Tries an imported API: does it answer at the connection's origin, and does it take its credentials?
import type { JsonObject } from "@/lib/domain/json";
import { type GuardedFetch, type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { applyCredentials } from "./apply-credentials";
import type { RequestDraft } from "./build-request";
import { effectOf } from "./classify-operation";
import { type Operation, operationsOf } from "./operations";
import { createReferences, type References } from "./references";
import { credentialsOf, isOpen, requirementsOf } from "./security";
import { serverOf } from "./server";

/**
 * One sentence about what answered. Throws a ToolError when nothing does, or the credentials are refused. Calls an
 * operation that reads and needs no inputs when there is one, else the base address.
 */
export async function probeApi(
  api: { title: string; document: JsonObject },
  connection: OpenConnection,
  fetch: GuardedFetch,
): Promise<string> {
  const { document } = api;
  const references = createReferences(document);
  const operation = simplestRead(document, references);
  const server = serverOf(document, null);
  const ownPath = connection.config.basePath;
  const basePath = typeof ownPath === "string" ? ownPath : "basePath" in server ? server.basePath : "";
  const draft: RequestDraft = {
    path: operation?.path ?? "/",
    query: [],
    headers: { accept: "*/*" },
    cookies: [],
    ...{ body: null, sign: null },
  };
  const requirements = operation ? requirementsOf(document, operation.source) : requirementsOf(document, {});
  if (Object.keys(connection.secret).length > 0 || operation) {
    const credentials = credentialsOf(document, references);
    applyCredentials(draft, connection, {
      ...{ credentials, requirements, server: "refused" in server ? null : server },
    });
  }
  if (draft.cookies.length > 0) draft.headers.cookie = draft.cookies.join("; ");
  const query = draft.query.length === 0 ? "" : `?${draft.query.join("&")}`;
  const url = `${connection.origin}${basePath}${draft.path}${query}`;
  const { status } = await fetch({
    url,
    headers: draft.sign?.({ method: "GET", url, headers: draft.headers, body: null }) ?? draft.headers,
    boundOrigin: connection.origin,
    privateNetwork: connection.config.publicOnly !== true,
    maxResponseBytes: 5 * 1024 * 1024,
  });
  if (status === 401 || status === 403) {
    throw new ToolError("credentials", `${api.title} refuses the credentials (HTTP ${status}).`);
  }
  if (status >= 500)
    throw new ToolError("transient", `${api.title} answers, but with an error (HTTP ${status}).`);
  const isTried = operation !== null && status < 300 && !isOpen(requirements);
  return `${api.title} answers at ${connection.origin}${isTried ? " and takes the credentials" : ""}.`;
}

/** A read without inputs, one that needs credentials first: it tells the most. */
function simplestRead(document: JsonObject, references: References): Operation | null {
  let found: Operation | null = null;
  for (const operation of operationsOf(document, references)) {
    const isSimple =
      operation.method === "get" &&
      !operation.path.includes("{") &&
      operation.parameters.every(({ required }) => !required) &&
      effectOf(operation, false) === "read";
    if (!isSimple) continue;
    if (!isOpen(requirementsOf(document, operation.source))) return operation;
    found ??= operation;
  }
  return found;
}
