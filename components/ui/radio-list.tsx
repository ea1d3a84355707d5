"use client";

import { RadioGroup as Primitive } from "radix-ui";
import { useId } from "react";
import { cn } from "./cn";

export interface RadioListProps<Value extends string = string> {
  /** What is chosen between. */
  label: string;
  options: readonly { value: Value; label: string; description: string }[];
  value: Value;
  onValueChange: (value: Value) => void;
  className?: string;
}

/** One of a few things that each need a sentence. Without one, they are a Segmented. */
export function RadioList<Value extends string = string>(props: RadioListProps<Value>) {
  const { label, options, value, onValueChange, className } = props;
  const id = useId();
  return (
    <Primitive.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option) onValueChange(option.value);
      }}
      className={cn("divide-y divide-border overflow-hidden rounded-lg border bg-surface", className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          htmlFor={`${id}-${option.value}`}
          className="flex cursor-pointer items-start gap-3 px-4 py-3 transition-colors hover:bg-surface-sunken has-data-[state=checked]:bg-accent-soft"
        >
          <Primitive.Item
            id={`${id}-${option.value}`}
            value={option.value}
            aria-label={option.label}
            aria-describedby={`${id}-${option.value}-description`}
            className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-border-control bg-surface after:absolute after:-inset-1 hover:border-text-subtle data-[state=checked]:border-accent"
          >
            <Primitive.Indicator className="size-2 rounded-full bg-accent" />
          </Primitive.Item>
          <span className="flex min-w-0 flex-col gap-0.5">
            <span className="font-medium text-sm">{option.label}</span>
            <span id={`${id}-${option.value}-description`} className="text-pretty text-text-muted text-xs">
              {option.description}
            </span>
          </span>
        </label>
      ))}
    </Primitive.Root>
  );
}
