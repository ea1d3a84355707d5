// What runs a tool: found by its id in a map, or derived from the stored document of its API; never a path or a module
// name from data (P7). For the worker only.
import { renewing } from "@/lib/connections/with-renewal";
import type { ImportedApi } from "@/lib/db/apis";
import { findKeptApi } from "@/lib/db/kept-apis";
import type { Tool } from "@/lib/domain/tool";
import { builtinExecutors, builtinLookUps } from "./executors";
import { mcpExecutor } from "./mcp/execute-mcp";
import { openApiExecutor } from "./openapi/execute-openapi";
import { type ExecuteTool, ToolError } from "./tool-contract";

/** Per API document: what was derived for its tools. */
const keptExecutors = new WeakMap<ImportedApi, Map<string, ExecuteTool>>();

/** The execute function of a tool; null for a built-in one this version does not have. */
export function executorFor(tool: Tool): ExecuteTool | null {
  switch (tool.source.kind) {
    case "builtin":
      return builtinExecutors.get(tool.id) ?? null;
    case "openapi":
      return renewing(importedExecutor(tool, tool.source.apiId));
    case "mcp":
      return mcpExecutor(tool);
    case "plan":
      // The engine starts its run instead (lib/engine/nested-run.ts).
      return null;
    default:
      return tool.source satisfies never;
  }
}

/** How a built-in tool looks its own calls up; null for one that can't. */
export const lookUpFor = (tool: Tool): ExecuteTool | null => builtinLookUps.get(tool.id) ?? null;

function importedExecutor(tool: Tool, apiId: string): ExecuteTool {
  return async (input, context) => {
    const api = await findKeptApi(apiId);
    if (!api) {
      throw new ToolError(
        "broken-tool",
        `The API of “${tool.title}” was removed. Import it again, or choose another tool.`,
      );
    }
    const executors = keptExecutors.get(api) ?? new Map<string, ExecuteTool>();
    keptExecutors.set(api, executors);
    const key = `${tool.id} ${tool.version}`;
    const execute = executors.get(key) ?? openApiExecutor(api, tool);
    executors.set(key, execute);
    return execute(input, context);
  };
}
