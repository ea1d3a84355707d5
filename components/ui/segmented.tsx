"use client";

import { RadioGroup as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface SegmentedOption<Value extends string = string> {
  value: Value;
  label: string;
  icon?: ReactNode;
  /** Shows the icon alone; the label stays its name and title. */
  hideLabel?: boolean;
}

export interface SegmentedProps<Value extends string = string> {
  /** What is chosen between. */
  label: string;
  options: readonly SegmentedOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  size?: "sm" | "md";
  className?: string;
}

/** Two to four views or filters of the same thing. Parts of a page with content of their own are Tabs. */
export function Segmented<Value extends string = string>(props: SegmentedProps<Value>) {
  const { label, options, value, onValueChange, size = "md", className } = props;
  return (
    <Primitive.Root
      aria-label={label}
      orientation="horizontal"
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next);
        if (option) onValueChange(option.value);
      }}
      className={cn(
        "inline-flex w-fit items-center gap-0.5 rounded-lg border bg-surface-sunken p-0.5 max-sm:h-11",
        size === "sm" ? "h-7" : "h-8",
        className,
      )}
    >
      {options.map((option) => (
        <Primitive.Item
          key={option.value}
          value={option.value}
          title={option.hideLabel ? option.label : undefined}
          className={cn(
            "inline-flex h-full min-w-7 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border border-transparent px-2.5 font-medium text-text-muted transition-colors hover:text-text max-sm:min-w-11 [&_svg]:size-4",
            "data-[state=checked]:border-border data-[state=checked]:bg-surface data-[state=checked]:text-text data-[state=checked]:shadow-raised dark:data-[state=checked]:bg-surface-raised",
            size === "sm" ? "text-xs" : "text-sm",
            option.hideLabel && "px-1.5",
          )}
        >
          {option.icon}
          <span className={option.hideLabel ? "sr-only" : undefined}>{option.label}</span>
        </Primitive.Item>
      ))}
    </Primitive.Root>
  );
}
