"use client";

import { useState } from "react";
import { checkServerAction, confirmCommandAction } from "@/app/tools/servers/actions";
import { RevealedText } from "@/components/approval/revealed-text";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { McpServer, ServerTransport } from "@/lib/domain/mcp-server";

type Program = Extract<ServerTransport, { kind: "stdio" }>;

/** The exact command, argument by argument, for the person to confirm before it is ever started (M1). */
export function ConfirmCommand(props: { server: McpServer; program: Program; onChanged: () => void }) {
  const { server, program, onChanged } = props;
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const confirm = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { id: serverId, transportHash } = server;
      const confirmed = await confirmCommandAction({ serverId, transportHash });
      if (confirmed === "conflict") setFailure("This server was changed or removed. Open the page again.");
      else await checkServerAction({ serverId });
      onChanged();
    } catch {
      setFailure("Lamplight can't be reached. Nothing was started.");
    }
    setBusy(false);
  };
  return (
    <Card tone="accent" aria-labelledby="confirm-command" className="flex flex-col gap-4 p-4 sm:p-5">
      <div>
        <h2 id="confirm-command" className="font-semibold text-base">
          Start this program?
        </h2>
        <p className="mt-1 text-pretty text-sm text-text-muted">
          It runs with your rights on this machine, without a sandbox. It has not been started yet. What you
          confirm is exactly this; anything else would have to be confirmed anew.
        </p>
      </div>
      <CommandParts program={program} />
      {failure ? (
        <Banner tone="danger" live="alert">
          {failure}
        </Banner>
      ) : null}
      <Button variant="primary" loading={isBusy} onClick={() => void confirm()} className="self-start">
        Confirm and start it
      </Button>
    </Card>
  );
}

/** A command in its parts: nothing of it can look like two, or like none. */
export function CommandParts({ program }: { program: Program }) {
  const { command, args, env, folder } = program;
  return (
    <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
      <dt className="text-text-subtle">Program</dt>
      <dd className="break-all font-mono text-xs leading-5">
        <RevealedText text={command} />
      </dd>
      {args.map((arg, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the arguments of a command never change places.
        <div key={index} className="contents">
          <dt className="text-text-subtle">Argument {index + 1}</dt>
          <dd className="break-all font-mono text-xs leading-5">
            {arg === "" ? <span className="text-text-subtle">(empty)</span> : <RevealedText text={arg} />}
          </dd>
        </div>
      ))}
      <dt className="text-text-subtle">Environment</dt>
      <dd className="break-all font-mono text-xs leading-5">
        {env.length === 0 ? (
          <span className="font-sans text-text-muted">nothing of its own</span>
        ) : (
          env.join(", ")
        )}
      </dd>
      <dt className="text-text-subtle">Folder</dt>
      <dd className="break-all font-mono text-xs leading-5">
        {folder === null ? (
          <span className="font-sans text-text-muted">its own, in the data folder</span>
        ) : (
          <RevealedText text={folder} />
        )}
      </dd>
    </dl>
  );
}
