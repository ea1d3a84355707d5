"use client";

import { RadioGroup as Primitive } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { useFieldControl, useFieldLabelId } from "./field";

export interface RadioOption<Value extends string = string> {
  value: Value;
  label: ReactNode;
  description?: ReactNode;
  /** Stands at the end of the row. */
  end?: ReactNode;
  disabled?: boolean;
}

export interface RadioGroupProps<Value extends string = string> {
  options: readonly RadioOption<Value>[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  /** `cards` puts each choice in a box. */
  variant?: "list" | "cards";
  name?: string;
  disabled?: boolean;
  required?: boolean;
  /** Only where no Field names it. */
  "aria-label"?: string;
  className?: string;
}

export function RadioGroup<Value extends string = string>(props: RadioGroupProps<Value>) {
  const { options, variant = "list", onValueChange, className, ...rest } = props;
  const wiring = useFieldControl({ required: props.required });
  const labelId = useFieldLabelId();
  return (
    <Primitive.Root
      {...rest}
      {...wiring}
      aria-labelledby={props["aria-label"] ? undefined : labelId}
      onValueChange={(value) => {
        const option = options.find((candidate) => candidate.value === value);
        if (option) onValueChange?.(option.value);
      }}
      className={cn("flex flex-col", variant === "cards" ? "gap-2" : "gap-1", className)}
    >
      {options.map((option) => (
        <RadioItem key={option.value} option={option} variant={variant} />
      ))}
    </Primitive.Root>
  );
}

function RadioItem({ option, variant }: { option: RadioOption; variant: "list" | "cards" }) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={cn(
        "flex min-h-6 items-start gap-2 text-sm max-sm:min-h-11 max-sm:items-center",
        variant === "cards" &&
          "rounded-lg border bg-surface px-3 py-2.5 hover:bg-hover has-data-[state=checked]:border-accent-line has-data-[state=checked]:bg-accent-soft",
        option.disabled && "opacity-45",
      )}
    >
      <span className="flex h-5 items-center">
        <Primitive.Item
          id={id}
          value={option.value}
          disabled={option.disabled}
          aria-describedby={option.description ? `${id}-description` : undefined}
          className="grid size-4 shrink-0 place-items-center rounded-full border border-border-control bg-surface hover:border-text-subtle data-[state=checked]:border-accent-contrast/30 data-[state=checked]:bg-accent"
        >
          <Primitive.Indicator className="block size-1.5 rounded-full bg-accent-contrast" />
        </Primitive.Item>
      </span>
      <span className="min-w-0 flex-1">
        <span className={cn(variant === "cards" && "font-medium")}>{option.label}</span>
        {option.description ? (
          <span id={`${id}-description`} className="block text-text-muted text-xs">
            {option.description}
          </span>
        ) : null}
      </span>
      {option.end}
    </label>
  );
}
