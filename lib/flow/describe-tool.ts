// All that a tool's page tells.
import { findToolLimit } from "@/lib/db/call-limits";
import { defaultOfKind } from "@/lib/db/connections";
import { findKeptApi } from "@/lib/db/kept-apis";
import { formerVersions } from "@/lib/db/tool-history";
import { findToolPrices } from "@/lib/db/tool-prices";
import { type ToolUsage, toolUsage } from "@/lib/db/tool-usage";
import { findStoredTool, findTool, readsOfPath, readsOfServer, type StoredTool } from "@/lib/db/tools";
import { compareTools, type ToolDifference } from "@/lib/domain/compare-tools";
import type { Connection } from "@/lib/domain/connection";
import type { ToolId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { LookUpByTool, Tool } from "@/lib/domain/tool";
import { lookUpProblem, needsLookUp, suggestLookUp } from "@/lib/planning/declared-look-up";
import { suggestPartner } from "@/lib/planning/suggest-partner";
import { exampleInputs } from "@/lib/tools/example-inputs";
import { curlText, exampleRequest, httpText } from "@/lib/tools/openapi/example-request";

export interface ToolVersion {
  version: string;
  /** Null for the oldest that is known. */
  since: string | null;
  /** What became another with it; empty for the oldest. */
  differences: ToolDifference[];
}

export interface ToolDescription extends StoredTool {
  /** The account its calls use; null when there is none, or none is needed. */
  connection: Pick<Connection, "name" | "origin" | "isSandbox"> | null;
  /** The tool that takes its effect back, or may; null when there is none. */
  undoneBy: Pick<Tool, "id" | "title"> | null;
  /** The one that does as it was imported. */
  importedUndoneBy: Pick<Tool, "id" | "title"> | null;
  /** The tool its lost calls are looked up with; null when there is none. */
  lookedUpBy: Pick<Tool, "id" | "title"> | null;
  /** How they could be, where nobody has said and something suggests itself. */
  suggestedLookUp: { lookUp: LookUpByTool; title: string } | null;
  /** Newest first. */
  versions: ToolVersion[];
  usage: ToolUsage;
  /** What a call costs in US dollars, as a person said; null when nobody has. */
  priceUsd: number | null;
  /** How many calls of it may be under way at once; null when nobody has said. */
  atOnce: number | null;
}

/** A tool with its connection, its history and its use; null when there is none. */
export async function describeTool(toolId: ToolId): Promise<ToolDescription | null> {
  const stored = await findStoredTool(toolId);
  if (!stored) return null;
  const { tool, imported } = stored;
  const [connection, undoneBy, importedUndoneBy, former, usage, prices, atOnce] = await Promise.all([
    tool.connectionKind === null ? null : defaultOfKind(tool.connectionKind),
    undoingTool(tool),
    undoingTool(imported),
    formerVersions(toolId),
    toolUsage(toolId),
    findToolPrices([toolId]),
    findToolLimit(toolId),
  ]);
  const [lookedUpBy, suggestedLookUp] = await Promise.all([
    tool.lookUp?.kind === "tool" ? namedTool(tool.lookUp.toolId) : null,
    suggestedLookUpOf(tool),
  ]);
  return {
    ...stored,
    connection: connection && {
      name: connection.name,
      origin: connection.origin,
      isSandbox: connection.isSandbox,
    },
    undoneBy,
    importedUndoneBy,
    lookedUpBy,
    suggestedLookUp,
    versions: versionsOf(tool, former),
    usage,
    priceUsd: prices.get(toolId) ?? null,
    atOnce,
  };
}

async function undoingTool({ undo }: Tool): Promise<Pick<Tool, "id" | "title"> | null> {
  return undo.kind === "tool" ? namedTool(undo.toolId) : null;
}

async function namedTool(toolId: ToolId): Promise<Pick<Tool, "id" | "title"> | null> {
  const by = await findTool(toolId);
  return by && { id: by.id, title: by.title };
}

/**
 * What is read where the tool writes (`GET /orders` beside `POST /orders`), or under the same name of the same MCP server
 * (`search_orders` beside `create_order`), may show what it has written.
 */
async function suggestedLookUpOf(tool: Tool): Promise<ToolDescription["suggestedLookUp"]> {
  const { source } = tool;
  if (tool.lookUp || !needsLookUp(tool)) return null;
  if (source.kind === "mcp") {
    const suggested = suggestPartner(tool, await readsOfServer(source.serverId));
    return suggested && { lookUp: suggested.lookUp, title: suggested.by.title };
  }
  if (source.kind !== "openapi") return null;
  for (const by of await readsOfPath(source.apiId, source.path)) {
    const suggested = by.effect === "read" && !by.off ? suggestLookUp(tool, by) : null;
    if (suggested && lookUpProblem(tool, suggested, by) === null)
      return { lookUp: suggested, title: by.title };
  }
  return null;
}

function versionsOf(tool: Tool, former: Awaited<ReturnType<typeof formerVersions>>): ToolVersion[] {
  const all = [tool, ...former.map((one) => one.tool)];
  return all.map((one, place) => {
    const before = all[place + 1];
    const since = place === 0 ? (former[0]?.until ?? null) : (former[place - 1]?.since ?? null);
    return { version: one.version, since, differences: before ? compareTools(before, one) : [] };
  });
}

export interface ExampleCall {
  inputs: JsonObject;
  /** For an operation of an API: what goes over the wire, without secrets. */
  request: { http: string; curl: string } | null;
}

/** A call of a tool as an example. Nothing is called. */
export async function exampleCall(tool: Tool): Promise<ExampleCall> {
  const inputs = exampleInputs(tool.input);
  if (tool.source.kind !== "openapi") return { inputs, request: null };
  const [api, connection] = await Promise.all([
    findKeptApi(tool.source.apiId),
    tool.connectionKind === null ? null : defaultOfKind(tool.connectionKind),
  ]);
  const request = api && (await exampleRequest(api, tool, inputs, connection));
  return { inputs, request: request && { http: httpText(request), curl: curlText(request) } };
}
