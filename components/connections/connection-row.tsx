"use client";

import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { makeDefaultAction, testConnectionAction } from "@/app/connections/actions";
import { ToolIcon } from "@/components/tools/tool-icon";
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
  /** There are others of its kind, so that it is told which one tools use. */
  hasSiblings: boolean;
  onEdit: () => void;
  onChanged: () => void;
}) {
  const { connection, hasSiblings, onEdit, onChanged } = props;
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
    <div className="flex flex-col gap-2 px-4 py-3 sm:flex-row sm:items-center sm:gap-3">
      <span className="grid size-8 shrink-0 place-items-center self-start rounded-md bg-surface-sunken text-text-muted max-sm:hidden">
        <ToolIcon name={connection.icon} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <span className="min-w-0 break-words font-medium">{connection.name}</span>
          {connection.name === connection.title ? null : (
            <span className="min-w-0 break-words text-text-subtle text-xs">{connection.title}</span>
          )}
          {connection.isSandbox && <Badge tone="info">Sandbox</Badge>}
          {connection.isDefault && hasSiblings && <Badge>Used by tools</Badge>}
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
            {connection.isDefault ? null : (
              <MenuItem onSelect={() => void choose()}>Let tools use this one</MenuItem>
            )}
            {connection.signIn === "held" && (
              <MenuItem onSelect={() => void signIn()}>Sign in as somebody else</MenuItem>
            )}
            {connection.hasSecret && (
              <MenuItem onSelect={() => setAsking("rotate")}>Replace the secret</MenuItem>
            )}
            {!connection.isDefault || connection.signIn === "held" || connection.hasSecret ? (
              <MenuSeparator />
            ) : null}
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
