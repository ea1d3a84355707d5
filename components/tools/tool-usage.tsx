import Link from "next/link";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ToolDescription } from "@/lib/flow/describe-tool";

/** The plans and runs with a tool, each a link. */
export function ToolUsage({ usage: { plans, runs } }: { usage: ToolDescription["usage"] }) {
  return (
    <div className="flex flex-col gap-6">
      <UseList
        title="Plans"
        count={plans.count}
        shown={plans.newest.length}
        emptyText="No plan uses it as it is now."
      >
        {plans.newest.map(({ id, goal, updatedAt }) => (
          <UseLink key={id} href={`/plans/${id}`} goal={goal}>
            <RelativeTime date={updatedAt} className="shrink-0 text-text-subtle text-xs" />
          </UseLink>
        ))}
      </UseList>
      <UseList title="Runs" count={runs.count} shown={runs.newest.length} emptyText="It has not run yet.">
        {runs.newest.map(({ id, goal, status, createdAt }) => (
          <UseLink key={id} href={`/runs/${id}`} goal={goal}>
            <StatusBadge status={status} />
            <RelativeTime date={createdAt} className="shrink-0 text-text-subtle text-xs" />
          </UseLink>
        ))}
      </UseList>
    </div>
  );
}

function UseList(props: {
  title: string;
  count: number;
  shown: number;
  emptyText: string;
  children: ReactNode;
}) {
  const { title, count, shown, emptyText, children } = props;
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-1 font-medium text-sm">
        {title} <span className="font-normal text-text-subtle tabular-nums">{count}</span>
      </h3>
      {count === 0 ? (
        <p className="text-sm text-text-muted">{emptyText}</p>
      ) : (
        <ul className="flex flex-col divide-y">{children}</ul>
      )}
      {count > shown ? <p className="mt-1 text-text-subtle text-xs">The {shown} newest are shown.</p> : null}
    </section>
  );
}

function UseLink({ href, goal, children }: { href: string; goal: string; children: ReactNode }) {
  return (
    <li>
      <Link href={href} className="flex min-h-9 items-center gap-2 rounded-sm py-1.5 text-sm hover:bg-hover">
        <span className="min-w-0 flex-1 truncate" title={goal}>
          {goal}
        </span>
        {children}
      </Link>
    </li>
  );
}
