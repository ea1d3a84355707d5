"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { PlugZap, Plus } from "lucide-react";
import { useState } from "react";
import { testConnectionAction } from "@/app/connections/actions";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { keepInAddress } from "@/components/ui/keep-in-address";
import { Skeleton } from "@/components/ui/skeleton";
import { connectionsQuery } from "@/lib/client/connections";
import { AddConnectionDialog } from "./add-connection-dialog";
import { ConnectionRow } from "./connection-row";
import { EditConnectionDialog } from "./edit-connection-dialog";
import { SignInOutcome } from "./sign-in-outcome";

type Open = { kind: "add"; to: string | null } | { kind: "edit"; id: string } | null;

interface Start {
  add: string | null;
  edit: string | null;
  signIn: string | null;
}

/** Accounts of outside services, by what they are to: whether they work, what uses them, and the forms to change them. */
export function ConnectionList({ start, callbackAddress }: { start: Start; callbackAddress: string }) {
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(connectionsQuery);
  const [open, setOpen] = useState<Open>(() => {
    if (start.edit !== null) return { kind: "edit", id: start.edit };
    return start.add === null ? null : { kind: "add", to: start.add };
  });
  const refresh = () => client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
  const show = (next: Open) => {
    setOpen(next);
    writeAddress(next);
  };
  const saved = async (id: string, isNew: boolean) => {
    show(null);
    await refresh();
    if (!isNew) return;
    // It says at once whether it works; what goes wrong here is shown by the list.
    await testConnectionAction({ id }).catch(() => null);
    await refresh();
  };
  const groups = Map.groupBy(data?.connections ?? [], ({ kind }) => kind);
  return (
    <Page
      header={
        <PageHeader
          title="Connections"
          description="Accounts tools use. Credentials are stored encrypted and sent only where you said; the sandbox's are on this machine."
          actions={
            <>
              <ButtonLink variant="ghost" href="/api-reference">
                HTTP API
              </ButtonLink>
              <Button variant="primary" icon={<Plus />} onClick={() => show({ kind: "add", to: null })}>
                Add connection
              </Button>
            </>
          }
        />
      }
    >
      {start.signIn !== null && <SignInOutcome id={start.signIn} />}
      {isPending && <Skeleton className="h-64" />}
      {error && !data && (
        <ErrorState
          title="The connections could not be read"
          description={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {data?.connections.length === 0 && (
        <EmptyState
          icon={<PlugZap />}
          title="No connections yet"
          description="Connect a mail server, a chat, a database or an imported API, and tools can use it."
          action={<Button onClick={() => show({ kind: "add", to: null })}>Add connection</Button>}
        />
      )}
      {groups.size > 0 && (
        <Card className="divide-y divide-border overflow-hidden">
          {[...groups].map(([kind, members]) => (
            <section key={kind} aria-label={members[0]?.title} className="divide-y divide-border">
              {members.map((connection) => (
                <ConnectionRow
                  key={connection.id}
                  connection={connection}
                  hasSiblings={members.length > 1}
                  onEdit={() => show({ kind: "edit", id: connection.id })}
                  onChanged={() => void refresh()}
                />
              ))}
            </section>
          ))}
        </Card>
      )}
      {open?.kind === "add" && (
        <AddConnectionDialog
          kind={open.to}
          callbackAddress={callbackAddress}
          isFirst={data !== undefined && open.to !== null && !groups.has(open.to)}
          onKind={(to) => show({ kind: "add", to })}
          onClose={() => show(null)}
          onSaved={(id) => void saved(id, true)}
        />
      )}
      {open?.kind === "edit" && (
        <EditConnectionDialog
          id={open.id}
          callbackAddress={callbackAddress}
          onClose={() => show(null)}
          onSaved={(id) => void saved(id, false)}
        />
      )}
    </Page>
  );
}

/** The address says what is open, so that it can be given to somebody else; nothing is loaded for that. */
function writeAddress(open: Open): void {
  keepInAddress({
    add: open?.kind === "add" ? open.to : null,
    edit: open?.kind === "edit" ? open.id : null,
    signIn: null,
  });
}
