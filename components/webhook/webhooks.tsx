"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { switchWebhookAction } from "@/app/webhooks/actions";
import { PublishedRow } from "@/components/schedule/published-row";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { webhooksQuery } from "@/lib/client/webhooks";
import type { Webhook } from "@/lib/domain/webhook";

/** Every plan that is run by a webhook: what came last, on or off; nothing where there is none. */
export function Webhooks() {
  const { data, error, refetch } = useQuery({ ...webhooksQuery, refetchInterval: 15_000 });
  if (error && !data) {
    return (
      <ErrorState
        title="The webhooks could not be read"
        description={error.message}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="by-webhook" className="flex flex-col gap-2.5">
      <h2 id="by-webhook" className="font-medium text-sm">
        Run by a webhook
      </h2>
      <Card className="overflow-hidden">
        <ul aria-label="Webhooks" className="divide-y divide-border">
          {data.map((webhook) => (
            <WebhookRow key={webhook.planId} webhook={webhook} />
          ))}
        </ul>
      </Card>
    </section>
  );
}

function WebhookRow({ webhook }: { webhook: Webhook }) {
  const client = useQueryClient();
  const { planId, goal, address } = webhook;
  const [last] = webhook.deliveries;
  return (
    <PublishedRow
      published={webhook}
      kind="webhook"
      anew="Publish it again"
      switchLabel={`Run “${goal}” by its webhook`}
      last={last ? { ...last, word: "Last message" } : null}
      onSwitch={async (isOn) => {
        await switchWebhookAction({ planId, isOn });
        await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      }}
    >
      <p className="break-all font-mono text-text-muted text-xs">{address}</p>
    </PublishedRow>
  );
}
