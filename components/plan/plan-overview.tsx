"use client";

import { ChevronRight, CircleAlert, CircleCheck, Flag, Info, SearchX } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { useLongList } from "@/components/ui/use-long-list";
import type { Effect } from "@/lib/domain/effect";
import type { StepId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { PlanningSummary } from "@/lib/domain/planning-record";
import { noReturnWords, type PointOfNoReturn } from "@/lib/planning/point-of-no-return";
import { topologicalOrder } from "@/lib/planning/topological-order";
import { QuestionControl } from "./inputs/question-control";
import { PlanEstimate } from "./plan-estimate";
import { PlanningFacts } from "./planning-facts";
import { StepLine } from "./step-line";
import type { PlanEditor } from "./use-plan-editor";

/** The plan as a list: what it will do, what has to be settled first, what no tool serves. */
export function PlanOverview({
  editor,
  planning,
  noReturn,
  onSelect,
}: {
  editor: PlanEditor;
  planning: PlanningSummary | null;
  noReturn: PointOfNoReturn | null;
  onSelect: (stepId: StepId) => void;
}) {
  const { plan, tools, problems } = editor;
  const order = topologicalOrder(plan.steps) ?? plan.steps.map((step) => step.id);
  const byId = new Map(plan.steps.map((step) => [step.id, step]));
  const steps = order.flatMap((id) => byId.get(id) ?? []);
  const { shown, more } = useLongList(steps, { first: 100, what: "steps" });
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4">
      <Problems editor={editor} problems={problems} onSelect={onSelect} />
      <Unserved plan={plan} />
      {steps.length > 0 && (
        <section aria-labelledby="overview-steps">
          <h2 id="overview-steps" className="mb-2 font-semibold text-sm">
            What will happen
          </h2>
          <ol className="flex flex-col">
            {shown.map((step, index) => {
              const tool = tools.get(step.toolId);
              return (
                <li key={step.id}>
                  <button
                    type="button"
                    onClick={() => onSelect(step.id)}
                    className="group flex w-full items-center gap-2.5 rounded-md px-2 py-2 text-left hover:bg-hover focus-visible:outline-2 focus-visible:outline-focus"
                  >
                    <StepLine step={step} tool={tool} number={index + 1} />
                    <ChevronRight aria-hidden className="size-3.5 shrink-0 text-text-subtle" />
                  </button>
                  {noReturn?.stepId === step.id ? <NoReturn reason={noReturn.reason} /> : null}
                </li>
              );
            })}
          </ol>
          {more}
          <WhatIsAsked plan={plan} effects={steps.flatMap((step) => tools.get(step.toolId)?.effect ?? [])} />
        </section>
      )}
      <PlanEstimate plan={plan} />
      <Notes notes={plan.notes} />
      {planning && <PlanningFacts planId={plan.id} planning={planning} />}
    </div>
  );
}

/** Between the steps: up to here all can be undone. */
function NoReturn({ reason }: { reason: string }) {
  return (
    <p className="mx-2 my-1 flex gap-2 border-effect-irreversible border-b border-dashed pb-1.5 text-xs">
      <Flag aria-hidden className="mt-0.5 ml-6 size-3.5 shrink-0 text-effect-irreversible" />
      <span className="min-w-0 text-pretty text-text-muted">
        <span className="font-medium text-text">{noReturnWords}</span> {reason}
      </span>
    </p>
  );
}

function Problems(props: {
  editor: PlanEditor;
  problems: readonly PlanProblem[];
  onSelect: (stepId: StepId) => void;
}) {
  const { editor, onSelect } = props;
  const problems = props.problems.filter((problem) => problem.code !== "no-steps");
  const { shown, more } = useLongList(problems, { first: 50, what: "things to settle" });
  if (problems.length === 0) {
    if (editor.plan.steps.length === 0) return null;
    return (
      <p className="flex items-center gap-2 text-sm text-status-completed">
        <CircleCheck aria-hidden className="size-4" />
        Ready to run
      </p>
    );
  }
  return (
    <section aria-labelledby="overview-problems" className="flex flex-col gap-1.5">
      <h2 id="overview-problems" className="flex items-center gap-2 font-semibold text-sm">
        To settle before it can run
        <Badge tone="accent">{problems.length}</Badge>
      </h2>
      <ul className="flex flex-col gap-1.5">
        {shown.map((problem) => (
          <li key={`${problem.stepId}/${problem.input}/${problem.code}/${problem.message}`}>
            <ProblemRow editor={editor} problem={problem} onSelect={onSelect} />
          </li>
        ))}
      </ul>
      {more}
    </section>
  );
}

/** A question is answered where it stands; anything else leads to its step. */
function ProblemRow(props: { editor: PlanEditor; problem: PlanProblem; onSelect: (stepId: StepId) => void }) {
  const { editor, problem, onSelect } = props;
  const { stepId, input } = problem;
  const step = editor.plan.steps.find((one) => one.id === stepId);
  const binding =
    step && input !== null && Object.hasOwn(step.inputs, input) ? step.inputs[input] : undefined;
  const schema = step && editor.tools.get(step.toolId)?.input.properties?.[input ?? ""];
  if (step && input !== null && binding?.kind === "question") {
    return (
      <QuestionControl
        question={binding}
        schema={schema ?? {}}
        label={binding.question}
        onAnswer={(value) =>
          editor.edit([
            {
              kind: "bind-input",
              stepId: step.id,
              input,
              binding: { kind: "literal", value, origin: "person" },
            },
          ])
        }
      >
        <StepLink step={step} onSelect={onSelect} />
      </QuestionControl>
    );
  }
  return (
    <button
      type="button"
      disabled={stepId === null}
      onClick={() => stepId && onSelect(stepId)}
      className="flex w-full items-start gap-2 rounded-md border border-accent-line bg-accent-soft px-2.5 py-2 text-left text-sm enabled:hover:border-accent focus-visible:outline-2 focus-visible:outline-focus"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-text" />
      <span className="min-w-0">
        <span className="block text-pretty">{problem.message}</span>
        {step && <span className="block truncate text-text-muted text-xs">{step.title}</span>}
      </span>
    </button>
  );
}

function StepLink({ step, onSelect }: { step: Step; onSelect: (stepId: StepId) => void }) {
  return (
    <button
      type="button"
      onClick={() => onSelect(step.id)}
      className="flex min-h-6 items-center gap-1 self-start rounded-sm text-left text-text-muted text-xs hover:text-text hover:underline"
    >
      For “{step.title}”
      <ChevronRight aria-hidden className="size-3" />
    </button>
  );
}

function Unserved({ plan }: { plan: Plan }) {
  if (plan.unserved.length === 0) return null;
  return (
    <section aria-labelledby="overview-unserved" className="flex flex-col gap-2">
      <h2 id="overview-unserved" className="flex items-center gap-2 font-semibold text-sm">
        <SearchX aria-hidden className="size-4 text-text-muted" />
        No tool fits
      </h2>
      {plan.unserved.map((part) => (
        <div key={part.words} className="rounded-md border border-border bg-surface-sunken p-3 text-sm">
          <p className="font-medium">“{part.words}”</p>
          {part.nearest.length > 0 && (
            <>
              <p className="mt-2 text-text-muted text-xs">The nearest tools, none of which does this:</p>
              <ul className="mt-1 flex flex-col gap-1 text-xs">
                {part.nearest.map((tool) => (
                  <li key={tool.toolId} className="flex justify-between gap-3">
                    <span className="truncate">{tool.title}</span>
                    <span className="text-text-subtle tabular-nums">
                      {Math.round(tool.score * 100)} of 100
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      ))}
    </section>
  );
}

/** What the person will be asked, in one sentence. */
function WhatIsAsked({ plan, effects }: { plan: Plan; effects: readonly Effect[] }) {
  const asking = effects.filter((effect) => effect !== "read").length;
  const reads = plan.policy.reads === "ask" ? "Reading steps ask too." : "Reading steps run by themselves.";
  const writes =
    asking === 0
      ? "Nothing here changes anything outside."
      : asking === 1
        ? "One step changes something outside; it waits for your approval."
        : `${asking} steps change something outside; each waits for your approval.`;
  return (
    <p className="mt-2 px-2 text-pretty text-text-muted text-xs">
      {writes} {reads}
    </p>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5" aria-label="Notes of the planner">
      {notes.map((note) => (
        <li key={note} className="flex gap-2 text-pretty text-text-muted text-xs">
          <Info aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {note}
        </li>
      ))}
    </ul>
  );
}
