"use client";

import { Plus, X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { leafBindings } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { bindingAt, type FedInput } from "@/lib/domain/trigger";

interface Choice {
  value: string;
  label: string;
  stepId: StepId;
  input: string;
}

interface Words {
  title: string;
  /** Where no input is chosen. */
  none: string;
  /** What the text beside an input is. */
  place: string;
  placeholder: string;
  problemOf: (place: string) => string | undefined;
}

/** Which inputs get their value from what starts the run, and where in it the value is. */
export function FedInputs(props: {
  plan: Plan;
  tools: readonly Tool[];
  inputs: FedInput[];
  words: Words;
  onChange: (inputs: FedInput[]) => void;
}) {
  const { plan, tools, inputs, words, onChange } = props;
  const choices = choicesOf(plan, tools);
  const isTaken = ({ stepId, input }: Choice) =>
    inputs.some((one) => one.stepId === stepId && one.input === input);
  const next = choices.find((choice) => !isTaken(choice));
  const set = (index: number, change: Partial<FedInput>) =>
    onChange(inputs.map((one, place) => (place === index ? { ...one, ...change } : one)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2.5">
      <legend className="mb-1.5 font-medium text-sm">{words.title}</legend>
      {inputs.length === 0 && <p className="text-pretty text-sm text-text-muted">{words.none}</p>}
      {inputs.map((one, index) => (
        <div key={`${one.stepId}/${one.input}`} className="flex items-end gap-2 max-sm:flex-wrap">
          <Field label="Input" className="min-w-0 flex-1 max-sm:basis-full" hideLabel={index > 0}>
            <Select
              options={choices.map((choice) => ({
                value: choice.value,
                label: choice.label,
                disabled: isTaken(choice) && choice.value !== `${one.stepId}/${one.input}`,
              }))}
              value={`${one.stepId}/${one.input}`}
              onValueChange={(value) => {
                const choice = choices.find((candidate) => candidate.value === value);
                if (choice) set(index, { stepId: choice.stepId, input: choice.input });
              }}
            />
          </Field>
          <Field
            label={words.place}
            className="min-w-0 flex-1"
            hideLabel={index > 0}
            error={words.problemOf(one.path)}
          >
            <Input
              mono
              autoComplete="off"
              spellCheck={false}
              placeholder={words.placeholder}
              value={one.path}
              onChange={(event) => set(index, { path: event.target.value })}
            />
          </Field>
          <IconButton
            label="Take this value from the plan"
            onClick={() => onChange(inputs.filter((_, place) => place !== index))}
          >
            <X />
          </IconButton>
        </div>
      ))}
      {next && (
        <Button
          size="sm"
          className="self-start"
          icon={<Plus />}
          onClick={() => onChange([...inputs, { stepId: next.stepId, input: next.input, path: next.input }])}
        >
          Add a value
        </Button>
      )}
    </fieldset>
  );
}

/** The inputs that may be given a value, those the plan leaves open first. */
function choicesOf(plan: Plan, tools: readonly Tool[]): Choice[] {
  const choices = plan.steps.flatMap((step) => {
    const properties = tools.find(({ id }) => id === step.toolId)?.input.properties ?? {};
    return Object.entries(properties).flatMap(([input, schema]) => {
      const binding = bindingAt(step, input);
      const leaves = binding ? leafBindings(binding) : [];
      if (leaves.some(({ kind }) => kind === "output" || kind === "item")) return [];
      const isOpen = leaves.some(({ kind }) => kind === "question");
      const label = `${step.title}: ${schema.title ?? input}`;
      return [{ value: `${step.id}/${input}`, label, stepId: step.id, input, isOpen }];
    });
  });
  return choices.sort((a, b) => Number(b.isOpen) - Number(a.isOpen));
}
