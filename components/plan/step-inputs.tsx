"use client";

import { ChevronDown } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Step } from "@/lib/domain/plan";
import { requiredInputs, type Tool } from "@/lib/domain/tool";
import { expectedOrigin } from "@/lib/planning/expected-origin";
import { InputEditor } from "./inputs/input-editor";
import { sourcesFor } from "./inputs/sources";
import type { PlanEditor } from "./use-plan-editor";

/** All inputs of a step; those without a value that are not required stay folded away until wanted. */
export function StepInputs({ editor, step, tool }: { editor: PlanEditor; step: Step; tool: Tool }) {
  const { plan, tools, problems, edit } = editor;
  const sources = useMemo(() => sourcesFor(plan, tools, step.id), [plan, tools, step.id]);
  const [showsAll, setShowsAll] = useState(false);
  const required = requiredInputs(tool);
  const entries = Object.entries(tool.input.properties ?? {});
  const isMain = (name: string) => required.includes(name) || Object.hasOwn(step.inputs, name);
  const shown = [
    // In the order the tool requires them: the database does not keep the order of properties.
    ...required.flatMap((name) => entries.filter(([entry]) => entry === name)),
    ...entries.filter(([name]) => !required.includes(name) && isMain(name)),
    ...(showsAll ? entries.filter(([name]) => !isMain(name)) : []),
  ];
  const foldedCount = entries.length - entries.filter(([name]) => isMain(name)).length;
  if (entries.length === 0) return <p className="text-sm text-text-muted">This tool needs nothing.</p>;
  return (
    <div className="flex flex-col gap-4">
      {shown.map(([name, schema]) => {
        const binding = Object.hasOwn(step.inputs, name) ? step.inputs[name] : undefined;
        const problem = problems.find((one) => one.stepId === step.id && one.input === name);
        return (
          <InputEditor
            key={`${step.id}/${step.toolId}/${name}`}
            name={name}
            schema={schema}
            binding={binding}
            required={required.includes(name)}
            problem={problem?.message ?? null}
            origin={binding ? expectedOrigin(binding, plan, tools) : null}
            sources={sources}
            onChange={(next) =>
              edit([
                next
                  ? { kind: "bind-input", stepId: step.id, input: name, binding: next }
                  : { kind: "clear-input", stepId: step.id, input: name },
              ])
            }
          />
        );
      })}
      {foldedCount > 0 && (
        <Button
          variant="ghost"
          size="sm"
          className="self-start"
          aria-expanded={showsAll}
          iconEnd={<ChevronDown className={showsAll ? "rotate-180" : ""} />}
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? "Show fewer" : foldedCount === 1 ? "1 more input" : `${foldedCount} more inputs`}
        </Button>
      )}
    </div>
  );
}
