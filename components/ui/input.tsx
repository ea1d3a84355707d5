"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field";

export interface InputProps extends Omit<ComponentProps<"input">, "size"> {
  size?: "sm" | "md" | "lg";
  /** Stands inside at the start, for example a search icon. */
  icon?: ReactNode;
  /** Stands inside at the end: a unit, a Kbd, an IconButton. */
  end?: ReactNode;
  /** For addresses, keys, ids. */
  mono?: boolean;
}

export function Input({ size, icon, end, mono, className, required, ...rest }: InputProps) {
  const wiring = useFieldControl({ ...rest, required });
  const classes = cn(controlStyles({ size }), mono && "font-mono", icon && "pl-8 max-sm:pl-9", end && "pr-9");
  if (!icon && !end) return <input {...rest} {...wiring} className={cn(classes, className)} />;
  return (
    <div className={cn("relative w-full", className)}>
      {icon ? (
        <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-text-subtle [&_svg]:size-4">
          {icon}
        </span>
      ) : null}
      <input {...rest} {...wiring} className={classes} />
      {end ? (
        <span className="absolute inset-y-0 right-1 flex items-center text-text-subtle text-xs">{end}</span>
      ) : null}
    </div>
  );
}
