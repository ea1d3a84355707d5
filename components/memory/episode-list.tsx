"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Brain, X } from "lucide-react";
import Link from "next/link";
import { forgetEpisodeAction } from "@/app/memory/actions";
import { Button, IconButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { episodesQuery } from "@/lib/client/memory";
import type { Episode } from "@/lib/domain/episode";

/** What became of plans, newest first. */
export function EpisodeList({ onChanged }: { onChanged: () => Promise<void> }) {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(episodesQuery);
  const episodes = data?.pages.flat() ?? [];
  return (
    <section aria-labelledby="episodes-heading" className="flex flex-col gap-3">
      <div>
        <h2 id="episodes-heading" className="font-medium text-base">
          Plans that have run
        </h2>
        <p className="text-pretty text-sm text-text-muted">
          Their goals, steps and how they ended. They are suggested while you type a goal like theirs, and the
          tools of completed ones count a little when two fit about as well.
        </p>
      </div>
      {isPending && <Skeleton className="h-48" />}
      {error && !data && (
        <ErrorState
          compact
          title="The plans could not be read"
          description={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {data && episodes.length === 0 && (
        <Card>
          <EmptyState
            compact
            icon={<Brain />}
            title="Nothing has run yet"
            description="Once a plan has run, what became of it is kept here."
          />
        </Card>
      )}
      {episodes.length > 0 && (
        <Card className="overflow-hidden">
          <ul aria-label="Episodes" className="divide-y divide-border">
            {episodes.map((episode) => (
              <EpisodeRow key={episode.planId} episode={episode} onChanged={onChanged} />
            ))}
          </ul>
        </Card>
      )}
      {hasNextPage && (
        <Button className="self-center" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  );
}

function EpisodeRow({ episode, onChanged }: { episode: Episode; onChanged: () => Promise<void> }) {
  const { planId, runId, goal, tools, outcome, finishedAt, runs, edits, repairs } = episode;
  const forget = async () => {
    try {
      await forgetEpisodeAction({ planId });
      await onChanged();
    } catch {
      toast.error("The plan was not forgotten: Lamplight can't be reached.");
    }
  };
  const facts = [
    tools.length === 1 ? "1 step" : `${tools.length} steps`,
    ...(runs > 1 ? [`${runs} runs`] : []),
    ...(edits.length > 0
      ? [edits.length === 1 ? "1 value changed by you" : `${edits.length} values changed by you`]
      : []),
    ...repairs.map((title) => `repaired: ${title}`),
  ];
  return (
    <li className="flex items-start gap-3 py-3 pr-2 pl-4">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <Link
          href={`/plans/${planId}`}
          className="line-clamp-2 break-words font-medium underline-offset-2 hover:underline"
        >
          {goal}
        </Link>
        <p className="line-clamp-2 text-sm text-text-muted">
          {tools.map(({ title, toolId }) => title ?? `${toolId} (removed)`).join(" → ")}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-text-subtle text-xs">
          <StatusBadge status={outcome} />
          <Link href={`/runs/${runId}`} className="underline underline-offset-2 hover:text-text">
            <RelativeTime date={finishedAt} />
          </Link>
          <span>{facts.join(" · ")}</span>
        </p>
      </div>
      <IconButton label={`Forget “${goal.slice(0, 80)}”`} onClick={() => void forget()}>
        <X />
      </IconButton>
    </li>
  );
}
