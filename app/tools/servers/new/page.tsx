import type { Metadata } from "next";
import { NewServer } from "@/components/servers/new-server";
import { isStdioAllowed } from "@/lib/tools/mcp/connect-server";

export const metadata: Metadata = { title: "Add an MCP server" };

export default function NewServerPage() {
  return <NewServer canStartPrograms={isStdioAllowed()} />;
}
