"use client";

import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { makeDefaultAction, testConnectionAction } from "@/app/connections/actions";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { ListedConnection } from "@/lib/connections/described-connection";
import { ConnectionState } from "./connection-state";
import { ConnectionUsage } from "./connection-usage";
import { RemoveConnection } from "./remove-connection";
import { RotateDialog } from "./rotate-dialog";
import { goToSignIn } from "./start-sign-in";

/** One connection: where it leads, whether it works, what uses it, and what can be done with it. */
export function ConnectionRow(props: {
  connection: ListedConnection;
  onEdit: () => void;
  onChanged: () => void;
}) {
  const { connection, onEdit, onChanged } = props;
  const [busy, setBusy] = useState<"testing" | "signing-in" | null>(null);
  const [asking, setAsking] = useState<"rotate" | "remove" | null>(null);
  const needsPerson = connection.signIn === "needed" || connection.signIn === "lost";
  const test = async () => {
    setBusy("testing");
    try {
      await testConnectionAction({ id: connection.id });
      onChanged();
    } catch {
      toast.error("Lamplight can't be reached. The connection was not tested.");
    }
    setBusy(null);
  };
  const signIn = async () => {
    setBusy("signing-in");
    const problem = await goToSignIn(connection.id);
    if (problem === "") return;
    toast.error(problem);
    setBusy(null);
  };
  const choose = async () => {
    try {
      await makeDefaultAction({ id: connection.id });
      toast.success(`Tools now use "${connection.name}".`);
      onChanged();
    } catch {
      toast.error("Lamplight can't be reached. Nothing was changed.");
    }
  };
  return (
    <div className="flex flex-col gap-2 px-4 py-3 sm:flex-row sm:items-center sm:gap-4">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium text-sm">
          <span className="min-w-0 break-words">{connection.name}</span>
          {connection.isSandbox && <Badge tone="info">Sandbox</Badge>}
          {connection.isDefault && <Badge tone="accent">Used by tools</Badge>}
        </p>
        <p className="truncate font-mono text-text-subtle text-xs" title={connection.origin}>
          {connection.origin}
        </p>
        <ConnectionState connection={connection} isTesting={busy === "testing"} />
        <ConnectionUsage connection={connection} />
      </div>
      <div className="flex items-center gap-2">
        {needsPerson ? (
          <Button size="sm" loading={busy === "signing-in"} onClick={() => void signIn()}>
            {connection.signIn === "lost" ? "Sign in again" : "Sign in"}
          </Button>
        ) : (
          <Button size="sm" loading={busy === "testing"} onClick={() => void test()}>
            Test
          </Button>
        )}
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
            <MenuItem disabled={connection.isDefault} onSelect={() => void choose()}>
              Let tools use this one
            </MenuItem>
            {connection.signIn === "held" && (
              <MenuItem onSelect={() => void signIn()}>Sign in as somebody else</MenuItem>
            )}
            {connection.hasSecret && (
              <MenuItem onSelect={() => setAsking("rotate")}>Replace the secret</MenuItem>
            )}
            <MenuSeparator />
            <MenuItem danger onSelect={() => setAsking("remove")}>
              Remove
            </MenuItem>
          </MenuContent>
        </Menu>
      </div>
      {asking === "rotate" && (
        <RotateDialog connection={connection} onClose={() => setAsking(null)} onRotated={onChanged} />
      )}
      {asking === "remove" && (
        <RemoveConnection connection={connection} onClose={() => setAsking(null)} onRemoved={onChanged} />
      )}
    </div>
  );
}
