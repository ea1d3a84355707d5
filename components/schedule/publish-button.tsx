"use client";

import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/button";
import type { PlanProblem } from "@/lib/domain/plan-problem";

/** Whether all that a plan lacks can be given by whoever starts its runs. */
export const isFeedable = (problems: readonly PlanProblem[]): boolean =>
  problems.every(({ code }) => code === "open-question" || code === "missing-input");

/** Opens one way in which the plan is run without anybody there, and shows that it is on. */
export function PublishButton(props: {
  label: string;
  icon: ReactNode;
  isOn: boolean;
  disabled: boolean;
  /** The dialog. @param close leaves it */
  children: (close: () => void) => ReactNode;
}) {
  const { label, icon, isOn, disabled, children } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        label={label}
        disabled={disabled}
        onClick={() => setOpen(true)}
        className={isOn ? "text-accent" : undefined}
      >
        {icon}
      </IconButton>
      {isOpen && children(() => setOpen(false))}
    </>
  );
}
