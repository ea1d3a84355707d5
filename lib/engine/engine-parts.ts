import type { ConnectionId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import type { ExecuteTool, OpenConnection, ToolContext } from "@/lib/tools/tool-contract";

/** What the engine calls tools with. The worker has the real parts; tests give it tools of their own. */
export interface EngineParts {
  /** How a tool is called; null when nobody can. */
  executorFor(tool: Tool): ExecuteTool | null;
  /** Throws a `credentials` ToolError when the connection can't be opened. */
  openConnection(id: ConnectionId): Promise<OpenConnection>;
  files: ToolContext["files"];
  fetch: ToolContext["fetch"];
  writeText: ToolContext["writeText"];
  /** Ends what tools keep open between calls: before the process exits. */
  close?(): Promise<void>;
}
