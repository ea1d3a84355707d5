"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { CardInputs } from "@/components/approval/card-inputs";
import { RevealedText } from "@/components/approval/revealed-text";
import { ConditionState } from "@/components/run/condition-state";
import { failureWords } from "@/components/run/failure-words";
import { ObservationState } from "@/components/run/observation-state";
import { itemWords, type StepView } from "@/components/run/run-view";
import { OutputView } from "@/components/run/values/output-view";
import { ToolIcon } from "@/components/tools/tool-icon";
import { IconButton } from "@/components/ui/button";
import { EffectBadge } from "@/components/ui/effect-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { StepId } from "@/lib/domain/ids";
import type { SimulatedFrom, RehearsedStep as Told } from "@/lib/domain/rehearsal";
import { SimulatedMark, SimulatedStatusBadge, simulatedStatus } from "./simulated-badge";
import type { Rehearsed } from "./use-rehearsing";

/** One step of a rehearsal: what it would be given, what it would ask, what it is taken to give. */
export function RehearsedStep(props: { found: Rehearsed; stepId: StepId; onClose: () => void }) {
  const { found, stepId, onClose } = props;
  const view = found.view.steps.find(({ step }) => step.id === stepId);
  const told = found.rehearsal.steps.find((one) => one.stepId === stepId);
  const status = found.statuses[stepId];
  if (!view || !told || !status) return null;
  const { step, run, tool } = view;
  const findings = found.rehearsal.findings.filter((one) => one.stepId === stepId);
  return (
    <section
      aria-label={`Rehearsed step: ${step.title}`}
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header className="flex items-start gap-2 border-b px-4 py-3">
        <IconButton label="Back to the rehearsal" onClick={onClose} className="-ml-1.5">
          <ArrowLeft aria-hidden />
        </IconButton>
        <div className="min-w-0 flex-1">
          <h2 className="break-words font-semibold text-lg leading-6">{step.title}</h2>
          <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-text-muted text-xs">
            <SimulatedStatusBadge status={status} />
            {tool ? <EffectBadge effect={tool.effect} /> : null}
            <span className="flex min-w-0 items-center gap-1.5">
              <ToolIcon name={tool?.icon ?? "wrench"} className="size-3.5" />
              <span className="truncate">{tool?.title ?? step.toolId}</span>
            </span>
          </div>
        </div>
      </header>
      <div className="scroll-thin flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4 [&>*]:shrink-0">
        {findings.length > 0 ? (
          <ul aria-label="Worth knowing" className="flex flex-col gap-1.5 text-sm">
            {findings.map(({ kind, message }) => (
              <li key={`${kind}/${message}`} className="text-pretty break-words">
                {message}
              </li>
            ))}
          </ul>
        ) : null}
        {step.condition ? (
          <Part title="Condition">
            <ConditionState condition={step.condition} decided={run.condition} />
          </Part>
        ) : null}
        <Asked told={told} />
        {view.items.length > 0 ? (
          <Part title={view.items.length === 1 ? "1 item" : `${view.items.length} items`}>
            <Items found={found} view={view} told={told} />
          </Part>
        ) : (
          <CallTold found={found} view={view} from={told.from} />
        )}
        {run.status === "pending" ? (
          <p className="text-pretty text-sm text-text-muted">
            It would not be reached: a step before it stops the run.
          </p>
        ) : null}
      </div>
    </section>
  );
}

/** A part with values: marked, so that nobody takes them for real. */
function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h3 className="flex items-center justify-between gap-2 font-semibold text-sm">
        {title}
        <SimulatedMark />
      </h3>
      {children}
    </section>
  );
}

function Asked({ told }: { told: Told }) {
  if (told.approvals === 0) return null;
  return (
    <section aria-label="Would ask" className="flex flex-col gap-1.5 text-sm">
      <h3 className="font-semibold">
        {told.approvals === 1 ? "Would ask for your approval" : `Would ask for ${told.approvals} approvals`}
      </h3>
      <ul className="flex list-disc flex-col gap-1 pl-4 text-text-muted">
        {told.reasons.map((reason) => (
          <li key={reason} className="text-pretty break-words">
            {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What one call would be given and is taken to give, or what it fails with. */
function CallTold({ found, view, from }: { found: Rehearsed; view: StepView; from: SimulatedFrom | null }) {
  const { step, run, tool } = view;
  const given =
    run.status === "completed" || run.status === "unexpected"
      ? { output: run.output, seen: run.observation }
      : null;
  const failure = run.status === "failed" || run.status === "outcome-unknown" ? run.failure : null;
  return (
    <>
      {run.inputs ? (
        <Part title="Would be given">
          <CardInputs
            inputs={run.inputs}
            schema={tool?.input ?? {}}
            provenance={run.provenance}
            titleOf={found.view.titleOf}
          />
        </Part>
      ) : null}
      {given?.seen ? (
        <Part title="Expected">
          <ObservationState step={step} observation={given.seen} />
        </Part>
      ) : null}
      {given ? (
        <Part title="Is taken to give">
          <OutputView output={given.output} schema={tool?.output ?? {}} label={step.title} />
          <FromWords from={from} />
        </Part>
      ) : null}
      {failure ? (
        <Part title="Would fail with">
          <div className="rounded-md border border-dashed px-3 py-2 text-sm">
            <p className="font-medium">{failureWords(failure.kind).title}</p>
            <p className="mt-1 break-words text-text-muted">
              <RevealedText text={failure.message} multiline />
            </p>
            {run.attempts.length > 1 ? <p className="mt-1">Tried {run.attempts.length} times.</p> : null}
          </div>
        </Part>
      ) : null}
    </>
  );
}

function FromWords({ from }: { from: SimulatedFrom | null }) {
  if (!from) return null;
  return (
    <p className="text-pretty text-text-muted text-xs">
      {from.kind === "past" ? (
        <>
          As its tool gave it in{" "}
          <Link href={`/runs/${from.runId}`} className="underline underline-offset-2 hover:text-text">
            a past run
          </Link>
          , <RelativeTime date={from.at} />.
        </>
      ) : (
        "Made up from what its tool says it gives."
      )}
    </p>
  );
}

function Items({ found, view, told }: { found: Rehearsed; view: StepView; told: Told }) {
  const items = view.run.repeated?.items ?? [];
  return (
    <ol className="flex flex-col divide-y rounded-md border border-dashed">
      {view.items.map((item, index) => (
        <li key={item.number}>
          <details>
            <summary className="flex cursor-default list-none items-center gap-2.5 px-2.5 py-1.5 text-sm hover:bg-hover max-sm:min-h-11 [&::-webkit-details-marker]:hidden">
              <span className="w-6 shrink-0 text-right text-text-subtle text-xs tabular-nums">
                {item.number}
              </span>
              <span className="min-w-0 flex-1 truncate">
                <RevealedText text={itemWords(items[index] ?? null)} />
              </span>
              <SimulatedStatusBadge status={simulatedStatus(item.status, item.run.approvedHash !== null)} />
            </summary>
            <div className="flex flex-col gap-4 border-t bg-surface-sunken/60 p-3">
              {item.step.condition && item.run.condition ? (
                <ConditionState condition={item.step.condition} decided={item.run.condition} />
              ) : null}
              <CallTold found={found} view={item} from={told.from} />
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}
