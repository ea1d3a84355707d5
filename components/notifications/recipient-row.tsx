"use client";

import { Hash, Mail, MoreHorizontal } from "lucide-react";
import { useState } from "react";
import {
  removeRecipientAction,
  switchRecipientAction,
  testRecipientAction,
} from "@/app/notifications/actions";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { Button, IconButton } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import type { Recipient } from "@/lib/domain/notification";
import { topicLabel } from "./topic-words";

/** One who is told: how, of what, and what became of the last message. */
export function RecipientRow(props: {
  recipient: Recipient;
  onEdit: () => void;
  onChanged: () => Promise<void>;
}) {
  const { recipient, onEdit, onChanged } = props;
  const { id, address, isOn, kind } = recipient;
  const [isTesting, setTesting] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const work = async (action: () => Promise<unknown>) => {
    try {
      await action();
      await onChanged();
    } catch {
      toast.error("Lamplight can't be reached. Nothing was changed.");
    }
  };
  const test = async () => {
    setTesting(true);
    await work(async () => {
      const outcome = await testRecipientAction({ id });
      if (outcome.kind === "sent") toast.success(`A test message went to ${address}.`);
    });
    setTesting(false);
  };
  const Icon = kind === "smtp" ? Mail : Hash;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3.5">
      <Icon aria-label={kind === "smtp" ? "E-mail" : "Slack"} className="mt-0.5 size-4 text-text-subtle" />
      <div className="flex min-w-0 flex-1 basis-56 flex-col gap-0.5">
        <p className="break-all font-medium text-sm">{address}</p>
        <p className="text-pretty text-sm text-text-muted">{recipient.topics.map(topicLabel).join(" · ")}</p>
        <p className="text-text-subtle text-xs">
          Through “{recipient.connectionName}”
          {recipient.lastSentAt && (
            <>
              {" · last message "}
              <RelativeTime date={recipient.lastSentAt} />
            </>
          )}
          {recipient.waiting > 0 && ` · ${recipient.waiting} to be told`}
        </p>
        {recipient.lastProblem && (
          <p role="status" className="text-pretty text-danger text-sm">
            {recipient.lastProblem}
            {recipient.retryAt && recipient.waiting > 0 && (
              <>
                {" Next try "}
                <RelativeTime date={recipient.retryAt} />.
              </>
            )}
          </p>
        )}
      </div>
      <div className="flex items-center gap-2 max-sm:w-full max-sm:justify-end">
        <Button size="sm" loading={isTesting} onClick={() => void test()}>
          Test
        </Button>
        <Button size="sm" onClick={onEdit}>
          Edit
        </Button>
        <Menu>
          <MenuTrigger asChild>
            <IconButton label={`More for ${address}`} hideTooltip>
              <MoreHorizontal />
            </IconButton>
          </MenuTrigger>
          <MenuContent>
            <MenuItem danger onSelect={() => setRemoving(true)}>
              Remove
            </MenuItem>
          </MenuContent>
        </Menu>
        <Switch
          label={<span className="sr-only">Tell {address}</span>}
          checked={isOn}
          onCheckedChange={(wanted) => void work(() => switchRecipientAction({ id, isOn: wanted }))}
        />
      </div>
      {isRemoving && (
        <AlertDialog open onOpenChange={(isOpen) => !isOpen && setRemoving(false)}>
          <AlertDialogContent
            title={`Tell ${address} no more?`}
            description="What has not been told yet is not told any more. It stays in the Inbox."
            confirmLabel="Remove"
            onConfirm={() => void work(() => removeRecipientAction({ id }))}
          />
        </AlertDialog>
      )}
    </li>
  );
}
