import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { PlanSummary } from "@/lib/domain/summaries";

/** The plans changed last, with how their last run went. */
export function RecentPlans({ plans }: { plans: readonly PlanSummary[] }) {
  if (plans.length === 0) return null;
  return (
    <section aria-labelledby="recent-plans">
      <h2 id="recent-plans" className="mb-2 px-3 font-medium text-sm text-text-muted">
        Recent
      </h2>
      <ul className="flex flex-col">
        {plans.map((plan) => (
          <li key={plan.id} className="border-border border-t first:border-t-0">
            <Link
              href={`/plans/${plan.id}`}
              className="flex items-center gap-3 rounded-md px-3 py-2.5 text-sm hover:bg-hover focus-visible:outline-2 focus-visible:outline-focus"
            >
              <span className="min-w-0 flex-1 truncate" title={plan.goal}>
                {plan.goal}
              </span>
              {plan.lastRun && <StatusBadge status={plan.lastRun.status} />}
              <span className="w-16 shrink-0 text-right text-text-subtle text-xs tabular-nums max-sm:hidden">
                {plan.stepCount === 1 ? "1 step" : `${plan.stepCount} steps`}
              </span>
              <span className="w-40 shrink-0 whitespace-nowrap text-right text-text-subtle text-xs max-sm:hidden">
                <RelativeTime date={plan.updatedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
