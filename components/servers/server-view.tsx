"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCw, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { checkServerAction, removeServerAction } from "@/app/tools/servers/actions";
import { RevealedText } from "@/components/approval/revealed-text";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { KeyValueList } from "@/components/ui/key-value-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { serverQuery, serversQuery } from "@/lib/client/mcp-servers";
import type { McpServer } from "@/lib/domain/mcp-server";
import { CommandParts, ConfirmCommand } from "./confirm-command";
import { ServerSignIn } from "./server-sign-in";
import { ServerTools } from "./server-tools";

/** One MCP server: its command or address, what is wrong with it, and its tools to allow. */
export function ServerView({ serverId }: { serverId: string }) {
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(serverQuery(serverId));
  const refresh = () => void client.invalidateQueries({ queryKey: serversQuery.queryKey });
  const server = data?.server;
  return (
    <Page
      header={
        <PageHeader
          title={server?.title ?? "MCP server"}
          description="What it says of its tools is shown as it is. Only what you allow enters the catalogue."
          breadcrumbs={[
            { label: "Tools", href: "/tools" },
            { label: "MCP servers", href: "/tools/servers" },
          ]}
          actions={server ? <ServerActions server={server} onChanged={refresh} /> : undefined}
        />
      }
    >
      {isPending && <Skeleton className="h-64" />}
      {error && (
        <ErrorState
          title="The server could not be read"
          description={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {data && server && (
        <div className="flex flex-col gap-6">
          {server.transport.kind === "stdio" && server.confirmedAt === null ? (
            <ConfirmCommand server={server} program={server.transport} onChanged={refresh} />
          ) : (
            <>
              {server.problem !== null && (
                <Banner tone="danger" title="It could not be looked at">
                  <RevealedText text={server.problem} multiline />
                </Banner>
              )}
              {server.signIn.kind === "oauth" && <ServerSignIn server={server} onChanged={refresh} />}
              <About server={server} />
              {server.checkedAt !== null && (data.tools.length > 0 || server.problem === null) && (
                <ServerTools serverId={server.id} tools={data.tools} onChanged={refresh} />
              )}
            </>
          )}
        </div>
      )}
    </Page>
  );
}

function About({ server }: { server: McpServer }) {
  const { transport, about, checkedAt } = server;
  const self = about ? `${about.name} ${about.version}`.trim() : null;
  return (
    <Card className="flex flex-col gap-3 p-4">
      {transport.kind === "stdio" ? (
        <CommandParts program={transport} />
      ) : (
        <KeyValueList
          labelWidth="6.5rem"
          items={[
            {
              label: "Address",
              value: (
                <span className="break-all font-mono text-xs">
                  <RevealedText text={transport.url} />
                </span>
              ),
            },
            {
              label: "Reaches",
              value: transport.isPrivate ? "This machine or a private network" : "Public addresses only",
            },
          ]}
        />
      )}
      <KeyValueList
        labelWidth="6.5rem"
        items={[
          ...(self ? [{ label: "Calls itself", value: <RevealedText text={self} /> }] : []),
          ...(about?.protocol ? [{ label: "Protocol", value: about.protocol }] : []),
          {
            label: "Looked at",
            value: checkedAt === null ? "Not yet" : <RelativeTime date={checkedAt} />,
          },
        ]}
      />
    </Card>
  );
}

function ServerActions({ server, onChanged }: { server: McpServer; onChanged: () => void }) {
  const router = useRouter();
  const [isChecking, setChecking] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const check = async () => {
    setChecking(true);
    try {
      const checked = await checkServerAction({ serverId: server.id });
      if (checked.kind === "listed") toast.success(`It lists ${checked.tools.length} tools.`);
      onChanged();
    } catch {
      toast.error("Lamplight can't be reached.");
    }
    setChecking(false);
  };
  const remove = async () => {
    try {
      await removeServerAction({ serverId: server.id });
      toast.success(`“${server.title}” was removed.`);
      onChanged();
      router.push("/tools/servers");
    } catch {
      toast.error("Lamplight can't be reached. Nothing was removed.");
    }
  };
  return (
    <>
      {server.confirmedAt !== null && (
        <Button icon={<RotateCw aria-hidden />} loading={isChecking} onClick={() => void check()}>
          Look again
        </Button>
      )}
      <Button variant="ghost" icon={<Trash2 aria-hidden />} onClick={() => setRemoving(true)}>
        Remove
      </Button>
      <AlertDialog open={isRemoving} onOpenChange={setRemoving}>
        <AlertDialogContent
          title={`Remove “${server.title}”?`}
          description="Its tools leave the catalogue and its credentials are deleted. Steps that use its tools will say so."
          confirmLabel="Remove"
          onConfirm={() => void remove()}
        />
      </AlertDialog>
    </>
  );
}
