"use client";

import { Tooltip as Primitive } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";

export const TooltipProvider = Primitive.Provider;

export interface TooltipProps {
  content: ReactNode;
  /** One focusable element. */
  children: ReactElement;
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
  shortcut?: string[];
  className?: string;
}

/** For a short hint. What is needed to understand the page must not live only here: touch has no hover. */
export function Tooltip({ content, children, side = "top", align, shortcut, className }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-[70] flex max-w-72 items-center gap-2 rounded-md bg-[oklch(0.27_0.008_70)] px-2 py-1 text-[oklch(0.96_0.005_80)] text-xs shadow-float",
            "animate-fade-in data-[state=closed]:animate-fade-out dark:bg-[oklch(0.34_0.009_70)]",
            className,
          )}
        >
          {content}
          {shortcut ? <Kbd keys={shortcut} /> : null}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
