"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { switchWebhookAction } from "@/app/webhooks/actions";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
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
  const { planId, goal, isOn, planRevision, newestRevision } = webhook;
  const [last] = webhook.deliveries;
  const turn = async (wanted: boolean) => {
    try {
      await switchWebhookAction({ planId, isOn: wanted });
      await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
    } catch {
      toast.error("The webhook is as it was: Lamplight can't be reached.");
    }
  };
  return (
    <li className="flex items-start gap-4 px-4 py-3.5">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <Link href={`/plans/${planId}`} className="line-clamp-2 font-medium hover:underline">
          {goal}
        </Link>
        <p className="break-all font-mono text-text-muted text-xs">{webhook.address}</p>
        {planRevision < newestRevision && (
          <p className="text-pretty text-sm text-text-muted">
            Runs revision {planRevision}; the plan is at {newestRevision} by now. Publish it again to run
            that.
          </p>
        )}
        {last && (
          <p className={last.problem ? "text-pretty text-danger text-sm" : "text-sm text-text-subtle"}>
            {last.runId ? (
              <Link href={`/runs/${last.runId}`} className="underline underline-offset-2 hover:text-text">
                Last run
              </Link>
            ) : (
              "Last message"
            )}{" "}
            <RelativeTime date={last.at} />
            {last.problem && `: ${last.problem}`}
          </p>
        )}
      </div>
      <Switch
        label={<span className="sr-only">Run “{goal}” by its webhook</span>}
        checked={isOn}
        onCheckedChange={(wanted) => void turn(wanted)}
      />
    </li>
  );
}
