"use client";

import { Ban, SquareArrowOutUpRight } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { controlRunAction } from "@/app/runs/[runId]/actions";
import { Elapsed } from "@/components/run/elapsed";
import { NeedsPerson } from "@/components/run/needs-person";
import { RunAnnouncer } from "@/components/run/run-announcer";
import { writeJournal } from "@/components/run/run-journal";
import { runView } from "@/components/run/run-view";
import { StepState } from "@/components/run/step-state";
import { type CommandOutcome, useCommand } from "@/components/run/use-command";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { StatusBadge } from "@/components/ui/status-badge";
import { useRun } from "@/lib/client/use-run";
import type { Plan } from "@/lib/domain/plan";
import { isFinishedRun, type Run } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";

/** A try as it runs, in place: the card that asks, then what came of it. */
export function TryRun(props: { run: Run; plan: Plan; tool: Tool; onChange: () => void }) {
  const { plan, tool, onChange } = props;
  const { run, news, stream, adopt, refresh } = useRun(props.run);
  const tools = useMemo(() => new Map([[tool.id, tool]]), [tool]);
  const view = useMemo(() => runView(run, plan, tools), [run, plan, tools]);
  const journal = useMemo(() => writeJournal(news), [news]);
  const result = useRef<HTMLDivElement>(null);
  const isOver = isFinishedRun(run);
  const [step] = view.steps;

  useEffect(() => {
    result.current?.scrollIntoView({ block: "nearest" });
  }, []);
  // When it begins and when it is over: what is told of the tool elsewhere on its page has changed.
  const changed = useRef(onChange);
  useEffect(() => {
    changed.current = onChange;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: being over is what is told.
  useEffect(() => {
    changed.current();
  }, [isOver]);

  if (!step) return null;
  return (
    <Card ref={result} aria-label="Result" className="min-w-0 scroll-mb-4">
      <RunAnnouncer view={view} />
      <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2">
        <StatusBadge status={step.run.status} size="md" />
        <Elapsed
          from={run.startedAt ?? run.queuedAt}
          to={run.finishedAt}
          className="text-text-subtle text-xs tabular-nums"
        />
        {stream === "lost" ? (
          <span role="status" className="text-warning text-xs">
            Reconnecting…
          </span>
        ) : null}
        <span className="ml-auto flex items-center gap-1">
          {isOver ? null : <CancelRun run={run} adopt={adopt} refresh={refresh} />}
          <ButtonLink
            size="sm"
            variant="ghost"
            href={`/runs/${run.id}`}
            iconEnd={<SquareArrowOutUpRight aria-hidden />}
          >
            Open the run
          </ButtonLink>
        </span>
      </header>
      <div className="flex min-w-0 flex-col gap-4 p-4">
        {view.waiting.includes(step) ? (
          <NeedsPerson view={view} step={step} journal={journal} isTry adopt={adopt} refresh={refresh} />
        ) : step.run.status === "pending" && !isOver ? (
          <p className="text-sm text-text-muted">It begins as soon as a worker takes it.</p>
        ) : (
          <StepState step={step} />
        )}
        {run.status === "failed" || run.status === "canceled" ? (
          <Banner tone={run.status === "failed" ? "danger" : undefined}>
            {run.reason ?? (run.status === "failed" ? "It failed." : "It was canceled.")}
          </Banner>
        ) : null}
      </div>
    </Card>
  );
}

function CancelRun(props: { run: Run; adopt: (run: Run) => void; refresh: () => void }) {
  const { run, adopt, refresh } = props;
  const { pending, failure, send } = useCommand(run.status, refresh);
  const cancel = async (): Promise<CommandOutcome> => {
    const controlled = await controlRunAction({ runId: run.id, action: "cancel" });
    if (controlled.kind === "not-found") return { failure: "This run is not there any more." };
    adopt(controlled.run);
    return controlled.kind === "done" ? "sent" : "over";
  };
  return (
    <>
      {failure ? (
        <span role="alert" className="text-danger text-xs">
          {failure}
        </span>
      ) : null}
      <Button
        size="sm"
        variant="ghost"
        icon={<Ban aria-hidden />}
        loading={pending !== null}
        onClick={() => send("cancel", cancel)}
      >
        Cancel
      </Button>
    </>
  );
}
