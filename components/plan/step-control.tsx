"use client";

import { useMemo } from "react";
import type { Step } from "@/lib/domain/plan";
import { ConditionEditor } from "./condition-editor";
import { sourcesFor } from "./inputs/sources";
import { RepeatEditor } from "./repeat-editor";
import type { PlanEditor } from "./use-plan-editor";

const conditionWords = {
  empty: "Always done. With a condition it is skipped unless a value of an earlier step is as you say.",
  add: "Add a condition",
};

/** When a step is done, and how often. */
export function StepControl({ editor, step }: { editor: PlanEditor; step: Step }) {
  const { plan, tools, problems, mostItems, edit } = editor;
  const sources = useMemo(() => sourcesFor(plan, tools, step.id), [plan, tools, step.id]);
  const problem = problems.find(
    ({ stepId, input, severity, code }) =>
      stepId === step.id && input === null && (severity === "invalid" || code === "too-many-items"),
  );
  return (
    <div className="flex flex-col gap-7">
      <section aria-labelledby="step-condition" className="flex flex-col gap-2.5">
        <h3 id="step-condition" className="font-medium text-sm">
          Only if
        </h3>
        <ConditionEditor
          key={JSON.stringify(step.condition)}
          condition={step.condition ?? null}
          sources={sources}
          words={conditionWords}
          mayMatchAny
          onChange={(condition) => edit([{ kind: "set-condition", stepId: step.id, condition }])}
        />
      </section>
      <section aria-labelledby="step-repeat" className="flex flex-col gap-2.5">
        <h3 id="step-repeat" className="font-medium text-sm">
          For each
        </h3>
        <RepeatEditor
          repeat={step.repeat ?? null}
          sources={sources}
          mostItems={mostItems}
          onChange={(repeat) => edit([{ kind: "set-repeat", stepId: step.id, repeat }])}
        />
      </section>
      {problem && (
        <p role="alert" className="text-danger text-xs">
          {problem.message}
        </p>
      )}
    </div>
  );
}
