"use client";

import { useQuery } from "@tanstack/react-query";
import { PlugZap, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EffectBadge } from "@/components/ui/effect-badge";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { candidatesQuery } from "@/lib/client/plans";
import type { Candidate } from "@/lib/domain/candidate";
import type { Tool } from "@/lib/domain/tool";
import { type Rebinding, rebindStep } from "@/lib/planning/rebind-step";
import { RecoveryForm } from "./recovery-form";
import { type RunView, type StepView, stepsInRun } from "./run-view";
import type { StepRecovery } from "./use-recovery";

export interface SwapStepProps {
  view: RunView;
  failed: StepView;
  recovery: StepRecovery;
  onBack: () => void;
}

/** Another tool for a failed step: the ranked candidates, then its inputs with what could be carried over. */
export function SwapStep({ view, failed, recovery, onBack }: SwapStepProps) {
  const [chosen, setChosen] = useState<Tool | null>(null);
  const { plan } = view;
  const { data, error, isPending, refetch } = useQuery(
    candidatesQuery(plan.id, plan.revision, failed.step.id),
  );
  if (chosen)
    return <ChosenTool {...{ view, failed, recovery }} tool={chosen} onBack={() => setChosen(null)} />;
  const candidates = data?.filter((candidate) => candidate.tool.id !== failed.step.toolId) ?? [];
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p className="text-sm text-text-muted">Tools that could do this step instead, the likeliest first.</p>
      {isPending ? (
        <div className="flex flex-col gap-2" role="status" aria-label="Searching tools">
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} className="h-14" />
          ))}
        </div>
      ) : null}
      {error ? (
        <ErrorState
          compact
          title="The tools could not be searched"
          description={error.message}
          onRetry={() => void refetch()}
        />
      ) : null}
      {data && candidates.length === 0 ? <p className="text-sm">No other tool fits this step.</p> : null}
      <ul className="flex flex-col gap-2">
        {candidates.map((candidate) => (
          <li key={candidate.tool.id}>
            <CandidateRow candidate={candidate} onChoose={() => setChosen(candidate.tool)} />
          </li>
        ))}
      </ul>
      <Button variant="ghost" className="self-start" onClick={onBack}>
        Back
      </Button>
    </div>
  );
}

function CandidateRow({ candidate, onChoose }: { candidate: Candidate; onChoose: () => void }) {
  const { tool, connected, score } = candidate;
  return (
    <div className="flex items-start gap-2.5 rounded-lg border bg-surface p-2.5">
      <ToolIcon name={tool.icon} className="mt-0.5 size-4 shrink-0 text-text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-1.5 text-sm">
          <span className="min-w-0 truncate font-medium" title={tool.id}>
            {tool.title}
          </span>
          <EffectBadge effect={tool.effect} />
          {connected ? null : (
            <Badge tone="warning" icon={<PlugZap aria-hidden />}>
              Not connected
            </Badge>
          )}
        </p>
        <p className="mt-0.5 line-clamp-2 text-text-muted text-xs" title={tool.description}>
          {tool.description}
        </p>
        <p className="mt-0.5 text-2xs text-text-subtle tabular-nums">fits {Math.round(score * 100)} of 100</p>
      </div>
      <Button size="sm" onClick={onChoose} aria-label={`Use ${tool.title}`}>
        Use
      </Button>
    </div>
  );
}

function ChosenTool(props: SwapStepProps & { tool: Tool }) {
  const { view, failed, recovery, tool, onBack } = props;
  const rebinding = rebind(view, failed, tool);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p className="flex flex-wrap items-center gap-1.5 font-medium text-sm">
        <ToolIcon name={tool.icon} className="size-4 text-text-muted" />
        {tool.title}
        <EffectBadge effect={tool.effect} />
      </p>
      {rebinding.broken.map(({ stepId, input }) => (
        <p key={`${stepId}/${input}`} className="flex gap-2 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-status-waiting" />
          <span className="min-w-0">
            “{input}” of “{view.titleOf(stepId)}” reads what this tool doesn't give; you will be asked about
            it then.
          </span>
        </p>
      ))}
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

/** What can be carried over, in the plan as it is in this run. */
function rebind(view: RunView, failed: StepView, to: Tool): Rebinding {
  const { step, tool: from } = failed;
  const tools = new Map([...view.tools, [to.id, to] as const]);
  return rebindStep({ plan: { steps: stepsInRun(view) }, step, from, to, tools });
}
