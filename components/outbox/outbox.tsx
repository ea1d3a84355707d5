"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { MailOpen, Send } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { FullBleedPage } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { outboxQuery } from "@/lib/client/outbox";
import { DeliveryRow } from "./delivery-row";
import { DeliveryView } from "./delivery-view";

/** Two panes: the deliveries, and the chosen one as its reader saw it. On a phone one at a time. */
export function Outbox() {
  const router = useRouter();
  const chosenId = useSearchParams().get("delivery");
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(outboxQuery);
  const deliveries = data?.pages.flat() ?? [];
  const chosen = deliveries.find((delivery) => delivery.id === chosenId) ?? null;
  const choose = (id: string | null) =>
    router.replace(id ? `/outbox?delivery=${id}` : "/outbox", { scroll: false });

  return (
    <FullBleedPage
      header={
        <PageHeader
          variant="bar"
          title="Outbox"
          description="What the sandbox's mail, chat and SMS services received"
        />
      }
    >
      <div
        className={cn(
          "flex min-h-0 w-full shrink-0 flex-col overflow-y-auto border-border bg-surface md:w-[380px] md:border-r",
          chosen && "max-md:hidden",
        )}
      >
        {isPending && <Rows />}
        {error && (
          <ErrorState
            compact
            title="The Outbox could not be read"
            description={error.message}
            onRetry={() => void refetch()}
          />
        )}
        {data && deliveries.length === 0 && (
          <EmptyState
            icon={<Send />}
            title="Nothing sent yet"
            description="Messages sent through the sandbox arrive here instead of leaving this machine."
          />
        )}
        <ul aria-label="Deliveries">
          {deliveries.map((delivery) => (
            <DeliveryRow
              key={delivery.id}
              delivery={delivery}
              isChosen={delivery.id === chosenId}
              onChoose={() => choose(delivery.id)}
            />
          ))}
        </ul>
        {hasNextPage && (
          <Button
            variant="ghost"
            className="m-3"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Older
          </Button>
        )}
      </div>
      <div className={cn("min-w-0 flex-1 overflow-y-auto", !chosen && "max-md:hidden")}>
        {chosen ? (
          <DeliveryView key={chosen.id} delivery={chosen} onBack={() => choose(null)} />
        ) : (
          deliveries.length > 0 && (
            <EmptyState className="h-full" icon={<MailOpen />} title="Choose a message to read it" />
          )
        )}
      </div>
    </FullBleedPage>
  );
}

function Rows() {
  return (
    <div className="flex flex-col gap-3 p-4" role="status" aria-label="Loading deliveries">
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} className="h-14" />
      ))}
    </div>
  );
}
