"use client";

import { Check, RotateCw, Search } from "lucide-react";
import { useId, useState } from "react";
import { CardInputs } from "@/components/approval/card-inputs";
import { RevealedText } from "@/components/approval/revealed-text";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EffectBadge } from "@/components/ui/effect-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { Look } from "@/lib/domain/look-up";
import type { ToolFailure } from "@/lib/domain/tool-error";
import { readFields } from "@/lib/planning/read-places";
import { Disclosure } from "./disclosure";
import { FailureEvidence } from "./failure-evidence";
import { LookList } from "./look-list";
import { isMessaging } from "./receipt-view";
import { type RunView, type StepView, stepsInRun } from "./run-view";
import { SaidOutput } from "./said-output";
import { NotRepeated, StopRun } from "./trouble-card";
import { type RecoveryPage, useRecovery } from "./use-recovery";

export interface UnknownCardProps extends RecoveryPage {
  view: RunView;
  step: StepView;
  /** Null when the worker died during the call. */
  failure: ToolFailure | null;
  /** What was looked up at the service so far. */
  looks: readonly Look[];
  /** ISO. */
  since: string | null;
}

/** An effect of which nobody knows whether it took place: the person looks, and says so. Never repeated unasked (R2). */
export function UnknownCard(props: UnknownCardProps) {
  const { view, step: asked, failure, looks, since, ...page } = props;
  const { step, tool, run } = asked;
  const headingId = useId();
  const recovery = useRecovery(view.run, asked, page);
  const [saysOutput, setSaysOutput] = useState(false);
  const fields = readFields({ steps: stepsInRun(view) }, step.id, tool);
  const inputs = run.inputs ?? run.attempts.at(-1)?.inputs ?? null;
  return (
    <Card tone="accent" role="group" aria-labelledby={headingId} className="overflow-hidden">
      <header className="flex flex-col gap-1.5 px-4 pt-3.5 pb-3">
        <div className="flex flex-wrap items-center gap-1.5">
          <StatusBadge status="outcome-unknown" />
          {tool ? <EffectBadge effect={tool.effect} /> : null}
          {since ? <RelativeTime date={since} className="ml-auto text-text-subtle text-xs" /> : null}
        </div>
        <h3 id={headingId} className="break-words font-semibold text-base">
          We can't know whether this took place
        </h3>
        <p className="flex items-center gap-2 text-sm text-text-muted">
          <ToolIcon name={tool?.icon ?? "wrench"} className="size-4 shrink-0" />
          <span className="min-w-0 break-words">{step.title}</span>
        </p>
      </header>
      <div className="flex min-w-0 flex-col gap-3 border-t px-4 py-3.5 text-sm">
        {failure ? (
          <p className="break-words">
            <RevealedText text={failure.message} multiline />
          </p>
        ) : null}
        <p className="text-pretty text-text-muted">
          {failure
            ? "The call was sent, and no clear answer came."
            : "The call was sent, and the worker stopped before the answer came."}{" "}
          Sending it again could do it twice, so nothing is repeated until you say so.{" "}
          {looks.length > 0
            ? "What is not found may still be on its way, or shown late."
            : "Look where it would show."}
        </p>
        <LookList looks={looks} titleOf={view.titleOf} />
        {failure ? <FailureEvidence failure={failure} /> : null}
        {inputs ? (
          <Disclosure label="What was sent">
            <CardInputs
              inputs={inputs}
              schema={tool?.input ?? {}}
              provenance={run.provenance}
              titleOf={view.titleOf}
            />
          </Disclosure>
        ) : null}
        <NotRepeated view={view} />
      </div>
      <div className="flex flex-col gap-3 border-t bg-surface-sunken/60 px-4 py-3">
        {recovery.failure ? (
          <Banner tone="danger" live="alert">
            {recovery.failure}
          </Banner>
        ) : null}
        {saysOutput ? (
          <SaidOutput fields={fields} recovery={recovery} onBack={() => setSaysOutput(false)} />
        ) : (
          <>
            <p className="font-medium text-sm">Did it take place?</p>
            <div className="flex flex-wrap items-center gap-2 max-sm:[&>*]:grow">
              <Button
                icon={<Check aria-hidden />}
                loading={recovery.pending === "confirm-completed"}
                onClick={() =>
                  fields.length > 0 ? setSaysOutput(true) : recovery.recover({ kind: "confirm-completed" })
                }
              >
                It did
              </Button>
              <Button
                icon={<RotateCw aria-hidden />}
                loading={recovery.pending === "retry"}
                onClick={() => recovery.recover({ kind: "retry" })}
              >
                It didn't, try again
              </Button>
              {tool?.lookUp ? (
                <Button
                  icon={<Search aria-hidden />}
                  loading={recovery.pending === "look-up"}
                  onClick={() => recovery.recover({ kind: "look-up" })}
                >
                  {looks.length > 0 ? "Look again" : "Look it up"}
                </Button>
              ) : null}
              <StopRun recovery={recovery} />
              {isMessaging(tool) ? (
                <ButtonLink variant="ghost" href="/outbox" target="_blank">
                  Look in the Outbox
                </ButtonLink>
              ) : null}
            </div>
            <p className="text-pretty text-text-muted text-xs">
              {fields.length > 0
                ? "If it did, you say what later steps need of its output."
                : "If it did, the run goes on without its output, which nothing reads."}{" "}
              If it didn't, you are asked to approve it once more before it is sent.
            </p>
          </>
        )}
      </div>
    </Card>
  );
}
