// The form of an MCP server's connection: nothing but its secrets, since where they go is settled with the server.
import { type McpServer, needsConnection, serverConnectionKind, serverOrigin } from "@/lib/domain/mcp-server";
import { type ConnectionForm, connectionField } from "./connection-form";

/** Null for a server that gets no secrets. */
export function serverForm(server: McpServer): ConnectionForm | null {
  if (!needsConnection(server)) return null;
  const { id, title, transport } = server;
  const fields =
    transport.kind === "stdio"
      ? transport.env.map((name) => connectionField({ name, label: name, part: "secret" }))
      : signInFields(server);
  return {
    kind: serverConnectionKind(id),
    title,
    description: `MCP server “${title}”.`,
    icon: "plug",
    fields,
    methods: [],
    fixedOrigin: serverOrigin(transport, id),
  };
}

function signInFields({ signIn }: McpServer) {
  switch (signIn.kind) {
    case "none":
    case "oauth":
      return [];
    case "bearer":
      return [connectionField({ name: "token", label: "Token", part: "secret" })];
    case "header":
      return [connectionField({ name: "token", label: `Header ${signIn.name}`, part: "secret" })];
    default:
      return signIn satisfies never;
  }
}
