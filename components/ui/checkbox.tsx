"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

export interface CheckboxProps extends Omit<ComponentProps<typeof Primitive.Root>, "children"> {
  /** Left out, pass `aria-label`. */
  label?: ReactNode;
  description?: ReactNode;
}

export function Checkbox({ label, description, className, id, ...rest }: CheckboxProps) {
  const ownId = useId();
  const controlId = id ?? ownId;
  const box = (
    <Primitive.Root
      id={controlId}
      aria-describedby={description ? `${controlId}-description` : undefined}
      {...rest}
      className={cn(
        // The target is 24 px, the drawn box 16.
        "relative grid size-4 shrink-0 place-items-center rounded-sm border border-border-control bg-surface after:absolute after:-inset-1",
        "hover:border-text-subtle disabled:cursor-not-allowed disabled:opacity-45 data-[state=checked]:border-accent-contrast/30 data-[state=indeterminate]:border-accent-contrast/30 data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent",
        !label && className,
      )}
    >
      <Primitive.Indicator className="group text-accent-contrast">
        <Check aria-hidden strokeWidth={3} className="size-3 group-data-[state=indeterminate]:hidden" />
        <Minus aria-hidden strokeWidth={3} className="hidden size-3 group-data-[state=indeterminate]:block" />
      </Primitive.Indicator>
    </Primitive.Root>
  );
  if (!label) return box;
  return (
    <div className={cn("flex min-h-6 items-start gap-2 max-sm:min-h-11 max-sm:items-center", className)}>
      <span className="flex h-5 items-center">{box}</span>
      <div className="min-w-0">
        <label htmlFor={controlId} className="text-sm">
          {label}
        </label>
        {description ? (
          <p id={`${controlId}-description`} className="text-text-subtle text-xs">
            {description}
          </p>
        ) : null}
      </div>
    </div>
  );
}
