"use client";

import { ClipboardPaste } from "lucide-react";
import { useMemo, useState } from "react";
import { InputEditor } from "@/components/plan/inputs/input-editor";
import { sourcesFor } from "@/components/plan/inputs/sources";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { Binding } from "@/lib/domain/binding";
import { requiredInputs, type Tool } from "@/lib/domain/tool";
import { expectedOrigin } from "@/lib/planning/expected-origin";
import { type RunView, type StepView, stepsInRun } from "./run-view";
import type { StepRecovery } from "./use-recovery";

type Inputs = Record<string, Binding>;

export interface RecoveryFormProps {
  view: RunView;
  failed: StepView;
  /** The tool the inputs are for: the step's own, or another. */
  tool: Tool;
  inputs: Inputs;
  recovery: StepRecovery;
  submitLabel: string;
  onSubmit: (inputs: Inputs) => void;
  onBack: () => void;
}

/** The inputs of a failed step as a form: bindings to steps that have completed, or values of the person's own. */
export function RecoveryForm(props: RecoveryFormProps) {
  const { view, failed, tool, recovery, submitLabel, onSubmit, onBack } = props;
  const [inputs, setInputs] = useState(props.inputs);
  const [showsAll, setShowsAll] = useState(false);
  const plan = useMemo(() => ({ steps: stepsInRun(view) }), [view]);
  const sources = useMemo(() => {
    const isDone = (id: string) => view.statuses[id] === "completed";
    return sourcesFor(plan, view.tools, failed.step.id).filter(
      ({ read }) => read.kind === "item" || isDone(read.stepId),
    );
  }, [plan, view, failed.step.id]);
  const required = requiredInputs(tool);
  const properties = tool.input.properties ?? {};
  const names = [...new Set([...required, ...Object.keys(properties)])];
  const entries = names.map((name) => [name, properties[name] ?? {}] as const);
  const isMain = (name: string) => required.includes(name) || Object.hasOwn(inputs, name);
  const shown = entries.filter(([name]) => showsAll || isMain(name));
  const openCount = entries.filter(([name]) => isOpen(required, inputs, name)).length;
  const sent = tool.id === failed.step.toolId ? sentValues(failed, inputs) : null;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {sent ? (
        <Button
          size="sm"
          icon={<ClipboardPaste aria-hidden />}
          className="self-start"
          onClick={() => setInputs(sent)}
        >
          Write over the values that were sent
        </Button>
      ) : null}
      {shown.map(([name, schema]) => {
        const binding = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
        return (
          <InputEditor
            key={name}
            name={name}
            schema={schema}
            binding={binding}
            required={required.includes(name)}
            problem={recovery.problems.find((problem) => problem.input === name)?.message ?? null}
            origin={binding ? expectedOrigin(binding, plan, view.tools) : null}
            sources={sources}
            onChange={(next) =>
              setInputs(({ [name]: _old, ...others }) => (next ? { ...others, [name]: next } : others))
            }
          />
        );
      })}
      {entries.length > shown.length ? (
        <Button variant="ghost" size="sm" className="self-start" onClick={() => setShowsAll(true)}>
          {entries.length - shown.length === 1
            ? "1 more input"
            : `${entries.length - shown.length} more inputs`}
        </Button>
      ) : null}
      {recovery.failure ? (
        <Banner tone="danger" live="alert">
          {recovery.failure}
        </Banner>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          loading={recovery.pending !== null}
          disabled={openCount > 0}
          onClick={() => onSubmit(inputs)}
        >
          {submitLabel}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
        {openCount > 0 ? (
          <p className="text-text-muted text-xs">
            {openCount === 1 ? "One input is still needed." : `${openCount} inputs are still needed.`}
          </p>
        ) : null}
      </div>
    </div>
  );
}

function isOpen(required: readonly string[], inputs: Inputs, name: string): boolean {
  const binding = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  return binding === undefined ? required.includes(name) : binding.kind === "question";
}

/** The values of the last try as literals of the person's, to change by hand; null when there is nothing to win. */
function sentValues({ run, step }: StepView, current: Inputs): Inputs | null {
  const sent = run.inputs ?? run.attempts.at(-1)?.inputs ?? null;
  const isBound = Object.values(step.inputs).some((binding) => binding.kind !== "literal");
  const isWritten = Object.values(current).every((binding) => binding.kind === "literal");
  if (sent === null || !isBound || isWritten) return null;
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]): [string, Binding] => {
      const planned = Object.hasOwn(step.inputs, name) ? step.inputs[name] : undefined;
      return [name, planned?.kind === "literal" ? planned : { kind: "literal", value, origin: "person" }];
    }),
  );
}
