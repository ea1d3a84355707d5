"use client";

import { FlaskConical, Play, Plus, Redo2, Undo2, WandSparkles } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import type { Positions } from "@/components/canvas/canvas-graph";
import { PlanCanvas } from "@/components/canvas/plan-canvas";
import { PlanToolButton } from "@/components/plan-tool/plan-tool-button";
import { RehearsalPanel } from "@/components/rehearsal/rehearsal-panel";
import { RehearsedStep } from "@/components/rehearsal/rehearsed-step";
import { useRehearsing } from "@/components/rehearsal/use-rehearsing";
import { ScheduleButton } from "@/components/schedule/schedule-button";
import { useCommands } from "@/components/shell/commands";
import { FullBleedPage } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Button, IconButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { WebhookButton } from "@/components/webhook/webhook-button";
import type { Plan } from "@/lib/domain/plan";
import type { PlanningSummary } from "@/lib/domain/planning-record";
import type { Tool } from "@/lib/domain/tool";
import { AddStepDialog } from "./add-step-dialog";
import { canvasEdits } from "./canvas-edits";
import { ConflictDialog } from "./conflict-dialog";
import { PlanOverview } from "./plan-overview";
import { RefineBox } from "./refine-box";
import { RefinementPanel } from "./refinement-panel";
import { SaveIndicator } from "./save-indicator";
import { StepPanel } from "./step-panel";
import { useHistoryKeys } from "./use-history-keys";
import { usePlanEditor } from "./use-plan-editor";
import { usePointOfNoReturn } from "./use-point-of-no-return";
import { useRefining } from "./use-refining";
import { useSelectedStep } from "./use-selected-step";
import { useStartRun } from "./use-start-run";

export interface PlanWorkbenchProps {
  plan: Plan;
  tools: Tool[];
  connectedKinds: string[];
  mostItems: number;
  positions: Positions;
  /** What planning it took; null when no planner made it. */
  planning: PlanningSummary | null;
}

/** The plan page: canvas on the left, the overview or the chosen step on the right (below it on a phone). */
export function PlanWorkbench(props: PlanWorkbenchProps) {
  const editor = usePlanEditor(props);
  const { plan, tools, problems } = editor;
  const [selected, select] = useSelectedStep(plan);
  const [isAdding, setAdding] = useState(false);
  const refining = useRefining(editor);
  const { proposed } = refining;
  const isProposed = proposed !== null && proposed.refinement.parts.length > 0;
  const refineBox = useRef<HTMLTextAreaElement>(null);
  const run = useStartRun(editor);
  useHistoryKeys(editor);
  const rehearsing = useRehearsing(editor);
  const isRehearsing = rehearsing.choice !== null && !isProposed;
  const rehearsed = isRehearsing ? rehearsing.found : null;
  const rehearseButton = useRef<HTMLButtonElement>(null);
  const leaveRehearsal = () => {
    rehearsing.leave();
    rehearseButton.current?.focus();
  };
  const canRehearse = plan.steps.length > 0 && !isProposed;
  const toggleRehearsal = () => (rehearsing.choice ? leaveRehearsal() : rehearsing.choose({}));

  const step = plan.steps.find((one) => one.id === selected) ?? null;
  const openCounts = useMemo(() => {
    const counts: Record<string, number> = {};
    for (const { stepId } of problems) if (stepId) counts[stepId] = (counts[stepId] ?? 0) + 1;
    return counts;
  }, [problems]);
  const noReturn = usePointOfNoReturn(plan.steps, tools);
  const edits = useMemo(() => canvasEdits(editor, select), [editor, select]);
  useCommands([
    {
      id: "plan.run",
      label: "Run this plan",
      icon: <Play />,
      run: run.start,
      disabled: problems.length > 0 || isProposed,
    },
    {
      id: "plan.rehearse",
      label: rehearsing.choice ? "Leave the rehearsal" : "Rehearse this plan",
      icon: <FlaskConical />,
      run: toggleRehearsal,
      disabled: !canRehearse,
    },
    {
      id: "plan.refine",
      label: "Change this plan in words",
      icon: <WandSparkles />,
      run: () => refineBox.current?.focus(),
    },
    { id: "plan.add", label: "Add a step", icon: <Plus />, run: () => setAdding(true) },
    { id: "plan.undo", label: "Undo", icon: <Undo2 />, run: editor.undo, disabled: !editor.canUndo },
    { id: "plan.redo", label: "Redo", icon: <Redo2 />, run: editor.redo, disabled: !editor.canRedo },
  ]);

  return (
    <FullBleedPage
      className="max-lg:flex-col"
      header={
        <PageHeader
          variant="bar"
          title={plan.goal}
          breadcrumbs={[{ label: "Goals", href: "/" }]}
          actions={
            <>
              <SaveIndicator save={editor.save} revision={plan.revision} />
              <IconButton
                label="Undo"
                shortcut={["mod", "Z"]}
                onClick={editor.undo}
                disabled={!editor.canUndo}
                className={editor.canUndo ? undefined : "max-sm:hidden"}
              >
                <Undo2 />
              </IconButton>
              <IconButton
                label="Redo"
                shortcut={["mod", "shift", "Z"]}
                onClick={editor.redo}
                disabled={!editor.canRedo}
                className={editor.canRedo ? undefined : "max-sm:hidden"}
              >
                <Redo2 />
              </IconButton>
              <ScheduleButton
                planId={plan.id}
                disabled={problems.length > 0 || isProposed}
                whenSaved={editor.whenSaved}
              />
              <WebhookButton
                plan={plan}
                tools={[...tools.values()]}
                problems={problems}
                disabled={isProposed}
                whenSaved={editor.whenSaved}
              />
              <PlanToolButton
                plan={plan}
                tools={[...tools.values()]}
                problems={problems}
                disabled={isProposed}
                whenSaved={editor.whenSaved}
              />
              <Button
                variant="secondary"
                icon={<Plus />}
                onClick={() => setAdding(true)}
                className="max-sm:hidden"
              >
                Add step
              </Button>
              <Button
                ref={rehearseButton}
                variant="secondary"
                icon={<FlaskConical />}
                aria-pressed={rehearsing.choice !== null}
                disabled={!canRehearse}
                title="See what a run would come to, with everything simulated"
                onClick={toggleRehearsal}
                className="aria-pressed:border-dashed aria-pressed:border-focus max-sm:px-3"
              >
                <span className="max-sm:sr-only">Rehearse</span>
              </Button>
              <Button
                variant={isProposed ? "secondary" : "primary"}
                icon={<Play />}
                loading={run.isStarting}
                disabled={problems.length > 0 || isProposed}
                title={runTitle(problems.length > 0, isProposed)}
                onClick={run.start}
              >
                Run
              </Button>
            </>
          }
        />
      }
    >
      <div className="relative min-h-[38dvh] min-w-0 flex-1">
        {plan.steps.length === 0 && !isProposed ? (
          <EmptyState
            className="h-full justify-center"
            title={plan.unserved.length > 0 ? "Nothing here can do this" : "No steps yet"}
            description={
              plan.unserved.length > 0
                ? "None of the connected tools fits this goal. Connect an API that does, or add a step by hand."
                : "Add a step to begin."
            }
            action={
              <Button variant="secondary" icon={<Plus />} onClick={() => setAdding(true)}>
                Add step
              </Button>
            }
          />
        ) : (
          <PlanCanvas
            initialPositions={props.positions}
            {...(isProposed
              ? {
                  steps: proposed.preview.steps,
                  marks: proposed.preview.marks,
                  tools: proposed.tools,
                  label: "Proposed plan canvas",
                  selected: null,
                  onSelect: ignore,
                }
              : isRehearsing
                ? {
                    steps: plan.steps,
                    tools,
                    label: "Rehearsal canvas, simulated",
                    simulated: rehearsed?.statuses,
                    selected,
                    onSelect: select,
                  }
                : {
                    ...{ steps: plan.steps, tools, openCounts, selected, onSelect: select, edits },
                    pointOfNoReturn: noReturn?.stepId,
                  })}
          />
        )}
        {isRehearsing && <RehearsalSign />}
      </div>
      <aside
        aria-label="Details"
        className="flex min-h-0 w-full shrink-0 flex-col border-border bg-surface max-lg:flex-1 max-lg:border-t lg:w-[380px] lg:border-l"
      >
        {proposed ? (
          <RefinementPanel
            proposed={proposed}
            refining={{
              ...refining,
              accept: () => {
                refining.accept();
                refineBox.current?.focus();
              },
              reject: () => {
                refining.reject();
                refineBox.current?.focus();
              },
            }}
          />
        ) : rehearsed && step ? (
          <RehearsedStep key={step.id} found={rehearsed} stepId={step.id} onClose={() => select(null)} />
        ) : isRehearsing ? (
          <RehearsalPanel rehearsing={{ ...rehearsing, leave: leaveRehearsal }} onSelect={select} />
        ) : step ? (
          <StepPanel key={step.id} editor={editor} step={step} onClose={() => select(null)} />
        ) : (
          <PlanOverview editor={editor} planning={props.planning} noReturn={noReturn} onSelect={select} />
        )}
        {!isRehearsing && <RefineBox ref={refineBox} refining={refining} />}
      </aside>
      <AddStepDialog
        plan={plan}
        isOpen={isAdding}
        onOpenChange={setAdding}
        onAdd={(added, tool) => {
          editor.edit([{ kind: "add-step", step: added }], [tool]);
          select(added.id);
        }}
      />
      <ConflictDialog editor={editor} />
    </FullBleedPage>
  );
}

/** Over the canvas, so that nobody takes what is rehearsed for what was. */
function RehearsalSign() {
  return (
    <div className="-translate-x-1/2 pointer-events-none absolute top-3 left-1/2 z-10">
      <span className="flex items-center gap-2 whitespace-nowrap rounded-full border border-border-strong border-dashed bg-surface px-3 py-1 font-medium text-xs shadow-float">
        <FlaskConical aria-hidden className="size-3.5" />
        Rehearsal · simulated
      </span>
    </div>
  );
}

/** In a proposal there is nothing to choose. */
const ignore = () => {};

function runTitle(isOpen: boolean, isProposed: boolean): string | undefined {
  if (isProposed) return "Accept or reject the proposed changes first";
  return isOpen ? "Settle what is open first" : undefined;
}
