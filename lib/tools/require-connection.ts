import type { Tool } from "@/lib/domain/tool";
import { type OpenConnection, type ToolContext, ToolError } from "./tool-contract";

/** The call's connection. Throws a `credentials` ToolError when there is none or it is of another kind. */
export function requireConnection(
  context: Pick<ToolContext, "connection">,
  tool: Pick<Tool, "title" | "connectionKind">,
): OpenConnection {
  if (context.connection?.kind === tool.connectionKind) return context.connection;
  const message = `“${tool.title}” needs a connection of the kind ${tool.connectionKind}. Add one on the Connections page.`;
  throw new ToolError("credentials", message);
}
