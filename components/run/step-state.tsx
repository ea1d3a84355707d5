import type { ReactNode } from "react";
import { RevealedText } from "@/components/approval/revealed-text";
import { dollars } from "@/components/models/model-words";
import { Progress as ProgressBar } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { CallCost } from "@/lib/domain/call-cost";
import { type Attempt, openAttempt } from "@/lib/domain/run";
import { Elapsed } from "./elapsed";
import { FailureEvidence } from "./failure-evidence";
import { failureWords } from "./failure-words";
import { NestedRunLine, NestedRunLink } from "./nested-runs";
import { givenSchema } from "./pick-answer";
import { ReceiptView } from "./receipt-view";
import type { StepView } from "./run-view";
import { OutputView } from "./values/output-view";

/** A part of what is told of a step. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h3 className="font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

/** What came of it, or why nothing has. */
export function StepState({ step: { run, step, tool } }: { step: StepView }) {
  const schema = run.item === null ? givenSchema({ step, tool }) : (tool?.output ?? {});
  switch (run.status) {
    case "completed":
      return (
        <>
          <Part title="Output">
            <OutputView output={run.output} whole={run.whole} schema={schema} label={step.title} />
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
      if (run.repeated !== null) return null;
      return <AtWork attempt={openAttempt(run)} />;
    case "retrying":
      return (
        <Note>
          {failureWords(run.failure.kind).title}. It tries again <RelativeTime date={run.retryAt} />.
        </Note>
      );
    case "looking-up":
      return (
        <Note>
          Whether it took place is looked up at the service. If that settles nothing, you are asked; nothing
          is sent again by itself.
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
function AtWork({ attempt }: { attempt: Attempt | null }) {
  if (attempt?.nestedRunId) return <NestedRunLine runId={attempt.nestedRunId} />;
  const progress = attempt?.progress ?? null;
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

/** "$0.0079 a call. openai/gpt-…: 310 tokens in, 95 out, $0.0012." */
function costLine({ priceUsd, models }: CallCost): string {
  const asked = models.map(({ model, inputTokens, outputTokens, costUsd }) => {
    const tokens =
      inputTokens === null && outputTokens === null
        ? "unknown tokens"
        : `${(inputTokens ?? 0).toLocaleString("en")} tokens in, ${(outputTokens ?? 0).toLocaleString("en")} out`;
    return `${model}: ${tokens}, ${costUsd === null ? "no known cost" : dollars(costUsd)}.`;
  });
  return [...(priceUsd === null ? [] : [`${dollars(priceUsd)} a call.`]), ...asked].join(" ");
}

export function AttemptLine({ attempt }: { attempt: Attempt }) {
  const { failure, startedAt, finishedAt, cost, nestedRunId } = attempt;
  const isOpen = finishedAt === null;
  return (
    <li className="flex flex-col gap-1 rounded-md border px-3 py-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusBadge variant="plain" status={isOpen ? "running" : failure ? "failed" : "completed"} />
        <span className="text-text-muted text-xs">Attempt {attempt.attempt}</span>
        <Elapsed from={startedAt} to={finishedAt} className="ml-auto text-text-subtle text-xs tabular-nums" />
        <RelativeTime date={startedAt} format="date" className="text-text-subtle text-xs" />
      </div>
      {cost ? <p className="text-text-muted text-xs">{costLine(cost)}</p> : null}
      {nestedRunId && !isOpen ? <NestedRunLink runId={nestedRunId} /> : null}
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
