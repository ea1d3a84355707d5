"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Server } from "lucide-react";
import Link from "next/link";
import { RevealedText } from "@/components/approval/revealed-text";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { serversQuery } from "@/lib/client/mcp-servers";
import type { McpServerSummary } from "@/lib/domain/mcp-server";
import { reachText } from "./server-words";

const addLink = (
  <ButtonLink variant="primary" href="/tools/servers/new" icon={<Plus aria-hidden />}>
    Add an MCP server
  </ButtonLink>
);

/** All MCP servers, and which of them wait for a look. */
export function ServerList() {
  const { data, error, isPending, refetch } = useQuery(serversQuery);
  return (
    <Page
      header={
        <PageHeader
          title="MCP servers"
          description="Servers of the Model Context Protocol. Their tools enter the catalogue once you have allowed them."
          breadcrumbs={[{ label: "Tools", href: "/tools" }]}
          actions={addLink}
        />
      }
    >
      {isPending && <Skeleton className="h-40" />}
      {error && (
        <ErrorState
          title="The servers could not be read"
          description={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {data?.servers.length === 0 && (
        <EmptyState
          icon={<Server />}
          title="No MCP servers yet"
          description="Add one by its address, or a program of this machine. Nothing of it is used before you have looked at it."
          action={addLink}
        />
      )}
      {data && data.servers.length > 0 && (
        <Card className="overflow-hidden">
          <ul className="divide-y divide-border">
            {data.servers.map((server) => (
              <ServerRow key={server.id} server={server} />
            ))}
          </ul>
        </Card>
      )}
    </Page>
  );
}

function ServerRow({ server }: { server: McpServerSummary }) {
  const { tools } = server;
  const allowed = tools.allowed ?? 0;
  const fresh = (tools.new ?? 0) + (tools.changed ?? 0) + (tools.gone ?? 0);
  return (
    <li>
      <Link
        href={`/tools/servers/${server.id}`}
        className="flex items-center gap-3 px-4 py-3 hover:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium text-sm">{server.title}</span>
          <span
            className="block truncate font-mono text-text-subtle text-xs"
            title={reachText(server.transport)}
          >
            <RevealedText text={reachText(server.transport)} />
          </span>
        </span>
        {server.confirmedAt === null ? (
          <Badge tone="warning">Command not confirmed</Badge>
        ) : (
          <>
            {server.problem !== null && <Badge tone="danger">Not reached</Badge>}
            {fresh > 0 && <Badge tone="warning">{fresh} to look at</Badge>}
            <span className="shrink-0 text-right text-text-muted text-xs tabular-nums">
              {allowed} allowed
            </span>
          </>
        )}
      </Link>
    </li>
  );
}
