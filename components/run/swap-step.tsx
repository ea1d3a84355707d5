"use client";

import { SwapConsequences } from "@/components/plan/swap-consequences";
import { type Chosen, SwapPanel } from "@/components/plan/swap-panel";
import { Button } from "@/components/ui/button";
import { RecoveryForm } from "./recovery-form";
import { type RunView, type StepView, stepsInRun } from "./run-view";
import type { StepRecovery } from "./use-recovery";

export interface SwapStepProps {
  view: RunView;
  failed: StepView;
  recovery: StepRecovery;
  onBack: () => void;
}

/** Another tool for a failed step: the ranked candidates, what one would change, then its inputs as a form. */
export function SwapStep({ view, failed, recovery, onBack }: SwapStepProps) {
  const { plan, tools } = view;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <SwapPanel
        plan={{ ...plan, steps: stepsInRun(view) }}
        step={failed.step}
        current={failed.tool}
        tools={tools}
        renderChosen={(chosen) => (
          <RetryWith view={view} failed={failed} recovery={recovery} chosen={chosen} />
        )}
      />
      <Button variant="ghost" className="self-start" onClick={onBack}>
        Back
      </Button>
    </div>
  );
}

function RetryWith(props: Omit<SwapStepProps, "onBack"> & { chosen: Chosen }) {
  const { view, failed, recovery, chosen } = props;
  const { candidate, rebinding, onBack } = chosen;
  const { tool } = candidate;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <SwapConsequences
        rebinding={rebinding}
        steps={stepsInRun(view)}
        policy={view.plan.policy}
        from={failed.tool}
        to={tool}
        isConnected={candidate.connected}
        isRun
      />
      <RecoveryForm
        view={view}
        failed={failed}
        tool={tool}
        inputs={rebinding.inputs}
        recovery={recovery}
        submitLabel="Retry with this tool"
        onSubmit={(inputs) => recovery.recover({ kind: "swap", toolId: tool.id, inputs })}
        onBack={onBack}
      />
    </div>
  );
}
