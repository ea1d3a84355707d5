"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field";

export interface TextareaProps extends ComponentProps<"textarea"> {
  /** It grows with its text between these. */
  minRows?: number;
  maxRows?: number;
  mono?: boolean;
  /** No box of its own: for composers that draw one around it. */
  bare?: boolean;
}

const lineHeightPx = 20;
const paddingPx = 14;

export function Textarea(props: TextareaProps) {
  const { minRows = 3, maxRows = 12, mono, bare, className, style, required, ...rest } = props;
  const wiring = useFieldControl({ ...rest, required });
  return (
    <textarea
      rows={minRows}
      {...rest}
      {...wiring}
      style={{
        minHeight: minRows * lineHeightPx + paddingPx,
        maxHeight: maxRows * lineHeightPx + paddingPx,
        ...style,
      }}
      className={cn(
        bare
          ? "w-full min-w-0 bg-transparent text-base outline-none placeholder:text-text-subtle"
          : cn(controlStyles(), "h-auto max-sm:h-auto"),
        "field-sizing-content scroll-thin resize-none py-1.5 leading-5",
        mono && "font-mono text-xs",
        className,
      )}
    />
  );
}
