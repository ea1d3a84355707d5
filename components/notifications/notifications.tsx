"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { BellRing, Plus } from "lucide-react";
import { useState } from "react";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { recipientsQuery } from "@/lib/client/notifications";
import type { Recipient } from "@/lib/domain/notification";
import { InThisBrowser } from "./in-this-browser";
import { RecipientDialog } from "./recipient-dialog";
import { RecipientRow } from "./recipient-row";

/** Who is told by message of what waits, went wrong or has completed; and what this browser shows. */
export function Notifications() {
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery({ ...recipientsQuery, refetchInterval: 10_000 });
  const [open, setOpen] = useState<Recipient | "new" | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: recipientsQuery.queryKey });
  const add = (
    <Button variant="primary" icon={<Plus />} onClick={() => setOpen("new")}>
      Add a recipient
    </Button>
  );
  return (
    <Page
      width="md"
      header={
        <PageHeader
          title="Notifications"
          description="Who is told when something waits for a decision, goes wrong, or has completed. A message holds names and links only; decisions are made on the page."
          actions={data && data.length > 0 ? add : undefined}
        />
      }
    >
      <div className="flex flex-col gap-6">
        <section aria-labelledby="by-message" className="flex flex-col gap-2.5">
          <h2 id="by-message" className="font-medium text-sm">
            By e-mail and Slack
          </h2>
          {isPending && <Skeleton className="h-32" />}
          {error && !data && (
            <ErrorState
              title="The recipients could not be read"
              description={error.message}
              onRetry={() => void refetch()}
            />
          )}
          {data?.length === 0 && (
            <Card>
              <EmptyState
                icon={<BellRing />}
                title="Nobody is told by message"
                description="Add an e-mail address or a Slack channel: it is told what waits for you when Lamplight is not open."
                action={add}
              />
            </Card>
          )}
          {data && data.length > 0 && (
            <Card className="overflow-hidden">
              <ul aria-label="Recipients" className="divide-y divide-border">
                {data.map((recipient) => (
                  <RecipientRow
                    key={recipient.id}
                    recipient={recipient}
                    onEdit={() => setOpen(recipient)}
                    onChanged={refresh}
                  />
                ))}
              </ul>
            </Card>
          )}
        </section>
        <InThisBrowser />
      </div>
      {open !== null && (
        <RecipientDialog
          recipient={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            void refresh();
          }}
        />
      )}
    </Page>
  );
}
