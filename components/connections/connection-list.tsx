"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, MoreHorizontal, PlugZap, Plus } from "lucide-react";
import { useState } from "react";
import { makeDefaultAction, removeConnectionAction, testConnectionAction } from "@/app/connections/actions";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { ToolIcon } from "@/components/tools/tool-icon";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { connectionsQuery, type EditableConnection } from "@/lib/client/connections";
import type { ConnectionTest } from "@/lib/connections/test-connection";
import { ConnectionDialog } from "./connection-dialog";

/** Accounts of outside services, by kind: which one tools use, whether it works, and the form to change it. */
export function ConnectionList() {
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(connectionsQuery);
  const [editing, setEditing] = useState<EditableConnection | "new" | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
  const kinds = (data?.forms ?? []).filter((form) =>
    data?.connections.some((connection) => connection.kind === form.kind),
  );
  return (
    <Page
      header={
        <PageHeader
          title="Connections"
          description="Accounts tools use. Credentials are stored encrypted and sent to one origin only; the sandbox's are on this machine."
          actions={
            <>
              <ButtonLink variant="ghost" href="/api-reference">
                HTTP API
              </ButtonLink>
              <Button variant="primary" icon={<Plus />} onClick={() => setEditing("new")} disabled={!data}>
                Add connection
              </Button>
            </>
          }
        />
      }
    >
      {isPending && <Skeleton className="h-64" />}
      {error && (
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
          action={<Button onClick={() => setEditing("new")}>Add connection</Button>}
        />
      )}
      <div className="flex flex-col gap-6">
        {kinds.map((form) => (
          <section key={form.kind} aria-label={form.title}>
            <h2 className="mb-2 flex items-center gap-2 font-medium text-sm text-text-muted">
              <ToolIcon name={form.icon} />
              {form.title}
            </h2>
            <Card className="divide-y divide-border overflow-hidden">
              {data?.connections
                .filter((connection) => connection.kind === form.kind)
                .map((connection) => (
                  <ConnectionRow
                    key={connection.id}
                    connection={connection}
                    onEdit={() => setEditing(connection)}
                    onChanged={refresh}
                  />
                ))}
            </Card>
          </section>
        ))}
      </div>
      {editing && data && (
        <ConnectionDialog
          forms={data.forms}
          connection={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={() => {
            setEditing(null);
            void refresh();
          }}
        />
      )}
    </Page>
  );
}

function ConnectionRow(props: { connection: EditableConnection; onEdit: () => void; onChanged: () => void }) {
  const { connection, onEdit, onChanged } = props;
  const [test, setTest] = useState<ConnectionTest | "testing" | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const tryIt = async () => {
    setTest("testing");
    try {
      setTest(await testConnectionAction({ id: connection.id }));
    } catch {
      setTest({ kind: "fails", message: "Lamplight can't be reached." });
    }
  };
  const change = async (action: () => Promise<void>, done: string) => {
    try {
      await action();
      toast.success(done);
      onChanged();
    } catch {
      toast.error("Lamplight can't be reached. Nothing was changed.");
    }
  };
  return (
    <div className="flex flex-col gap-2 px-4 py-3 sm:flex-row sm:items-center">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium text-sm">
          {connection.name}
          {connection.isSandbox && <Badge tone="info">Sandbox</Badge>}
          {connection.isDefault && <Badge tone="accent">Used by tools</Badge>}
        </p>
        <p className="truncate font-mono text-text-subtle text-xs" title={connection.origin}>
          {connection.origin}
        </p>
        {test && test !== "testing" && (
          <p
            role="status"
            className={`mt-1 flex items-start gap-1.5 text-xs ${test.kind === "works" ? "text-success" : "text-danger"}`}
          >
            {test.kind === "works" ? (
              <CircleCheck aria-hidden className="mt-px size-3.5 shrink-0" />
            ) : (
              <CircleX aria-hidden className="mt-px size-3.5 shrink-0" />
            )}
            {test.kind === "works" ? test.detail : test.message}
          </p>
        )}
      </div>
      <div className="flex items-center gap-2">
        <Button size="sm" loading={test === "testing"} onClick={() => void tryIt()}>
          Test
        </Button>
        <Button size="sm" onClick={onEdit}>
          Edit
        </Button>
        <Menu>
          <MenuTrigger asChild>
            <IconButton label={`More for ${connection.name}`} hideTooltip>
              <MoreHorizontal />
            </IconButton>
          </MenuTrigger>
          <MenuContent>
            <MenuItem
              disabled={connection.isDefault}
              onSelect={() =>
                void change(
                  () => makeDefaultAction({ id: connection.id }),
                  `Tools now use "${connection.name}".`,
                )
              }
            >
              Let tools use this one
            </MenuItem>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setRemoving(true)}>
              Remove
            </MenuItem>
          </MenuContent>
        </Menu>
      </div>
      <AlertDialog open={isRemoving} onOpenChange={setRemoving}>
        <AlertDialogContent
          title={`Remove "${connection.name}"?`}
          description="Its credentials are deleted. Steps that use it will say that a connection is missing."
          confirmLabel="Remove"
          onConfirm={() =>
            void change(() => removeConnectionAction({ id: connection.id }), "The connection was removed.")
          }
        />
      </AlertDialog>
    </div>
  );
}
