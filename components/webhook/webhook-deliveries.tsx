import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { WebhookDelivery } from "@/lib/domain/webhook";

/** What came to a webhook, the latest first. */
export function WebhookDeliveries({ deliveries }: { deliveries: readonly WebhookDelivery[] }) {
  return (
    <section className="flex min-w-0 flex-col gap-1.5">
      <h3 className="font-medium text-sm">Last messages</h3>
      {deliveries.length === 0 ? (
        <p className="text-sm text-text-muted">None with the right signature yet.</p>
      ) : (
        <ul aria-label="Last messages" className="divide-y divide-border rounded-md border text-sm">
          {deliveries.slice(0, 5).map(({ messageId, at, runId, problem }) => (
            <li key={messageId} className="flex min-w-0 flex-wrap items-baseline gap-x-3 px-3 py-2">
              <span className="max-w-48 truncate font-mono text-text-muted text-xs" title={messageId}>
                {messageId}
              </span>
              {runId ? (
                <Link href={`/runs/${runId}`} className="underline underline-offset-2">
                  Started a run
                </Link>
              ) : (
                <span className="min-w-0 text-pretty text-danger">{problem}</span>
              )}
              <RelativeTime date={at} className="ml-auto text-text-subtle text-xs" />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
