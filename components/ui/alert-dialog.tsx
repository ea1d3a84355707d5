"use client";

import { AlertDialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { DialogFooter, scrimStyles } from "./dialog";
import { useReturnFocus } from "./use-return-focus";

export const AlertDialog = Primitive.Root;
export const AlertDialogTrigger = Primitive.Trigger;

export interface AlertDialogContentProps {
  title: ReactNode;
  /** What will happen, and what can't be undone. */
  description: ReactNode;
  /** A verb: "Delete connection", never "OK". */
  confirmLabel: string;
  onConfirm: () => void;
  cancelLabel?: string;
  tone?: "danger" | "primary";
  /** Keeps the dialog open and shows the button as working; the caller closes it. */
  pending?: boolean;
  children?: ReactNode;
}

/** Asks before something hard to undo; focus starts on Cancel. */
export function AlertDialogContent(props: AlertDialogContentProps) {
  const {
    title,
    description,
    confirmLabel,
    onConfirm,
    cancelLabel = "Cancel",
    tone = "danger",
    pending,
  } = props;
  const focus = useReturnFocus();
  const confirm = (
    <Button variant={tone} loading={pending} onClick={onConfirm}>
      {confirmLabel}
    </Button>
  );
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={scrimStyles} />
      <Primitive.Content
        {...focus}
        className="-translate-x-1/2 fixed top-[max(16px,18dvh)] left-1/2 z-50 w-[calc(100vw-24px)] animate-pop-in overflow-hidden rounded-xl border border-border-strong/70 bg-surface-raised shadow-overlay outline-none data-[state=closed]:animate-pop-out sm:max-w-md"
      >
        <div className="px-5 pt-4 pb-5">
          <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
          <Primitive.Description className="mt-1 text-text-muted">{description}</Primitive.Description>
          {props.children ? <div className="mt-4">{props.children}</div> : null}
        </div>
        <DialogFooter>
          <Primitive.Cancel asChild>
            <Button disabled={pending}>{cancelLabel}</Button>
          </Primitive.Cancel>
          {pending === undefined ? <Primitive.Action asChild>{confirm}</Primitive.Action> : confirm}
        </DialogFooter>
      </Primitive.Content>
    </Primitive.Portal>
  );
}
