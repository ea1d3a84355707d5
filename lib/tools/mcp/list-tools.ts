// The tools a server lists, whole or not at all, within bounds (M6).
import {
  type Client,
  type ListToolsResult,
  SdkError,
  SdkErrorCode,
  type Tool,
} from "@modelcontextprotocol/client";
import { jsonObjectSchema } from "@/lib/domain/json";
import type { ListedTool } from "@/lib/domain/mcp-server";
import { ToolError } from "@/lib/tools/tool-contract";
import { untilAborted } from "./connect-server";

export const mostTools = 10_000;
const mostPages = 1000;
const mostBytes = 32 * 1024 * 1024;
export const listTimeoutMs = 30_000;

export interface Listing {
  tools: ListedTool[];
  /** As the SDK knows them, by name: calls are made with these. */
  wire: Map<string, Tool>;
}

/** Lists all tools. Throws a ToolError, or an error of the SDK. */
export async function listTools(client: Client, signal: AbortSignal): Promise<Listing> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(listTimeoutMs)]);
  const wire = new Map<string, Tool>();
  const tools: ListedTool[] = [];
  let bytes = 0;
  let cursor: string | undefined;
  const seen = new Set<string>();
  for (let pages = 0; ; pages += 1) {
    if (pages === mostPages) throw tooMuch(`more than ${mostPages} pages of tools`);
    if (within.aborted) throw new SdkError(SdkErrorCode.RequestTimeout, "listing the tools took too long");
    const page: ListToolsResult = await untilAborted(
      client.request(
        { method: "tools/list", params: cursor === undefined ? {} : { cursor } },
        { timeout: listTimeoutMs, signal: within },
      ),
      within,
    );
    for (const tool of page.tools) {
      // Neither a row nor an id can have such a name.
      if (tool.name.includes("\0") || !tool.name.isWellFormed())
        throw tooMuch("a tool with an impossible name");
      if (wire.has(tool.name)) throw tooMuch(`two tools of the name “${tool.name.slice(0, 100)}”`);
      if (tools.length === mostTools) throw tooMuch(`more than ${mostTools} tools`);
      const listed = toListed(tool);
      bytes += JSON.stringify(listed).length;
      if (bytes > mostBytes) throw tooMuch(`more than ${mostBytes / 1024 / 1024} MB of tools`);
      wire.set(tool.name, tool);
      tools.push(listed);
    }
    cursor = page.nextCursor;
    if (cursor === undefined || cursor === "") return { tools, wire };
    if (seen.has(cursor)) throw tooMuch("the same page of tools again and again");
    seen.add(cursor);
  }
}

function tooMuch(what: string): ToolError {
  return new ToolError("broken-tool", `The server lists ${what}, so nothing of it was taken.`);
}

function toListed(tool: Tool): ListedTool {
  return {
    name: tool.name,
    title: tool.title ?? null,
    description: tool.description ?? null,
    input: jsonObjectSchema.parse(tool.inputSchema),
    output: tool.outputSchema === undefined ? null : jsonObjectSchema.parse(tool.outputSchema),
    annotations: tool.annotations === undefined ? null : jsonObjectSchema.parse(tool.annotations),
  };
}
