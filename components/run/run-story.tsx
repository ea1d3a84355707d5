"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import Link from "next/link";
import { approveReadsAction } from "@/app/runs/[runId]/actions";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { useLongList } from "@/components/ui/use-long-list";
import type { StepId } from "@/lib/domain/ids";
import type { Rerun } from "@/lib/domain/rerun";
import { isFinishedRun, type Run } from "@/lib/domain/run";
import { NeedsPerson } from "./needs-person";
import { NestedRuns, StartedBy } from "./nested-runs";
import type { RunPage } from "./person-card";
import { RollbackBanner } from "./rollback-banner";
import { RunAnswer } from "./run-answer";
import { RunForecast } from "./run-forecast";
import type { Journal } from "./run-journal";
import { RunTimeline } from "./run-timeline";
import type { RunView } from "./run-view";
import { type CommandOutcome, useCommand } from "./use-command";

export interface RunStoryProps extends RunPage {
  view: RunView;
  journal: Journal;
  onSelect: (stepId: StepId) => void;
  onReplay: () => void;
}

/** A run as a story: what needs the person, what happened, and what came of it. */
export function RunStory({ view, journal, onSelect, onReplay, ...page }: RunStoryProps) {
  const { shown, more } = useLongList(view.waiting, { first: 25, what: "that need you" });
  return (
    <div className="scroll-thin flex min-h-0 flex-col gap-6 p-4 [&>*]:shrink-0 lg:h-full lg:overflow-y-auto">
      <RunState run={view.run} />
      <RollbackBanner run={view.run} />
      {view.run.trigger ? <StartedBy trigger={view.run.trigger} /> : null}
      {view.run.rerun ? <TakesUp view={view} rerun={view.run.rerun} /> : null}
      {view.waiting.length > 0 ? (
        <section aria-labelledby="run-needs" className="flex flex-col gap-3">
          <div className="flex min-h-7 flex-wrap items-center justify-between gap-2">
            <h2 id="run-needs" className="flex items-center gap-2 font-semibold text-sm">
              Needs you
              {view.waiting.length > 1 ? <Badge tone="accent">{view.waiting.length}</Badge> : null}
            </h2>
            <ApproveReads view={view} refresh={page.refresh} />
          </div>
          {shown.map((step) => (
            <NeedsPerson key={step.step.id} view={view} step={step} journal={journal} {...page} />
          ))}
          {more}
        </section>
      ) : null}
      <NestedRuns view={view} />
      <RunTimeline view={view} journal={journal} onSelect={onSelect} onReplay={onReplay} />
      {isFinishedRun(view.run) ? <RunAnswer view={view} onSelect={onSelect} /> : null}
      {isFinishedRun(view.run) ? <RunForecast view={view} /> : null}
    </div>
  );
}

/** What a run is of an earlier one. */
function TakesUp({ view, rerun }: { view: RunView; rerun: Rerun }) {
  const taken = view.steps.filter(({ run }) => run.takenFrom !== null).length;
  const what = rerun.scope === "only" ? "Only" : "From";
  return (
    <Banner title={`${what} “${view.titleOf(rerun.stepId)}”${rerun.scope === "only" ? "" : " on"}`}>
      It takes up{" "}
      <Link href={`/runs/${rerun.runId}`} className="underline underline-offset-2">
        an earlier run
      </Link>
      .{" "}
      {taken === 0
        ? "Nothing of it could be taken over."
        : taken === 1
          ? "What 1 step gave there is taken over; it is not repeated."
          : `What ${taken} steps gave there is taken over; they are not repeated.`}
    </Banner>
  );
}

/** A state of the run that its steps don't explain. */
function RunState({ run }: { run: Run }) {
  switch (run.status) {
    case "queued":
      return <Banner>Waiting for a worker to begin.</Banner>;
    case "paused":
      return (
        <Banner title="Paused">
          Nothing new begins until you resume. Calls under way come to their end.
        </Banner>
      );
    case "failed":
      return (
        <Banner tone="danger" title="The run failed">
          {run.reason}
        </Banner>
      );
    case "canceled":
      return <Banner title="The run was canceled">{run.reason}</Banner>;
    default:
      return null;
  }
}

/** One button for reads that are asked about only because the plan says so; anything else keeps its own card (A7). */
function ApproveReads({ view, refresh }: { view: RunView; refresh: () => void }) {
  const queryClient = useQueryClient();
  const count = view.waiting.filter(
    ({ run }) => run.status === "waiting-approval" && run.card.effect === "read",
  ).length;
  const { pending, failure, send } = useCommand(count, refresh);
  if (count === 0) return null;
  const approve = async (): Promise<CommandOutcome> => {
    const approved = await approveReadsAction({ runId: view.run.id });
    void queryClient.invalidateQueries({ queryKey: ["inbox"] });
    if (approved > 0) {
      toast.success(approved === 1 ? "1 read approved." : `${approved} reads approved.`);
      return "sent";
    }
    refresh();
    return {
      failure:
        "None was approved: what they reach is chosen by outside content, so each needs its own answer.",
    };
  };
  return (
    <>
      <Button
        size="sm"
        icon={<CheckCheck aria-hidden />}
        loading={pending !== null}
        onClick={() => send("reads", approve)}
      >
        Approve all remaining reads
      </Button>
      {failure ? (
        <p role="alert" className="w-full text-danger text-xs">
          {failure}
        </p>
      ) : null}
    </>
  );
}
