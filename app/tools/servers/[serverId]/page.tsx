import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ServerView } from "@/components/servers/server-view";
import { findServer } from "@/lib/db/mcp-servers";

interface Props {
  params: Promise<{ serverId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await findServer((await params).serverId))?.title ?? "MCP server" };
}

/** One MCP server: how it is reached, and its tools. Opening it starts nothing (M1). */
export default async function ServerPage({ params }: Props) {
  const { serverId } = await params;
  if (!(await findServer(serverId))) notFound();
  return <ServerView serverId={serverId} />;
}
