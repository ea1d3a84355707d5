"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";
import { focusBodyFirst, scrimStyles } from "./dialog";
import { useReturnFocus } from "./use-return-focus";

/** `modal={false}` leaves the page behind usable, without a scrim. */
export const Sheet = Primitive.Root;
export const SheetTrigger = Primitive.Trigger;

const widths = { sm: "sm:w-[360px]", md: "sm:w-[440px]", lg: "sm:w-[600px]", xl: "sm:w-[800px]" };

export interface SheetContentProps extends Omit<ComponentProps<typeof Primitive.Content>, "title"> {
  title: ReactNode;
  description?: ReactNode;
  /** Stands beside the close button. */
  actions?: ReactNode;
  footer?: ReactNode;
  size?: keyof typeof widths;
  /** Stays open when the page behind is clicked (with `modal={false}`). */
  persistent?: boolean;
  /** Removes the body's padding. */
  flush?: boolean;
}

/** A panel on the right; from the bottom at phone width. */
export function SheetContent(props: SheetContentProps) {
  const {
    title,
    description,
    actions,
    footer,
    size = "md",
    persistent,
    flush,
    className,
    children,
    ...rest
  } = props;
  const focus = useReturnFocus(focusBodyFirst);
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={scrimStyles} />
      <Primitive.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        {...(persistent ? { onInteractOutside: (event: Event) => event.preventDefault() } : {})}
        {...focus}
        {...rest}
        className={cn(
          "fixed z-50 flex flex-col overflow-hidden bg-surface-raised shadow-overlay outline-none",
          "inset-x-0 bottom-0 max-h-[88dvh] rounded-t-xl border-t pb-[env(safe-area-inset-bottom)] max-sm:animate-slide-up-in max-sm:data-[state=closed]:animate-slide-up-out",
          "sm:inset-x-auto sm:inset-y-2 sm:right-2 sm:max-h-none sm:animate-slide-right-in sm:rounded-xl sm:border sm:border-border-strong/70 sm:data-[state=closed]:animate-slide-right-out",
          "sm:max-w-[calc(100vw-16px)]",
          widths[size],
          className,
        )}
      >
        <span aria-hidden className="mx-auto mt-2 h-1 w-9 shrink-0 rounded-full bg-border-strong sm:hidden" />
        <header className="flex items-start gap-3 border-b py-3 pr-12 pl-4 max-sm:pr-14">
          <div className="min-w-0 flex-1">
            <Primitive.Title className="font-semibold text-base">{title}</Primitive.Title>
            {description ? (
              <Primitive.Description className="mt-0.5 text-text-muted text-xs">
                {description}
              </Primitive.Description>
            ) : null}
          </div>
          {actions ? <div className="-my-1 flex items-center gap-1">{actions}</div> : null}
        </header>
        <div data-body className={cn("scroll-thin min-h-0 flex-1 overflow-y-auto", !flush && "p-4")}>
          {children}
        </div>
        {footer ? (
          <footer className="flex items-center justify-end gap-2 border-t bg-surface-sunken/60 px-4 py-3">
            {footer}
          </footer>
        ) : null}
        {/* Last, so that the focus starts in the body. */}
        <Primitive.Close asChild>
          <IconButton label="Close" hideTooltip className="absolute top-2 right-3 max-sm:top-4">
            <X aria-hidden />
          </IconButton>
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}
