"use client";

import { type ReactNode, useMemo } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { EffectBadge } from "@/components/ui/effect-badge";
import type { StepId } from "@/lib/domain/ids";
import { planInRun } from "@/lib/planning/plan-in-run";
import { planRerun, type RerunForecast } from "@/lib/planning/plan-rerun";
import { Disclosure } from "./disclosure";
import { RecoveryForm } from "./recovery-form";
import type { RunView, StepView } from "./run-view";
import { type RerunCommand, useRerun } from "./use-rerun";

export type RerunWish = "from" | "only" | "inputs";

const titles: Record<RerunWish, string> = {
  from: "Run from this step",
  only: "Run only this step",
  inputs: "Run from this step with other inputs",
};

/** Says what would be taken over, done again and left out, before anything is. */
export function RerunDialog(props: {
  view: RunView;
  step: StepView;
  /** Null: closed. */
  wish: RerunWish | null;
  onClose: () => void;
}) {
  const { view, step, wish, onClose } = props;
  const rerun = useRerun(view.run);
  return (
    <Dialog
      open={wish !== null}
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        rerun.forget();
        onClose();
      }}
    >
      {wish ? (
        <DialogContent
          title={titles[wish]}
          description={`“${step.step.title}”, in a new run.`}
          footer={
            wish === "inputs" ? undefined : (
              <>
                <Button variant="ghost" onClick={onClose}>
                  Not now
                </Button>
                <Button
                  variant="primary"
                  loading={rerun.isStarting}
                  onClick={() => rerun.start({ stepId: step.step.id, scope: wish })}
                >
                  {titles[wish]}
                </Button>
              </>
            )
          }
        >
          <RerunBody view={view} step={step} wish={wish} rerun={rerun} onClose={onClose} />
        </DialogContent>
      ) : null}
    </Dialog>
  );
}

function RerunBody(props: {
  view: RunView;
  step: StepView;
  wish: RerunWish;
  rerun: RerunCommand;
  onClose: () => void;
}) {
  const { view, step, wish, rerun, onClose } = props;
  const stepId = step.step.id;
  const scope = wish === "only" ? "only" : "from";
  const forecast = useMemo(() => {
    const { run, plan, tools } = view;
    return planRerun({ run, before: planInRun(plan, run), plan, tools, stepId, scope });
  }, [view, stepId, scope]);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Forecast view={view} forecast={forecast} />
      {wish === "inputs" && step.tool ? (
        <RecoveryForm
          view={view}
          failed={step}
          tool={step.tool}
          inputs={step.step.inputs}
          recovery={{
            pending: rerun.isStarting ? "rerun" : null,
            failure: rerun.failure,
            problems: rerun.problems,
            recover: () => {},
          }}
          submitLabel="Run with these inputs"
          onSubmit={(inputs) => rerun.start({ stepId, scope, inputs })}
          onBack={onClose}
        />
      ) : rerun.failure ? (
        <Banner tone="danger" live="alert">
          {rerun.failure}
        </Banner>
      ) : null}
    </div>
  );
}

function Forecast({ view, forecast }: { view: RunView; forecast: RerunForecast }) {
  const { taken, runs, repeats, left } = forecast;
  return (
    <div className="flex min-w-0 flex-col gap-3 text-sm">
      <section aria-label="Done in the new run" className="flex flex-col gap-1.5">
        <h3 className="font-medium">
          {runs.length === 1 ? "This is done:" : `These ${runs.length} are done:`}
        </h3>
        <ul className="flex flex-col gap-1">
          {runs.map((id) => (
            <li key={id} className="flex min-w-0 flex-wrap items-center gap-x-2">
              <span className="min-w-0 break-words">{view.titleOf(id)}</span>
              <EffectOf view={view} stepId={id} />
              {repeats.includes(id) ? (
                <span className="text-warning text-xs">once more: it asks you first</span>
              ) : null}
            </li>
          ))}
        </ul>
      </section>
      {taken.length > 0 ? (
        <Titles view={view} stepIds={taken}>
          {taken.length === 1
            ? "1 step is not repeated: what it gave is taken over"
            : `${taken.length} steps are not repeated: what they gave is taken over`}
        </Titles>
      ) : null}
      {left.length > 0 ? (
        <Titles view={view} stepIds={left.map(({ stepId }) => stepId)}>
          {left.length === 1 ? "1 step is left out" : `${left.length} steps are left out`}
        </Titles>
      ) : null}
    </div>
  );
}

function EffectOf({ view, stepId }: { view: RunView; stepId: StepId }) {
  const tool = view.steps.find(({ step }) => step.id === stepId)?.tool;
  return tool ? <EffectBadge effect={tool.effect} /> : null;
}

function Titles(props: { view: RunView; stepIds: readonly StepId[]; children: ReactNode }) {
  const { view, stepIds, children } = props;
  return (
    <Disclosure label={children}>
      <ul className="list-disc pl-6 text-text-muted text-xs">
        {stepIds.map((id) => (
          <li key={id} className="break-words">
            {view.titleOf(id)}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
