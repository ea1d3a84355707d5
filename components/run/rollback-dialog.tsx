"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { rollBackRunAction } from "@/app/runs/[runId]/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ledgerQuery } from "@/lib/client/runs";
import type { RunId } from "@/lib/domain/ids";
import { effectKey, type Ledger } from "@/lib/domain/rollback";
import { LedgerEntry } from "./ledger-entry";
import { ledgerWords } from "./ledger-words";

/** What a run did and what of it can be undone, before anything is; and the button that begins with it. */
export function RollbackDialog(props: {
  runId: RunId;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const { runId, isOpen, onOpenChange } = props;
  const { data: ledger, error, refetch } = useQuery({ ...ledgerQuery(runId), enabled: isOpen });
  const rollback = useRollBack(runId);
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      {isOpen ? (
        <DialogContent
          size="lg"
          title="Roll back this run"
          description="What it and the runs it started did outside, the latest first. Nothing is undone before you say so."
          footer={<Footer ledger={ledger} rollback={rollback} onClose={() => onOpenChange(false)} />}
        >
          {ledger ? (
            <LedgerBody ledger={ledger} failure={rollback.failure} />
          ) : error ? (
            <ErrorState
              compact
              title="What this run did could not be read"
              description={error.message}
              onRetry={() => void refetch()}
            />
          ) : (
            <div aria-busy className="flex flex-col gap-3">
              <Skeleton className="h-14" />
              <Skeleton className="h-14" />
            </div>
          )}
        </DialogContent>
      ) : null}
    </Dialog>
  );
}

function Footer(props: {
  ledger: Ledger | undefined;
  rollback: ReturnType<typeof useRollBack>;
  onClose: () => void;
}) {
  const { ledger, rollback, onClose } = props;
  const start = ledger?.start;
  return (
    <>
      <Button variant="ghost" onClick={onClose}>
        Not now
      </Button>
      {start?.kind === "under-way" ? (
        <ButtonLink variant="primary" href={`/runs/${start.runId}`}>
          Go to the rollback
        </ButtonLink>
      ) : start?.kind === "ready" && ledger ? (
        <Button
          variant="primary"
          icon={<Undo2 aria-hidden />}
          loading={rollback.isStarting}
          onClick={() => rollback.start(ledger)}
        >
          {start.count === 1 ? "Undo 1 effect" : `Undo ${start.count} effects`}
        </Button>
      ) : null}
    </>
  );
}

function LedgerBody({ ledger, failure }: { ledger: Ledger; failure: string | null }) {
  const { entries, start } = ledger;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {failure ? (
        <Banner tone="danger" live="alert">
          {failure}
        </Banner>
      ) : null}
      {start.kind === "not-now" ? <Banner>{start.reason}</Banner> : null}
      {entries.length > 0 ? (
        <p className="text-pretty text-sm text-text-muted">
          {ledgerWords(entries)}
          {start.kind === "ready"
            ? " Each undo is a step of a new run and asks you once more before it is sent."
            : ""}
        </p>
      ) : null}
      <ol aria-label="Effects of this run, the latest first" className="flex min-w-0 flex-col divide-y">
        {entries.map((entry) => (
          <LedgerEntry key={effectKey(entry.effect)} entry={entry} />
        ))}
      </ol>
    </div>
  );
}

function useRollBack(runId: RunId) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [isStarting, setStarting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const start = async ({ hash }: Ledger) => {
    if (isStarting) return;
    setStarting(true);
    setFailure(null);
    try {
      const rolled = await rollBackRunAction({ runId, hash });
      switch (rolled.kind) {
        case "started":
          void queryClient.invalidateQueries({ queryKey: ledgerQuery(runId).queryKey });
          return router.push(`/runs/${rolled.runId}`);
        case "conflict":
          queryClient.setQueryData(ledgerQuery(runId).queryKey, rolled.ledger);
          setFailure(
            rolled.ledger.start.kind === "under-way"
              ? "Somebody has just begun to roll it back."
              : "What can be undone has changed just now. Look at it again.",
          );
          break;
        case "refused":
          queryClient.setQueryData(ledgerQuery(runId).queryKey, rolled.ledger);
          break;
        case "not-found":
          setFailure("This run is not there any more.");
          break;
        default:
          rolled satisfies never;
      }
    } catch {
      setFailure("The rollback could not be started: Lamplight did not answer.");
    }
    setStarting(false);
  };
  return { isStarting, failure, start: (ledger: Ledger) => void start(ledger) };
}
