"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { IconButton } from "./button";
import { cn } from "./cn";
import { useReturnFocus } from "./use-return-focus";

export const Dialog = Primitive.Root;

export const scrimStyles = "fixed inset-0 z-50 bg-scrim animate-fade-in data-[state=closed]:animate-fade-out";

const focusable = "input, select, textarea, button, a[href], [tabindex='0']";

/** Focus starts in the body, else on the panel: never on a footer's button, which Enter would press unread. */
export function focusBodyFirst(event: Event) {
  const panel = event.currentTarget;
  if (!(panel instanceof HTMLElement) || panel.querySelector("[data-body]")?.querySelector(focusable)) return;
  event.preventDefault();
  panel.focus();
}

const widths = { sm: "sm:max-w-sm", md: "sm:max-w-lg", lg: "sm:max-w-2xl", xl: "sm:max-w-4xl" };

export interface DialogContentProps extends Omit<ComponentProps<typeof Primitive.Content>, "title"> {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, right aligned: the main one last. It stays in view while the body scrolls. */
  footer?: ReactNode;
  size?: keyof typeof widths;
  /** Keeps the title for screen readers only. */
  hideTitle?: boolean;
}

export function DialogContent(props: DialogContentProps) {
  const { title, description, footer, size = "md", hideTitle, className, children, ...rest } = props;
  const focus = useReturnFocus(focusBodyFirst);
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={scrimStyles} />
      <Primitive.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        {...focus}
        {...rest}
        className={cn(
          "-translate-x-1/2 fixed top-[max(16px,12dvh)] left-1/2 z-50 flex max-h-[76dvh] w-[calc(100vw-24px)] flex-col overflow-hidden rounded-xl border border-border-strong/70 bg-surface-raised shadow-overlay outline-none",
          "animate-pop-in data-[state=closed]:animate-pop-out",
          widths[size],
          className,
        )}
      >
        <header className={cn("pt-4 pr-14 pb-3 pl-5", hideTitle && "sr-only")}>
          <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
          {description ? (
            <Primitive.Description className="mt-0.5 text-text-muted text-sm">
              {description}
            </Primitive.Description>
          ) : null}
        </header>
        <div
          data-body
          className={cn("scroll-thin min-h-0 flex-1 overflow-y-auto", hideTitle ? "" : "px-5 pb-5")}
        >
          {children}
        </div>
        {footer ? <DialogFooter>{footer}</DialogFooter> : null}
        {/* Last, so that the focus starts in the body; without a title there is Escape and the scrim. */}
        {hideTitle ? null : (
          <Primitive.Close asChild>
            <IconButton label="Close" hideTooltip className="absolute top-3 right-3">
              <X aria-hidden />
            </IconButton>
          </Primitive.Close>
        )}
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function DialogFooter({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <footer
      className={cn(
        "flex flex-wrap items-center justify-end gap-2 border-t bg-surface-sunken/60 px-5 py-3 max-sm:flex-col-reverse max-sm:items-stretch",
        className,
      )}
    >
      {children}
    </footer>
  );
}
