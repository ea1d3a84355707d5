// An OpenAPI document, pasted or at an address → tools in the catalogue, at once. All of it or nothing. Imports that a
// person looks at first go by lib/flow/import-api.ts.
import { lockApis } from "@/lib/db/apis";
import { db } from "@/lib/db/client";
import { findTools, type ToolsChange } from "@/lib/db/tools";
import { wholeSelection } from "@/lib/domain/api-import";
import type { Tool } from "@/lib/domain/tool";
import { indexTools, removeTools } from "@/lib/retrieval/index-tools";
import { openOpenApi } from "@/lib/tools/openapi/parse-openapi";
import { fetchDocument, trustedOrigins } from "./fetch-document";
import { idChooser, storeApi } from "./store-api";

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

/**
 * Imports an API: its document, its tools, the index's rows and, when it needs no credentials, a connection.
 * Importing it again updates it; tools that did not change keep their version.
 */
export async function importTools(
  request: ImportRequest,
  options: ImportOptions = {},
): Promise<ImportedTools> {
  const trusted = trustedOrigins(options.trustedOrigin);
  const address = "address" in request ? request.address : undefined;
  const fetched = "address" in request ? await fetchDocument(request.address, trusted) : request;
  if ("message" in fetched) return { kind: "refused", message: fetched.message };
  const text = "text" in fetched ? fetched.text : fetched.document;
  const imported = await db().transaction(async (tx) => {
    // Two imports take turns: each sees what the other has made of ids.
    await lockApis(tx);
    const chooseId = await idChooser(tx, options.apiId);
    const opened = openOpenApi(text, { documentUrl: address, chooseId });
    if (opened.kind === "refused") return opened;
    const source = address === undefined ? null : { kind: "address" as const, address };
    const stored = await storeApi(opened, { source, selection: wholeSelection, trusted, tx });
    const { api, operations } = opened;
    return { ...stored, kind: "stored" as const, api, ids: operations.map(({ id }) => id) };
  });
  if (imported.kind === "refused") return imported;
  const { api, ids, change, isConnected } = imported;
  const stored = await findTools(ids);
  const tools = ids.flatMap((id) => stored.get(id) ?? []);
  const warnings = [...imported.warnings, ...(await updateIndex(tools, change))];
  return { kind: "imported", apiId: api.id, title: api.title, tools, warnings, isConnected };
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
