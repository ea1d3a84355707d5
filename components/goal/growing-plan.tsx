"use client";

import { ListChecks } from "lucide-react";
import { PlanCanvas } from "@/components/canvas/plan-canvas";
import { StepLine } from "@/components/plan/step-line";
import { FullBleedPage } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Spinner } from "@/components/ui/spinner";
import type { GrowingPlan as Growing } from "./use-planning";

/** A plan while a model writes it: laid out as the plan's own page, which takes its place. */
export function GrowingPlan({ growing, onCancel }: { growing: Growing; onCancel: () => void }) {
  const { plan, tools, model, told } = growing;
  const count = plan.steps.length;
  return (
    <FullBleedPage
      className="max-lg:flex-col"
      header={
        <PageHeader
          variant="bar"
          title={plan.goal}
          breadcrumbs={[{ label: "Goals", href: "/" }]}
          actions={
            <Button variant="secondary" onClick={onCancel} autoFocus>
              Cancel
            </Button>
          }
        />
      }
    >
      <div className="relative min-h-[38dvh] min-w-0 flex-1">
        {count === 0 ? (
          <EmptyState
            className="h-full justify-center"
            icon={<ListChecks />}
            title="The first step is being written"
            description="Each step appears as soon as it is there. Nothing runs before you have seen the plan."
          />
        ) : (
          <PlanCanvas
            steps={plan.steps}
            tools={tools}
            positions={growing.positions}
            initialPositions={growing.positions}
            selected={null}
            onSelect={() => {}}
            isGrowing
          />
        )}
      </div>
      <aside
        aria-label="Progress"
        className="flex min-h-0 w-full shrink-0 flex-col gap-4 overflow-y-auto border-border bg-surface p-4 max-lg:flex-1 max-lg:border-t lg:w-[380px] lg:border-l"
      >
        <p role="status" className="flex items-start gap-2 text-sm">
          <Spinner className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">
            {model === null ? "Planning" : `${model} is planning`}
            {count > 0 && `: ${count === 1 ? "1 step" : `${count} steps`} so far`}
          </span>
        </p>
        <ol aria-label="Steps so far" className="flex flex-col">
          {plan.steps.map((step, index) => {
            const tool = tools.get(step.toolId);
            return (
              <li
                key={step.id}
                className="flex items-center gap-2.5 px-2 py-2 text-sm motion-safe:animate-fade-in"
              >
                <StepLine step={step} tool={tool} number={index + 1} />
              </li>
            );
          })}
        </ol>
        {told.length > 0 && (
          <ul
            aria-label="What was refused"
            className="flex flex-col gap-1 text-pretty text-text-muted text-xs"
          >
            {told.map((message, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same may be told twice
              <li key={`${index} ${message}`} className="break-words">
                {message}
              </li>
            ))}
          </ul>
        )}
      </aside>
    </FullBleedPage>
  );
}
