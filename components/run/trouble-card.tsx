"use client";

import { ArrowLeftRight, Check, Pencil, RotateCw, SkipForward, Square } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { AlertDialog, AlertDialogContent, AlertDialogTrigger } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { readStepsOf } from "@/lib/domain/plan";
import { isFinishedStep } from "@/lib/domain/run";
import { Disclosure } from "./disclosure";
import { RecoveryForm } from "./recovery-form";
import { RepairPanel } from "./repair-panel";
import type { RunView, StepView } from "./run-view";
import { SwapStep } from "./swap-step";
import { type RecoveryPage, type StepRecovery, useRecovery } from "./use-recovery";
import { useRepair } from "./use-repair";

export interface TroubledStep extends RecoveryPage {
  view: RunView;
  step: StepView;
  /** ISO. */
  since: string | null;
}

export type LikeliestWay = "accept" | "retry" | "edit" | "swap";

export interface TroubleCardProps extends TroubledStep {
  status: "failed" | "unexpected";
  likeliest: LikeliestWay;
  /** Whether a connection may be what has to be mended. */
  needsConnection?: boolean;
  /** What trying again would do, where it is more than trying. */
  retryNote?: string;
  /** What happened, and the evidence. */
  children: ReactNode;
}

/** A step in trouble: what happened, and every way out of it. */
export function TroubleCard(props: TroubleCardProps) {
  const { view, step: troubled, since, status, children } = props;
  const { step, tool, run } = troubled;
  const headingId = useId();
  const recovery = useRecovery(view.run, troubled, props);
  const [mode, setMode] = useState<"ways" | "edit" | "swap">("ways");
  const repair = useRepair(view, troubled, props);
  return (
    <Card
      tone={status === "failed" ? "danger" : "accent"}
      role="group"
      aria-labelledby={headingId}
      className="overflow-hidden"
    >
      <header className="flex flex-col gap-1.5 px-4 pt-3.5 pb-3">
        <div className="flex flex-wrap items-center gap-1.5">
          <StatusBadge status={status} />
          {run.attempts.length > 1 ? (
            <span className="text-text-subtle text-xs">after {run.attempts.length} attempts</span>
          ) : null}
          {since ? <RelativeTime date={since} className="ml-auto text-text-subtle text-xs" /> : null}
        </div>
        <h3 id={headingId} className="break-words font-semibold text-base">
          {step.title}
        </h3>
        <p className="flex items-center gap-2 text-sm text-text-muted">
          <ToolIcon name={tool?.icon ?? "wrench"} className="size-4 shrink-0" />
          {tool?.title ?? step.toolId}
        </p>
      </header>
      <div className="flex min-w-0 flex-col gap-3 border-t px-4 py-3.5">
        {children}
        {mode === "ways" ? <NotRepeated view={view} /> : null}
      </div>
      {mode === "ways" ? <RepairPanel repair={repair} /> : null}
      <div className="flex min-w-0 flex-col gap-3 border-t bg-surface-sunken/60 px-4 py-3">
        {mode === "ways" ? (
          <Ways card={props} recovery={recovery} onMode={setMode} isProposed={repair.proposed !== null} />
        ) : null}
        {mode === "edit" && tool ? (
          <RecoveryForm
            view={view}
            failed={troubled}
            tool={tool}
            inputs={step.inputs}
            recovery={recovery}
            submitLabel="Retry with these inputs"
            onSubmit={(inputs) => recovery.recover({ kind: "edit", inputs })}
            onBack={() => setMode("ways")}
          />
        ) : null}
        {mode === "swap" ? (
          <SwapStep view={view} failed={troubled} recovery={recovery} onBack={() => setMode("ways")} />
        ) : null}
      </div>
    </Card>
  );
}

function Ways(props: {
  card: TroubleCardProps;
  recovery: StepRecovery;
  onMode: (mode: "edit" | "swap") => void;
  /** A repair is proposed above: these are the other ways. */
  isProposed: boolean;
}) {
  const { card, recovery, onMode, isProposed } = props;
  const { view, step: troubled, status, likeliest, isTry = false, needsConnection, retryNote } = card;
  const isBusy = recovery.pending !== null;
  const skipped = readersOf(view, troubled);
  const variantOf = (way: LikeliestWay) => (way === likeliest && !isProposed ? "primary" : "secondary");
  return (
    <>
      {recovery.failure ? (
        <Banner tone="danger" live="alert">
          {recovery.failure}
        </Banner>
      ) : null}
      {isProposed ? <p className="font-medium text-text-muted text-xs">Other ways</p> : null}
      <div className="flex flex-wrap items-center gap-2 max-sm:[&>*]:grow">
        {status === "unexpected" ? (
          <Button
            variant={variantOf("accept")}
            icon={<Check aria-hidden />}
            loading={recovery.pending === "accept"}
            onClick={() => recovery.recover({ kind: "accept" })}
          >
            Go on with it
          </Button>
        ) : null}
        <Button
          variant={variantOf("retry")}
          icon={<RotateCw aria-hidden />}
          loading={recovery.pending === "retry"}
          onClick={() => recovery.recover({ kind: "retry" })}
        >
          Retry
        </Button>
        {troubled.tool ? (
          <Button
            variant={variantOf("edit")}
            icon={<Pencil aria-hidden />}
            disabled={isBusy}
            onClick={() => onMode("edit")}
          >
            Edit inputs
          </Button>
        ) : null}
        {isTry ? null : (
          <>
            <Button
              variant={variantOf("swap")}
              icon={<ArrowLeftRight aria-hidden />}
              disabled={isBusy}
              onClick={() => onMode("swap")}
            >
              Swap tool
            </Button>
            <Button
              icon={<SkipForward aria-hidden />}
              loading={recovery.pending === "skip"}
              onClick={() => recovery.recover({ kind: "skip" })}
            >
              Skip
            </Button>
          </>
        )}
        <StopRun recovery={recovery} />
        {needsConnection ? (
          <ButtonLink variant={isProposed ? "secondary" : "ghost"} href="/connections">
            Connections
          </ButtonLink>
        ) : null}
      </div>
      {retryNote ? <p className="text-pretty text-text-muted text-xs">{retryNote}</p> : null}
      {skipped.length > 0 ? (
        <p className="text-pretty text-text-muted text-xs">
          Skipping it also skips what needs its result: {skipped.map((title) => `“${title}”`).join(", ")}.
        </p>
      ) : null}
    </>
  );
}

/** Ends the run as failed; asked once more, as it can't be gone on with. */
export function StopRun({ recovery }: { recovery: StepRecovery }) {
  return (
    <AlertDialog>
      <AlertDialogTrigger asChild>
        <Button variant="ghost" icon={<Square aria-hidden />} loading={recovery.pending === "stop"}>
          Stop run
        </Button>
      </AlertDialogTrigger>
      <AlertDialogContent
        title="Stop this run?"
        description="It ends for good, as failed. What its steps have done stays done; steps that have not run won't."
        confirmLabel="Stop run"
        cancelLabel="Keep it"
        onConfirm={() => recovery.recover({ kind: "stop" })}
      />
    </AlertDialog>
  );
}

/** Steps that have completed: whatever is chosen, they don't run again. */
export function NotRepeated({ view }: { view: RunView }) {
  const done = view.steps.filter(({ run }) => run.status === "completed");
  if (done.length === 0) return null;
  return (
    <Disclosure
      label={
        done.length === 1
          ? "1 completed step will not be repeated"
          : `${done.length} completed steps will not be repeated`
      }
    >
      <ul className="list-disc pl-6 text-text-muted text-xs">
        {done.map(({ step }) => (
          <li key={step.id}>{step.title}</li>
        ))}
      </ul>
    </Disclosure>
  );
}

/** The titles of the steps that have not run and can't without this one's output. */
function readersOf(view: RunView, troubled: StepView): string[] {
  // The others go on without one item.
  if (troubled.run.item !== null) return [];
  const lost = new Set([troubled.step.id]);
  return view.steps.flatMap(({ step, run }) => {
    const reads = readStepsOf(step);
    if (isFinishedStep(run) || !reads.some((id) => lost.has(id))) return [];
    lost.add(step.id);
    return [step.title];
  });
}
