"use client";

import { type ComponentProps, useEffect, useRef } from "react";
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
const borderPx = 2;

export function Textarea(props: TextareaProps) {
  const { minRows = 3, maxRows = 12, mono, bare, className, style, required, ref, onInput, ...rest } = props;
  const wiring = useFieldControl({ ...rest, required });
  const own = useRef<HTMLTextAreaElement>(null);

  useEffect(() => grow(own.current));

  return (
    <textarea
      rows={minRows}
      {...rest}
      {...wiring}
      ref={(element) => {
        own.current = element;
        if (typeof ref === "function") return ref(element);
        if (ref) ref.current = element;
      }}
      onInput={(event) => {
        grow(event.currentTarget);
        onInput?.(event);
      }}
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

/** For browsers without `field-sizing: content`, which does this in CSS. */
function grow(element: HTMLTextAreaElement | null) {
  if (!element || CSS.supports("field-sizing", "content")) return;
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight + borderPx}px`;
}
