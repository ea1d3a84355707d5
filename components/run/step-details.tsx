"use client";

import { ArrowLeft, RotateCw } from "lucide-react";
import { CardInputs } from "@/components/approval/card-inputs";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Button, IconButton } from "@/components/ui/button";
import { EffectBadge } from "@/components/ui/effect-badge";
import { StatusBadge } from "@/components/ui/status-badge";
import { ConditionState } from "./condition-state";
import { ItemList } from "./item-list";
import { NeedsPerson } from "./needs-person";
import { ObservationState } from "./observation-state";
import type { RunPage } from "./person-card";
import { RerunMenu } from "./rerun-menu";
import { entriesOf, type Journal } from "./run-journal";
import { EntryLine } from "./run-timeline";
import { progressWords, type RunView, type StepView } from "./run-view";
import { AttemptLine, Part, StepState } from "./step-state";
import { TakenFromRun } from "./taken-from";
import { useRecovery } from "./use-recovery";

export interface StepDetailsProps extends RunPage {
  view: RunView;
  chosen: StepView;
  journal: Journal;
  onClose: () => void;
}

/** Nobody has to wait for what was put off. */
function TryNow({ view, step, ...page }: RunPage & Pick<StepDetailsProps, "view"> & { step: StepView }) {
  const { pending, failure, recover } = useRecovery(view.run, step, page);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        icon={<RotateCw aria-hidden />}
        loading={pending !== null}
        onClick={() => recover({ kind: "retry" })}
      >
        Try now
      </Button>
      {failure ? (
        <p role="alert" className="text-danger text-xs">
          {failure}
        </p>
      ) : null}
    </div>
  );
}

/** Everything about one step of a run: what it needs, what it gave, what it was called with, every attempt. */
export function StepDetails({ view, chosen, journal, onClose, ...page }: StepDetailsProps) {
  const { step, run, tool } = chosen;
  // What failed stands at its attempt.
  const entries = entriesOf(journal, step.id).filter((entry) => entry.tone !== "problem");
  const isWaiting = view.waiting.includes(chosen);
  return (
    <section aria-label={`Step: ${step.title}`} className="flex min-h-0 flex-col lg:h-full">
      <header className="flex items-start gap-2 border-b px-4 py-3">
        <IconButton label="Back to the run" onClick={onClose} className="-ml-1.5">
          <ArrowLeft aria-hidden />
        </IconButton>
        <div className="min-w-0 flex-1">
          <h2 className="break-words font-semibold text-lg leading-6">{step.title}</h2>
          <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-text-muted text-xs">
            <StatusBadge status={chosen.status} />
            {tool ? <EffectBadge effect={tool.effect} /> : null}
            <span className="flex min-w-0 items-center gap-1.5">
              <ToolIcon name={tool?.icon ?? "wrench"} className="size-3.5" />
              <span className="truncate" title={step.toolId}>
                {tool?.title ?? step.toolId}
              </span>
            </span>
          </div>
        </div>
        {page.isTry ? null : <RerunMenu view={view} step={chosen} />}
      </header>
      <div className="scroll-thin flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4 [&>*]:shrink-0">
        {isWaiting ? <NeedsPerson view={view} step={chosen} journal={journal} {...page} /> : null}
        {step.condition ? (
          <Part title="Condition">
            <ConditionState condition={step.condition} decided={run.condition} />
          </Part>
        ) : null}
        {chosen.items.length > 0 ? (
          <Part title={`Items: ${progressWords(chosen)} have ended`}>
            <ItemList view={view} step={chosen} />
          </Part>
        ) : null}
        {run.status === "completed" && run.observation ? (
          <Part title="Expected">
            <ObservationState step={step} observation={run.observation} />
          </Part>
        ) : null}
        {run.takenFrom ? <TakenFromRun from={run.takenFrom} /> : null}
        <StepState step={chosen} />
        {run.status === "retrying" ? <TryNow view={view} step={chosen} {...page} /> : null}
        {/* The card that waits shows them already. */}
        {run.inputs && run.status !== "waiting-approval" ? (
          <Part title="Inputs">
            <CardInputs
              inputs={run.inputs}
              schema={tool?.input ?? {}}
              provenance={run.provenance}
              titleOf={view.titleOf}
            />
          </Part>
        ) : null}
        {run.attempts.length > 0 ? (
          <Part title={run.attempts.length === 1 ? "1 attempt" : `${run.attempts.length} attempts`}>
            <ol className="flex flex-col gap-2">
              {run.attempts.map((attempt) => (
                <AttemptLine key={attempt.attempt} attempt={attempt} />
              ))}
            </ol>
          </Part>
        ) : null}
        {entries.length > 0 ? (
          <Part title="Decisions">
            <ul className="flex flex-col gap-1">
              {entries.map((entry) => (
                <EntryLine key={entry.seq} entry={entry} />
              ))}
            </ul>
          </Part>
        ) : null}
        <Part title="Why it is here">
          <p className="text-pretty text-sm text-text-muted">
            {step.why.reason}
            {step.why.words ? <> From your words: “{step.why.words}”.</> : null}
          </p>
        </Part>
      </div>
    </section>
  );
}
