import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { mcpServerSchema, mcpServerSummarySchema, serverToolSchema } from "@/lib/domain/mcp-server";
import { signInSchema } from "@/lib/domain/sign-in";
import { getJson } from "./api";

const serversSchema = z.object({ servers: z.array(mcpServerSummarySchema), canStartPrograms: z.boolean() });
const serverSchema = z.object({ server: mcpServerSchema, tools: z.array(serverToolSchema) });

/** All MCP servers, with how many tools of theirs are in each state. */
export const serversQuery = queryOptions({
  queryKey: ["mcp-servers"],
  queryFn: ({ signal }) => getJson("/api/mcp-servers", serversSchema, signal),
});

/** One MCP server with its tools as listed last. */
export const serverQuery = (serverId: string) =>
  queryOptions({
    queryKey: ["mcp-servers", serverId],
    queryFn: ({ signal }) =>
      getJson(`/api/mcp-servers/${encodeURIComponent(serverId)}`, serverSchema, signal),
  });

/** What came of a sign-in; asked again until it is known. */
export const serverSignInQuery = (signInId: string | null) =>
  queryOptions({
    queryKey: ["sign-ins", signInId],
    queryFn: ({ signal }) =>
      getJson(`/api/sign-ins/${encodeURIComponent(signInId ?? "")}`, signInSchema, signal),
    enabled: signInId !== null,
    refetchInterval: ({ state }) =>
      state.data?.status === "waiting" || state.data?.status === "answered" ? 1000 : false,
  });
