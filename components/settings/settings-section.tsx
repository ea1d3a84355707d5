import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";

/** One part of the settings: what it is about, and what is set, once that has been read. */
export function SettingsSection<T>(props: {
  id: string;
  title: string;
  description: string;
  /** What is said when it can't be read. */
  failure: string;
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  children: (data: T) => ReactNode;
}) {
  const { id, title, description, failure, query, children } = props;
  const { data, error, refetch } = query;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div>
        <h2 id={id} className="font-semibold text-base">
          {title}
        </h2>
        <p className="mt-1 text-pretty text-sm text-text-muted">{description}</p>
      </div>
      {data !== undefined ? (
        children(data)
      ) : error ? (
        <ErrorState title={failure} description={error.message} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-56" />
      )}
    </section>
  );
}
