"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PlanLinks } from "@/components/tools/plan-links";
import { ErrorState } from "@/components/ui/error-state";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Skeleton } from "@/components/ui/skeleton";
import { connectionQuery } from "@/lib/client/connections";
import type { ListedConnection } from "@/lib/connections/described-connection";

const linkStyle = "text-accent-text underline underline-offset-2";

/** What uses a connection: its tools on the Tools page, its plans in a list. */
export function ConnectionUsage({ connection }: { connection: ListedConnection }) {
  const { usage, isDefault, kind } = connection;
  if (!isDefault) {
    return <p className="mt-1 text-text-subtle text-xs">Not used: tools use another one.</p>;
  }
  return (
    <p className="mt-1 text-text-subtle text-xs">
      Used by{" "}
      {usage.tools === 0 ? (
        "no tool"
      ) : (
        <Link href={toolsAddress(kind, connection.title)} className={linkStyle}>
          {counted(usage.tools, "tool")}
        </Link>
      )}
      {" and "}
      {usage.plans === 0 ? (
        "no plan"
      ) : (
        <Popover>
          <PopoverTrigger className={linkStyle}>{counted(usage.plans, "plan")}</PopoverTrigger>
          <PopoverContent aria-label={`Plans that use ${connection.name}`}>
            <UsingPlans id={connection.id} total={usage.plans} />
          </PopoverContent>
        </Popover>
      )}
    </p>
  );
}

/** The plans that use a connection, as links. */
export function UsingPlans({ id, total }: { id: string; total: number }) {
  const { data, error, refetch } = useQuery(connectionQuery(id));
  if (error && !data) {
    return (
      <ErrorState
        title="The plans could not be read"
        description={error.message}
        onRetry={() => void refetch()}
        compact
      />
    );
  }
  if (!data) return <Skeleton className="h-16" />;
  return <PlanLinks plans={data.plans} total={total} />;
}

/** The Tools page, with the tools of this kind of connection. */
export function toolsAddress(kind: string, title: string): string {
  const [source, id = ""] = kind.split(/:(.*)/s);
  const asked: Record<string, string> =
    source === "api" || source === "mcp"
      ? { source: source === "api" ? "openapi" : "mcp", sourceId: id.split("@")[0] ?? "" }
      : { q: title.replace(/\s*\(.*\)$/, "") };
  return `/tools?${new URLSearchParams(asked)}`;
}

export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}
