"use client";

import { Switch as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

export interface SwitchProps extends Omit<ComponentProps<typeof Primitive.Root>, "children"> {
  /** Left out, pass `aria-label`. */
  label?: ReactNode;
  description?: ReactNode;
}

/** Takes effect at once; what waits for a Save button is a Checkbox. */
export function Switch({ label, description, className, id, ...rest }: SwitchProps) {
  const ownId = useId();
  const controlId = id ?? ownId;
  const control = (
    <Primitive.Root
      id={controlId}
      aria-describedby={description ? `${controlId}-description` : undefined}
      {...rest}
      className={cn(
        "relative inline-flex h-[18px] w-8 shrink-0 items-center rounded-full border border-border-control bg-surface-sunken transition-colors after:absolute after:-inset-1",
        "disabled:cursor-not-allowed disabled:opacity-45 data-[state=checked]:border-accent-contrast/30 data-[state=checked]:bg-accent",
        !label && className,
      )}
    >
      <Primitive.Thumb className="block size-3 translate-x-[2px] rounded-full bg-text-subtle transition-transform duration-base data-[state=checked]:translate-x-4 data-[state=checked]:bg-accent-contrast" />
    </Primitive.Root>
  );
  if (!label) return control;
  return (
    <div
      className={cn(
        "flex min-h-6 items-start justify-between gap-4 max-sm:min-h-11 max-sm:items-center",
        className,
      )}
    >
      <div className="min-w-0">
        <label htmlFor={controlId} className="font-medium text-sm">
          {label}
        </label>
        {description ? (
          <p id={`${controlId}-description`} className="text-text-subtle text-xs">
            {description}
          </p>
        ) : null}
      </div>
      <span className="flex h-5 items-center">{control}</span>
    </div>
  );
}
