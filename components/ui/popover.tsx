"use client";

import { Popover as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;

/** The look of everything that floats: popovers, menus, lists. */
export const floatingPanel =
  "z-[60] rounded-lg border border-border-strong/70 bg-surface-raised text-text shadow-overlay animate-pop-in data-[state=closed]:animate-pop-out";

export type PopoverContentProps = ComponentProps<typeof Primitive.Content>;

export function PopoverContent({ className, align = "start", sideOffset = 6, ...rest }: PopoverContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        align={align}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          floatingPanel,
          "max-h-(--radix-popover-content-available-height) w-72 max-w-[calc(100vw-16px)] origin-(--radix-popover-content-transform-origin) overflow-y-auto p-3 outline-none",
          className,
        )}
        {...rest}
      />
    </Primitive.Portal>
  );
}
