"use client";

import { RotateCcw } from "lucide-react";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { expectationOf, testOf } from "@/lib/domain/expectation";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { expectedOf } from "@/lib/planning/expectations";
import { ConditionEditor } from "./condition-editor";
import { ownSources } from "./inputs/sources";
import type { PlanEditor } from "./use-plan-editor";

const words = {
  empty: "Nothing beyond what its tool says it gives: whatever comes, the run goes on.",
  add: "Add an expectation",
};

/** What a step has to give for the run to go on from it by itself. */
export function ExpectationEditor({ editor, step, tool }: { editor: PlanEditor; step: Step; tool: Tool }) {
  const sources = useMemo(() => ownSources(step, tool), [step, tool]);
  const { source, expectations } = expectedOf(editor.plan, step, tool);
  const tests = expectations.map((expectation) => testOf(step.id, expectation));
  const isEach = step.repeat !== undefined;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-pretty text-sm text-text-muted">
        If {isEach ? "what it gives for an item" : "what it gives"} is otherwise, the run stops here and asks
        you.
      </p>
      <ConditionEditor
        key={JSON.stringify([step.id, step.toolId, step.expect])}
        condition={tests.length > 0 ? { match: "all", tests } : null}
        sources={sources}
        words={words}
        mayMatchAny={false}
        onChange={(condition) => {
          const expect = (condition?.tests ?? []).map(expectationOf);
          editor.edit([{ kind: "set-expectations", stepId: step.id, expect }]);
        }}
      />
      {source === "usual" && expectations.length > 0 ? (
        <p className="text-text-subtle text-xs">This is usual for the tool; change it as you like.</p>
      ) : null}
      {source === "person" ? (
        <Button
          size="sm"
          variant="ghost"
          icon={<RotateCcw aria-hidden />}
          className="self-start"
          onClick={() => editor.edit([{ kind: "set-expectations", stepId: step.id, expect: null }])}
        >
          Back to what is usual
        </Button>
      ) : null}
    </div>
  );
}
