import type { ModelUse } from "@/lib/domain/call-cost";
import type { ConnectionId, ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import type { ExecuteTool, OpenConnection, ToolContext } from "@/lib/tools/tool-contract";

type TextPrompt = Parameters<NonNullable<ToolContext["writeText"]>>[0];
/** A text a model wrote, and what it took. */
export interface WrittenText {
  text: string;
  use: ModelUse;
}

/** What the engine calls tools with. The worker has the real parts; tests give it tools of their own. */
export interface EngineParts {
  /** How a tool is called; null when nobody can. */
  executorFor(tool: Tool): ExecuteTool | null;
  /** How a tool that looks its own calls up does so; null or absent when it can't. */
  lookUpFor?(tool: Tool): ExecuteTool | null;
  /** Throws a `credentials` ToolError when the connection can't be opened. */
  openConnection(id: ConnectionId): Promise<OpenConnection>;
  files: ToolContext["files"];
  fetch: ToolContext["fetch"];
  /** Writes a text with the model in use, and says what that took; null where none is in use. */
  writeText: ((prompt: TextPrompt) => Promise<WrittenText | null>) | null;
  /** What a call of a tool costs in US dollars; null where nobody has said. Absent: nobody ever has. */
  priceOf?(toolId: ToolId): Promise<number | null>;
  /** Ends what tools keep open between calls: before the process exits. */
  close?(): Promise<void>;
}
