// An OpenAPI document, pasted or at an address → tools in the catalogue. All of it or nothing.
import { literalAddressProblem } from "@/lib/connections/address-rules";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { isSameOrigin } from "@/lib/connections/redirects";
import { listApis, lockApis, upsertApi } from "@/lib/db/apis";
import { db, type Querier } from "@/lib/db/client";
import { defaultOfKind } from "@/lib/db/connections";
import { serverIds } from "@/lib/db/mcp-servers";
import { replaceTools, type ToolsChange } from "@/lib/db/tools";
import type { Tool } from "@/lib/domain/tool";
import { env } from "@/lib/env";
import { indexTools, removeTools } from "@/lib/retrieval/index-tools";
import { builtinTools } from "@/lib/tools/definitions";
import { type ParsedApi, parseOpenApi } from "@/lib/tools/openapi/parse-openapi";
import { maxDocumentBytes } from "@/lib/tools/openapi/read-document";
import { ToolError } from "@/lib/tools/tool-contract";
import { addConnection } from "./manage-connections";

export type ImportRequest = { document: string } | { address: string };

export type ImportedTools =
  | {
      kind: "imported";
      apiId: string;
      title: string;
      tools: Tool[];
      /** What was left out, and what is still to be done: a sentence each. */
      warnings: string[];
      /** False when the tools can't run before somebody makes a connection of the kind `api:<apiId>`. */
      isConnected: boolean;
    }
  | { kind: "refused"; message: string };

export interface ImportOptions {
  /** An origin on this machine that may be read and called: the sandbox's. */
  trustedOrigin?: string;
  /** The API's id, whatever its title; an API of this id is replaced even when it was somewhere else. */
  apiId?: string;
}

const fetchTimeoutMs = 20_000;

/**
 * Imports an API: its document, its tools, the index's rows and, when it needs no credentials, a connection.
 * Importing it again updates it; tools that did not change keep their version.
 */
export async function importTools(
  request: ImportRequest,
  options: ImportOptions = {},
): Promise<ImportedTools> {
  const trusted = trustedOrigins(options);
  const fetched =
    "address" in request ? await fetchDocument(request.address, trusted) : { text: request.document };
  if ("message" in fetched) return { kind: "refused", message: fetched.message };
  const documentUrl = "address" in request ? request.address : undefined;
  const stored = await db().transaction(async (tx) => {
    // Two imports take turns: each sees what the other has made of ids.
    await lockApis(tx);
    const chooseId = await idChooser(tx, options);
    const parsed = await parseOpenApi(fetched.text, { documentUrl, chooseId });
    if (parsed.kind === "refused") return parsed;
    const { api, tools, warnings } = parsed;
    const { id, title, description, origin, document, documentHash } = api;
    await upsertApi({ id, title, description, origin, document, documentHash }, tx);
    const change = await replaceTools(tools, id, tx);
    const connecting = await connect(api, trusted, tx);
    return {
      kind: "stored" as const,
      api,
      tools,
      change,
      warnings: [...warnings, ...connecting.warnings],
      ...connecting.state,
    };
  });
  if (stored.kind === "refused") return stored;
  const { api, tools, change, isConnected } = stored;
  const warnings = [...stored.warnings, ...(await updateIndex(tools, change))];
  return { kind: "imported", apiId: api.id, title: api.title, tools, warnings, isConnected };
}

function trustedOrigins({ trustedOrigin }: ImportOptions): string[] {
  const { LAMPLIGHT_SANDBOX, LAMPLIGHT_SANDBOX_HTTP_PORT: port } = env();
  const sandbox = LAMPLIGHT_SANDBOX === "on" && port !== undefined ? [`http://127.0.0.1:${port}`] : [];
  return trustedOrigin === undefined ? sandbox : [trustedOrigin, ...sandbox];
}

async function fetchDocument(
  address: string,
  trusted: readonly string[],
): Promise<{ text: string } | { message: string }> {
  const boundOrigin = trusted.find((origin) => isSameOrigin(origin, address));
  try {
    const { status, body } = await guardedFetch({
      url: address,
      headers: { accept: "application/json, application/yaml;q=0.9, text/yaml;q=0.9, */*;q=0.5" },
      signal: AbortSignal.timeout(fetchTimeoutMs),
      maxResponseBytes: maxDocumentBytes,
      ...(boundOrigin === undefined ? {} : { boundOrigin }),
    });
    if (status < 200 || status > 299) {
      return {
        message: `The address answered HTTP ${status} instead of a document. Open it in a browser to check it.`,
      };
    }
    return { text: body.toString("utf8") };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { message: `The document could not be fetched: ${error.message}` };
  }
}

/** An API keeps its id when it is imported again; another one of the same name gets a number. */
async function idChooser(
  tx: Querier,
  { apiId }: ImportOptions,
): Promise<(suggested: string, origin: string) => string> {
  const originOf = new Map((await listApis(tx)).map((api) => [api.id, api.origin]));
  const taken = new Set([...builtinTools.map((tool) => tool.id.split(".")[0]), ...(await serverIds(tx))]);
  return (suggested, origin) => {
    if (apiId !== undefined) return apiId;
    for (let count = 1; ; count += 1) {
      const id = count === 1 ? suggested : `${suggested}-${count}`;
      const known = originOf.get(id);
      if (!taken.has(id) && (known === undefined || known === origin)) return id;
    }
  };
}

interface Connecting {
  state: { isConnected: boolean };
  warnings: string[];
}

/** A connection without credentials, where that is enough and nobody has to agree to anything first. */
async function connect(api: ParsedApi, trusted: readonly string[], tx: Querier): Promise<Connecting> {
  const kind = `api:${api.id}`;
  if (await defaultOfKind(kind, tx)) return { state: { isConnected: true }, warnings: [] };
  const waiting = (warning: string): Connecting => ({ state: { isConnected: false }, warnings: [warning] });
  if (api.needsAddress) {
    return waiting(
      `Where ${api.title} is differs from account to account. Enter its address under Connections.`,
    );
  }
  if (api.needsCredentials !== "none") {
    return waiting(`${api.title} needs credentials. Enter them under Connections before its tools can run.`);
  }
  const isTrusted = trusted.some((origin) => isSameOrigin(origin, api.origin));
  if (!isTrusted && literalAddressProblem(new URL(api.origin).hostname) !== null) {
    return waiting(
      `${api.title} is on this machine or a private network (${api.origin}). If that is meant, make a connection to it under Connections.`,
    );
  }
  // Until a person looks at it, a connection made from a document stays out of private networks (N1).
  const config = isTrusted ? {} : { publicOnly: true };
  await addConnection(
    { kind, name: api.title, origin: api.origin, config, secrets: {}, isSandbox: isTrusted },
    tx,
  );
  return { state: { isConnected: true }, warnings: [] };
}

/** The index follows the table, from which it is rebuilt when it falls behind. */
async function updateIndex(tools: readonly Tool[], change: ToolsChange): Promise<string[]> {
  const fresh = new Set([...change.added, ...change.changed]);
  try {
    await indexTools(tools.filter((tool) => fresh.has(tool.id)));
    await removeTools(change.removed);
    return [];
  } catch {
    return ["The search index could not be updated just now; the tools are found after the next start."];
  }
}
