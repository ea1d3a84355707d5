"use client";

import { useQuery } from "@tanstack/react-query";
import { Disclosure } from "@/components/run/disclosure";
import { durationText } from "@/components/run/duration-text";
import { estimateQuery } from "@/lib/client/plans";
import type { PlanEstimate as Estimate, Interval } from "@/lib/domain/estimate";
import type { Plan } from "@/lib/domain/plan";

/** How long the plan will work and how likely a step fails, from past calls of its tools. */
export function PlanEstimate({ plan }: { plan: Plan }) {
  const { data } = useQuery(estimateQuery(plan.id, plan.revision));
  // Steps that are not saved yet are not in it.
  if (!data || data.steps.length === 0) return null;
  return (
    <section aria-labelledby="overview-estimate" className="flex flex-col gap-1.5">
      <h2 id="overview-estimate" className="font-semibold text-sm">
        What it will take
      </h2>
      <EstimateWords estimate={data} />
      {data.steps.some(({ calls }) => calls > 0) ? (
        <Disclosure label="By step">
          <ul className="flex flex-col gap-1 text-xs">
            {data.steps.map(({ stepId, calls, ms, failure }) => (
              <li key={stepId} className="flex gap-3">
                <span className="min-w-0 flex-1 truncate">
                  {plan.steps.find(({ id }) => id === stepId)?.title ?? stepId}
                </span>
                <span className="shrink-0 text-text-muted tabular-nums">
                  {calls === 0
                    ? "never called"
                    : [
                        ms && durationText(ms.likely),
                        failure && `fails ${percent(failure.likely)}`,
                        `${calls} ${calls === 1 ? "call" : "calls"}`,
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                </span>
              </li>
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </section>
  );
}

function EstimateWords({ estimate: { steps, ms, failure, unknown } }: { estimate: Estimate }) {
  if (steps.every(({ calls }) => calls === 0)) {
    return (
      <p className="text-pretty text-text-muted text-xs">
        Nothing is known yet: none of its tools has been called here.
      </p>
    );
  }
  const missing = steps.filter((step) => step.ms === null).length;
  return (
    <div className="flex flex-col gap-1 text-pretty text-text-muted text-xs">
      {ms ? (
        <p>
          About <strong className="font-medium text-text">{durationText(ms.likely)}</strong> of work (
          {timeBounds(ms)}), not counting the time it waits for you
          {missing === 0 ? "" : `, nor ${missing === 1 ? "a step" : `${missing} steps`} nobody has done yet`}.
        </p>
      ) : null}
      {failure ? (
        <p>
          A step fails in <strong className="font-medium text-text">{percent(failure.likely)}</strong> of runs
          ({percent(failure.low)} to {percent(failure.high)})
          {unknown.length === 0
            ? ""
            : `; ${unknown.length} of ${steps.length} steps were called too seldom to count`}
          .
        </p>
      ) : (
        <p>Too few past calls to say how likely a step fails.</p>
      )}
    </div>
  );
}

/** "0.8 s to 3.0 s" */
export const timeBounds = ({ low, high }: Interval) => `${durationText(low)} to ${durationText(high)}`;

const percent = (share: number) =>
  share > 0 && share < 0.005 ? "under 1 %" : `${Math.round(share * 100)} %`;
