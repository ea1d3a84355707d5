"use client";

import { useQuery } from "@tanstack/react-query";
import { dollars } from "@/components/models/model-words";
import { Disclosure } from "@/components/run/disclosure";
import { durationText } from "@/components/run/duration-text";
import { estimateQuery } from "@/lib/client/plans";
import type { PlanEstimate as Estimate, Interval } from "@/lib/domain/estimate";
import type { Plan } from "@/lib/domain/plan";

/** How long the plan will work, how likely a step fails and what it costs, from past calls of its tools. */
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
      {data.steps.some(({ calls, usd }) => calls > 0 || usd) ? (
        <Disclosure label="By step">
          <ul className="flex flex-col gap-1 text-xs">
            {data.steps.map(({ stepId, calls, ms, failure, usd }) => (
              <li key={stepId} className="flex gap-3">
                <span className="min-w-0 flex-1 truncate">
                  {plan.steps.find(({ id }) => id === stepId)?.title ?? stepId}
                </span>
                <span className="shrink-0 text-text-muted tabular-nums">
                  {[
                    ms && durationText(ms.likely),
                    failure && `fails ${percent(failure.likely)}`,
                    usd ? dollars(usd.likely) : "no known cost",
                    calls === 0 ? "never called" : `${calls} ${calls === 1 ? "call" : "calls"}`,
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

function EstimateWords({ estimate }: { estimate: Estimate }) {
  const { steps, ms, failure, unknown } = estimate;
  if (steps.every(({ calls }) => calls === 0)) {
    return (
      <div className="flex flex-col gap-1 text-pretty text-text-muted text-xs">
        <p>Nothing is known of time and failures yet: none of its tools has been called here.</p>
        <CostWords estimate={estimate} />
      </div>
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
      <CostWords estimate={estimate} />
    </div>
  );
}

/** What isn't known is said, and never counted as nothing. */
function CostWords({ estimate: { steps, usd } }: { estimate: Estimate }) {
  const without = steps.filter((step) => step.usd === null).length;
  if (!usd) return <p>No known cost: none of its tools has a price, and no model that has one was asked.</p>;
  return (
    <p>
      About <strong className="font-medium text-text">{dollars(usd.likely)}</strong>
      {usd.low === usd.high ? "" : ` (${costBounds(usd)})`}
      {without === 0 ? "" : `; ${without} of ${steps.length} steps have no known cost`}.
    </p>
  );
}

/** "$0.01 to $0.05", "$0.01" */
export const costBounds = ({ low, high }: Interval) =>
  dollars(low) === dollars(high) ? dollars(low) : `${dollars(low)} to ${dollars(high)}`;

/** "0.8 s to 3.0 s" */
export const timeBounds = ({ low, high }: Interval) => `${durationText(low)} to ${durationText(high)}`;

const percent = (share: number) =>
  share > 0 && share < 0.005 ? "under 1 %" : `${Math.round(share * 100)} %`;
