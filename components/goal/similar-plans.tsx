"use client";

import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import { type KeyboardEvent, type Ref, useEffect, useState } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { SimilarEpisode } from "@/lib/domain/episode";

/** Past plans for goals like the one in the box, each one click away from being started from. */
export function SimilarPlans(props: {
  plans: readonly SimilarEpisode[];
  isBusy: boolean;
  listRef: Ref<HTMLUListElement>;
  onStart: (plan: SimilarEpisode) => void;
  /** Back to the box. */
  onLeave: () => void;
}) {
  const { plans, isBusy, listRef, onStart, onLeave } = props;
  return (
    <section aria-labelledby="similar-plans" className="min-w-0">
      <h2 id="similar-plans" className="mb-1 px-3 text-text-subtle text-xs">
        Done before: start from one
      </h2>
      <ul ref={listRef} onKeyDown={(event) => moveInList(event, onLeave)} className="flex flex-col">
        {plans.map((plan) => (
          <li key={plan.planId} className="flex items-center rounded-md hover:bg-hover">
            <button
              type="button"
              disabled={isBusy}
              onClick={() => onStart(plan)}
              className="flex min-w-0 flex-1 items-center gap-3 rounded-md px-3 py-2 text-left text-sm focus-visible:outline-2 focus-visible:outline-focus"
            >
              <span className="min-w-0 flex-1 truncate" title={plan.goal}>
                {plan.goal}
              </span>
              <StatusBadge status={plan.outcome} />
              <span className="w-14 shrink-0 text-right text-text-subtle text-xs tabular-nums max-sm:hidden">
                {plan.tools.length === 1 ? "1 step" : `${plan.tools.length} steps`}
              </span>
              <span className="w-32 shrink-0 whitespace-nowrap text-right text-text-subtle text-xs max-sm:hidden">
                <RelativeTime date={plan.finishedAt} />
              </span>
            </button>
            <Link
              href={`/plans/${plan.planId}`}
              aria-label={`Look at “${plan.goal.slice(0, 80)}”`}
              className="grid size-9 shrink-0 place-items-center rounded-md text-text-subtle hover:text-text focus-visible:outline-2 focus-visible:outline-focus"
            >
              <ArrowUpRight aria-hidden className="size-4" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The arrows go through the plans; up from the first, or Escape, is back to the box. */
function moveInList(event: KeyboardEvent<HTMLUListElement>, onLeave: () => void): void {
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button.contains(document.activeElement));
  if (event.key === "Escape" || (event.key === "ArrowUp" && at <= 0)) {
    event.preventDefault();
    onLeave();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    buttons[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  }
}

const pauseMs = 150;

/** What was typed, once nothing was for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
