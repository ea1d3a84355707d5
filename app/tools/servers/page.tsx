import type { Metadata } from "next";
import { ServerList } from "@/components/servers/server-list";

export const metadata: Metadata = { title: "MCP servers" };

/** Servers of the Model Context Protocol, and what of theirs is allowed. Opening it starts nothing (M1). */
export default function ServersPage() {
  return <ServerList />;
}
