import type { Tool } from "@/lib/domain/tool";

/** Where a tool comes from, in a few words. */
export function sourceWords({ source }: Pick<Tool, "source">): string {
  switch (source.kind) {
    case "builtin":
      return "Built in";
    case "openapi":
      return source.apiTitle;
    case "mcp":
      return source.serverTitle;
    case "plan":
      return "A plan of yours";
    default:
      return source satisfies never;
  }
}

/** Where the connection a tool needs is made. */
export const connectHref = (kind: string) => `/connections?add=${encodeURIComponent(kind)}`;

/** The page of a tool. */
export const toolHref = (toolId: string) => `/tools/${encodeURIComponent(toolId)}`;
