// A parsed API → rows of the catalogue, and a connection where none of its calls needs anything.
import { literalAddressProblem } from "@/lib/connections/address-rules";
import { isSameOrigin } from "@/lib/connections/redirects";
import { listApis, upsertApi } from "@/lib/db/apis";
import type { Querier } from "@/lib/db/client";
import { defaultOfKind } from "@/lib/db/connections";
import { serverIds } from "@/lib/db/mcp-servers";
import { removeOtherTools, type ToolsChange, upsertTools } from "@/lib/db/tools";
import { type ImportSource, operationKey, type Selection, selector } from "@/lib/domain/api-import";
import { planToolPrefix } from "@/lib/domain/plan-tool";
import type { Tool } from "@/lib/domain/tool";
import { builtinTools } from "@/lib/tools/definitions";
import type { OpenedApi, ParsedApi } from "@/lib/tools/openapi/parse-openapi";
import { addConnection } from "./manage-connections";

export interface StoredApi {
  /** How many were selected. */
  tools: number;
  change: ToolsChange;
  warnings: string[];
  /** False when the tools can't run before somebody makes a connection of the kind `api:<apiId>`. */
  isConnected: boolean;
}

/** Tools written at a time, after each of which the progress is told. */
const toolsPerStep = 500;

/** What a tool's operation is known by from one import to the next. */
export function operationOf({ source }: Tool): string {
  return source.kind === "openapi" ? operationKey(source.method, source.path) : "";
}

/** Stores an API and the tools selected of it; those of an earlier import that are not among them go. */
export async function storeApi(
  opened: OpenedApi,
  options: {
    source: ImportSource | null;
    selection: Selection;
    trusted: readonly string[];
    tx: Querier;
    /** Throws when the import is canceled. */
    onProgress?: (done: number, total: number) => Promise<void>;
  },
): Promise<StoredApi> {
  const { source, selection, trusted, tx, onProgress } = options;
  const { id, title, description, origin, document, documentHash } = opened.api;
  await upsertApi({ id, title, description, origin, document, documentHash, source, selection }, tx);
  const isWanted = selector(selection);
  const ids = opened.operations.filter(({ key }) => isWanted(key)).map((operation) => operation.id);
  const change: ToolsChange = { added: [], changed: [], removed: await removeOtherTools(ids, id, tx) };
  let done = 0;
  for await (const part of inParts(opened.tools(), (tool) => isWanted(operationOf(tool)))) {
    await onProgress?.(done, ids.length);
    const written = await upsertTools(part, id, tx);
    change.added.push(...written.added);
    change.changed.push(...written.changed);
    done += part.length;
  }
  const { isConnected, warnings } = await connect(opened.api, trusted, tx);
  return { tools: ids.length, change, isConnected, warnings: [...opened.warnings, ...warnings] };
}

/** Tools as they are made, some at a time. */
export async function* inParts(
  tools: AsyncIterable<Tool>,
  isWanted: (tool: Tool) => boolean = () => true,
): AsyncGenerator<Tool[]> {
  let part: Tool[] = [];
  for await (const tool of tools) {
    if (!isWanted(tool)) continue;
    part.push(tool);
    if (part.length < toolsPerStep) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** An API keeps its id when it is imported again; another one of the same name gets a number. */
export async function idChooser(
  tx: Querier,
  apiId: string | undefined,
): Promise<(suggested: string, origin: string) => string> {
  const originOf = new Map((await listApis(tx)).map((api) => [api.id, api.origin]));
  const builtIn = builtinTools.map((tool) => tool.id.split(".")[0]);
  const taken = new Set([...builtIn, planToolPrefix, ...(await serverIds(tx))]);
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
  isConnected: boolean;
  warnings: string[];
}

/** A connection without credentials, where that is enough and nobody has to agree to anything first. */
async function connect(api: ParsedApi, trusted: readonly string[], tx: Querier): Promise<Connecting> {
  const kind = `api:${api.id}`;
  if (await defaultOfKind(kind, tx)) return { isConnected: true, warnings: [] };
  const waiting = (warning: string): Connecting => ({ isConnected: false, warnings: [warning] });
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
  return { isConnected: true, warnings: [] };
}
