"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import type { PlanId, RunId } from "@/lib/domain/ids";

/** A plan that runs without anybody there: what runs it (`children`), whether that is its newest revision, what came last. */
export function PublishedRow(props: {
  published: {
    planId: PlanId;
    goal: string;
    isOn: boolean;
    planRevision: number;
    newestRevision: number;
  };
  /** "schedule", "webhook". */
  kind: string;
  /** What runs the newest revision: "Schedule it again". */
  anew: string;
  /** What the switch turns: "Run “…” by the clock". */
  switchLabel: string;
  /** `word`: what it is where no run came of it. */
  last: { at: string; runId: RunId | null; problem: string | null; word: string } | null;
  onSwitch: (isOn: boolean) => Promise<void>;
  children: ReactNode;
}) {
  const { published, kind, anew, switchLabel, last, onSwitch, children } = props;
  const { planId, goal, isOn, planRevision, newestRevision } = published;
  const turn = async (wanted: boolean) => {
    try {
      await onSwitch(wanted);
    } catch {
      toast.error(`The ${kind} is as it was: Lamplight can't be reached.`);
    }
  };
  return (
    <li className="flex items-start gap-4 px-4 py-3.5">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <Link href={`/plans/${planId}`} className="line-clamp-2 font-medium hover:underline">
          {goal}
        </Link>
        {children}
        {planRevision < newestRevision && (
          <p className="text-pretty text-sm text-text-muted">
            Runs revision {planRevision}; the plan is at {newestRevision} by now. {anew} to run that.
          </p>
        )}
        {last && (
          <p className={last.problem ? "text-pretty text-danger text-sm" : "text-sm text-text-subtle"}>
            {last.runId ? (
              <Link href={`/runs/${last.runId}`} className="underline underline-offset-2 hover:text-text">
                Last run
              </Link>
            ) : (
              last.word
            )}{" "}
            <RelativeTime date={last.at} />
            {last.problem && `: ${last.problem}`}
          </p>
        )}
      </div>
      <Switch
        label={<span className="sr-only">{switchLabel}</span>}
        checked={isOn}
        onCheckedChange={(wanted) => void turn(wanted)}
      />
    </li>
  );
}
