"use client";

import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { CardInputs } from "@/components/approval/card-inputs";
import { RevealedText } from "@/components/approval/revealed-text";
import { ToolIcon } from "@/components/tools/tool-icon";
import { IconButton } from "@/components/ui/button";
import { EffectBadge } from "@/components/ui/effect-badge";
import { Progress as ProgressBar } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { type Attempt, openAttempt } from "@/lib/domain/run";
import type { Progress } from "@/lib/domain/run-event";
import { Elapsed } from "./elapsed";
import { FailureEvidence } from "./failure-evidence";
import { failureWords } from "./failure-words";
import { NeedsPerson, type RunPage } from "./needs-person";
import { ReceiptView } from "./receipt-view";
import { entriesOf, type Journal } from "./run-journal";
import { EntryLine } from "./run-timeline";
import type { RunView, StepView } from "./run-view";
import { OutputView } from "./values/output-view";

export interface StepDetailsProps extends RunPage {
  view: RunView;
  chosen: StepView;
  journal: Journal;
  onClose: () => void;
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
            <StatusBadge status={run.status} />
            {tool ? <EffectBadge effect={tool.effect} /> : null}
            <span className="flex min-w-0 items-center gap-1.5">
              <ToolIcon name={tool?.icon ?? "wrench"} className="size-3.5" />
              <span className="truncate" title={step.toolId}>
                {tool?.title ?? step.toolId}
              </span>
            </span>
          </div>
        </div>
      </header>
      <div className="scroll-thin flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4 [&>*]:shrink-0">
        {isWaiting ? <NeedsPerson view={view} step={chosen} journal={journal} {...page} /> : null}
        <StepState step={chosen} />
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

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

/** What came of it, or why nothing has. */
export function StepState({ step: { run, step, tool } }: { step: StepView }) {
  switch (run.status) {
    case "completed":
      return (
        <>
          <Part title="Output">
            <OutputView output={run.output} schema={tool?.output ?? {}} label={step.title} />
          </Part>
          {run.receipt ? (
            <Part title="Receipt">
              <ReceiptView receipt={run.receipt} />
            </Part>
          ) : null}
        </>
      );
    case "pending":
      return <Note>It begins when the steps it needs have completed.</Note>;
    case "running":
      return <AtWork progress={openAttempt(run)?.progress ?? null} />;
    case "retrying":
      return (
        <Note>
          {failureWords(run.failure.kind).title}. It tries again <RelativeTime date={run.retryAt} />.
        </Note>
      );
    case "skipped":
    case "denied":
      return run.reason === "" ? null : <Note>{run.reason}</Note>;
    case "canceled":
      return <Note>The run ended before it began.</Note>;
    default:
      return null;
  }
}

/** What a call in progress says about how far it is. */
function AtWork({ progress }: { progress: Progress | null }) {
  if (!progress) return <Note>It is at work.</Note>;
  const { done, total, message } = progress;
  const isKnown = total !== null && total > 0;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-baseline gap-2 text-sm text-text-muted">
        <span className="min-w-0 flex-1 break-words">
          {message ? <RevealedText text={message} /> : "It is at work."}
        </span>
        <span className="shrink-0 text-text-subtle text-xs tabular-nums">
          {isKnown ? `${numberText(done)} of ${numberText(total)}` : numberText(done)}
        </span>
      </div>
      <ProgressBar label="Progress of the call" tone="info" value={isKnown ? (done / total) * 100 : null} />
    </div>
  );
}

const numberText = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 2 });

function Note({ children }: { children: ReactNode }) {
  return <p className="text-pretty text-sm text-text-muted">{children}</p>;
}

function AttemptLine({ attempt }: { attempt: Attempt }) {
  const { failure, startedAt, finishedAt } = attempt;
  const isOpen = finishedAt === null;
  return (
    <li className="flex flex-col gap-1 rounded-md border px-3 py-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusBadge variant="plain" status={isOpen ? "running" : failure ? "failed" : "completed"} />
        <span className="text-text-muted text-xs">Attempt {attempt.attempt}</span>
        <Elapsed from={startedAt} to={finishedAt} className="ml-auto text-text-subtle text-xs tabular-nums" />
        <RelativeTime date={startedAt} format="date" className="text-text-subtle text-xs" />
      </div>
      {failure ? (
        <>
          <p className="break-words">
            <RevealedText text={failure.message} multiline />
          </p>
          <FailureEvidence failure={failure} />
        </>
      ) : null}
    </li>
  );
}
