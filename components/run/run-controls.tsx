"use client";

import { Ban, History, Pause, Play, RotateCw, Undo2, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { startRunAction } from "@/app/plans/[planId]/actions";
import { controlRunAction } from "@/app/runs/[runId]/actions";
import { useCommands } from "@/components/shell/commands";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { toast } from "@/components/ui/toast";
import { isFinishedRun, type Run } from "@/lib/domain/run";
import { RollbackDialog } from "./rollback-dialog";
import { type CommandOutcome, useCommand } from "./use-command";
import { useOpenInAddress } from "./use-open-in-address";

export interface RunControlsProps {
  run: Run;
  /** Whether anything was called that changes something. */
  hasEffects: boolean;
  onReplay: () => void;
  adopt: (run: Run) => void;
  refresh: () => void;
}

type Action = "pause" | "resume" | "cancel";

/** What can be done about a run as a whole: pause, resume, cancel; and once it has ended, run again. */
export function RunControls({ run, hasEffects, onReplay, adopt, refresh }: RunControlsProps) {
  const [isAsking, setAsking] = useState(false);
  const { pending, send } = useCommand(run.status, refresh);
  const again = useRunAgain(run);
  const isOver = isFinishedRun(run);
  const isPaused = run.status === "paused";
  const canRollBack = isOver && hasEffects && run.rollback === null;
  const [isRollingBack, setRollingBack] = useOpenInAddress("rollback");

  const control = async (action: Action): Promise<CommandOutcome> => {
    try {
      const controlled = await controlRunAction({ runId: run.id, action });
      if (controlled.kind === "not-found") return { failure: "" };
      if (controlled.kind === "conflict") toast.info(`The run is ${controlled.run.status} already.`);
      adopt(controlled.run);
      return controlled.kind === "done" ? "sent" : "over";
    } catch {
      toast.error("Lamplight did not answer. Nothing is lost; look at how the run stands and try again.");
      return "over";
    }
  };
  const act = (action: Action) => send(action, () => control(action));
  useCommands([
    isPaused
      ? {
          id: "run.resume",
          label: "Resume this run",
          icon: <Play />,
          run: () => act("resume"),
          disabled: isOver,
        }
      : {
          id: "run.pause",
          label: "Pause this run",
          icon: <Pause />,
          run: () => act("pause"),
          disabled: isOver,
        },
    {
      id: "run.cancel",
      label: "Cancel this run",
      icon: <Ban />,
      run: () => setAsking(true),
      disabled: isOver,
    },
    {
      id: "run.again",
      label: "Run again",
      icon: <RotateCw />,
      run: again.start,
      disabled: !isOver || run.rollback !== null,
    },
    { id: "run.replay", label: "Replay this run", icon: <History />, run: onReplay },
    {
      id: "run.rollback",
      label: "Roll back this run",
      icon: <Undo2 />,
      run: () => setRollingBack(true),
      disabled: !canRollBack,
    },
  ]);
  return (
    <>
      <ButtonLink
        variant="ghost"
        href={`/plans/${run.planId}`}
        icon={<Workflow aria-hidden />}
        title={`The plan; this run is of its revision ${run.planRevision}`}
        className="max-sm:px-3"
      >
        <span className="max-sm:sr-only">Plan</span>
      </ButtonLink>
      {canRollBack ? (
        <Button icon={<Undo2 aria-hidden />} onClick={() => setRollingBack(true)} className="max-sm:px-3">
          <span className="max-sm:sr-only">Roll back</span>
        </Button>
      ) : null}
      {isOver ? (
        // What undoes is run once.
        run.rollback ? null : (
          <Button
            icon={<RotateCw aria-hidden />}
            loading={again.isStarting}
            onClick={again.start}
            className="max-sm:px-3"
          >
            <span className="max-sm:sr-only">Run again</span>
          </Button>
        )
      ) : (
        <>
          <Button
            icon={isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
            loading={pending === "pause" || pending === "resume"}
            onClick={() => act(isPaused ? "resume" : "pause")}
            className="max-sm:px-3"
          >
            <span className="max-sm:sr-only">{isPaused ? "Resume" : "Pause"}</span>
          </Button>
          <Button
            icon={<Ban aria-hidden />}
            loading={pending === "cancel"}
            onClick={() => setAsking(true)}
            className="max-sm:px-3"
          >
            <span className="max-sm:sr-only">Cancel run</span>
          </Button>
        </>
      )}
      <RollbackDialog runId={run.id} isOpen={isRollingBack} onOpenChange={setRollingBack} />
      <AlertDialog open={isAsking} onOpenChange={setAsking}>
        <AlertDialogContent
          title="Cancel this run?"
          description="It ends for good. What its steps have done stays done; calls under way are broken off, and nothing more is asked of you."
          confirmLabel="Cancel run"
          cancelLabel="Keep it running"
          onConfirm={() => act("cancel")}
        />
      </AlertDialog>
    </>
  );
}

/** Starts the same revision once more; a plan that has changed since is shown first. */
function useRunAgain(run: Run): { start: () => void; isStarting: boolean } {
  const router = useRouter();
  const [isStarting, setStarting] = useState(false);
  const openPlan = { label: "Open the plan", onClick: () => router.push(`/plans/${run.planId}`) };
  const start = async () => {
    setStarting(true);
    try {
      const started = await startRunAction({ planId: run.planId, revision: run.planRevision });
      switch (started.kind) {
        case "started":
          return router.push(`/runs/${started.runId}`);
        case "stale":
          toast.info("The plan has changed since this run. Review it, and run it from there.", {
            action: openPlan,
          });
          break;
        case "refused":
          toast.error(started.problems[0]?.message ?? "The plan can't be run as it is.", {
            action: openPlan,
          });
          break;
        case "not-found":
          toast.error("This plan is not there any more.");
          break;
        default:
          started satisfies never;
      }
    } catch {
      toast.error("The run could not be started: Lamplight did not answer.");
    }
    setStarting(false);
  };
  return { start: () => void start(), isStarting };
}
