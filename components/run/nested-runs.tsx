"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { StatusBadge } from "@/components/ui/status-badge";
import { runQuery } from "@/lib/client/runs";
import type { RunId } from "@/lib/domain/ids";
import { openAttempt } from "@/lib/domain/run";
import type { Trigger } from "@/lib/domain/trigger";
import type { RunView } from "./run-view";

/** The run a step waits for, and how that is now. */
export function NestedRunLine({ runId }: { runId: RunId }) {
  const { data } = useQuery({ ...runQuery(runId, "now"), refetchInterval: 3000 });
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-text-muted">
      <span className="min-w-0">
        {data?.status === "waiting" ? "Its run waits for you." : "It waits for the end of its run."}
      </span>
      {data ? <StatusBadge variant="plain" status={data.status} /> : null}
      <NestedRunLink runId={runId} />
    </p>
  );
}

/** The way to a run that a step started. */
export function NestedRunLink({ runId }: { runId: RunId }) {
  return (
    <Link
      href={`/runs/${runId}`}
      className="flex shrink-0 items-center gap-1 rounded-sm text-sm text-text-muted underline underline-offset-2 hover:text-text"
    >
      Open its run
      <ArrowRight aria-hidden className="size-3.5" />
    </Link>
  );
}

/** The runs that steps of this one wait for; nothing where they wait for none. */
export function NestedRuns({ view }: { view: RunView }) {
  const waiting = Object.values(view.run.steps).flatMap((step) => {
    const runId = openAttempt(step)?.nestedRunId;
    return runId ? [{ runId, title: view.titleOf(step.stepId), item: step.item }] : [];
  });
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="run-nested" className="flex flex-col gap-2">
      <h2 id="run-nested" className="font-semibold text-sm">
        Waits for
      </h2>
      <ul className="divide-y divide-border rounded-lg border bg-surface">
        {waiting.slice(0, mostShown).map(({ runId, title, item }) => (
          <li key={runId} className="flex flex-col gap-0.5 px-3 py-2">
            <span className="break-words text-sm">
              {title}
              {item === null ? null : <span className="text-text-muted"> · item {item + 1}</span>}
            </span>
            <NestedRunLine runId={runId} />
          </li>
        ))}
      </ul>
      {waiting.length > mostShown ? (
        <p className="text-sm text-text-muted">And {waiting.length - mostShown} more.</p>
      ) : null}
    </section>
  );
}

/** Each is asked after every few seconds. */
const mostShown = 10;

/** What started a run where no person did. */
export function StartedBy({ trigger }: { trigger: Trigger }) {
  return <p className="text-pretty break-words text-sm text-text-muted">{startedWords(trigger)}</p>;
}

function startedWords(trigger: Trigger) {
  switch (trigger.kind) {
    case "schedule":
      return "Started by its schedule.";
    case "webhook":
      return "Started by a message to its webhook.";
    case "run":
      return (
        <>
          Started by “{trigger.stepTitle}”, a step of{" "}
          <Link
            href={`/runs/${trigger.runId}?step=${trigger.stepId}`}
            className="underline underline-offset-2 hover:text-text"
          >
            {trigger.goal}
          </Link>
          .
        </>
      );
    default:
      return trigger satisfies never;
  }
}
