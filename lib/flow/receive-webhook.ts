// A message at a webhook's address → a run, once.
import { Webhook as Signature, WebhookVerificationError } from "standardwebhooks";
import { openWebhookSecret } from "@/lib/connections/webhook-secret";
import type { Querier } from "@/lib/db/client";
import { clientTransaction } from "@/lib/db/client-transaction";
import { insertRun } from "@/lib/db/runs";
import {
  earlierDeliveries,
  findWebhook,
  lockWebhook,
  recordDelivery,
  type StoredWebhook,
} from "@/lib/db/webhooks";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { type HookId, newId, type RunId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { storableJson } from "@/lib/domain/storable-json";
import { enqueueRun } from "@/lib/engine/enqueue-run";
import { readyWith } from "./review-published";

export type ReceivedWebhook =
  | { kind: "started"; runId: RunId }
  /** This message has started a run before; it starts no other. */
  | { kind: "repeated"; runId: RunId }
  /** Nothing can be run with what it says; in a sentence. */
  | { kind: "refused"; message: string }
  | { kind: "too-many" }
  | { kind: "off" }
  | { kind: "not-found" };

const maxPerMinute = 60;

/** The webhook at an address, whose message is then read; null when there is none. */
export const webhookAt = (hookId: HookId): Promise<StoredWebhook | null> => findWebhook(hookId);

/**
 * Whether a message was signed with the webhook's secret less than five minutes ago: HMAC-SHA-256 over its id, its time
 * and its bytes as they came, compared in constant time (N12).
 */
export async function isSigned(
  { hookId, sealed }: StoredWebhook,
  message: { headers: Record<string, string>; bytes: Uint8Array },
): Promise<boolean> {
  const signature = new Signature(await openWebhookSecret(hookId, sealed));
  try {
    signature.verify(Buffer.from(message.bytes), message.headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

/**
 * Starts the published revision with what a signed message says. Its id, the run and the workers' being told are one
 * transaction: however often a message comes, it starts one run (R5).
 */
export async function receiveWebhook(
  hookId: HookId,
  messageId: string,
  body: Json,
): Promise<ReceivedWebhook> {
  for (;;) {
    const webhook = await findWebhook(hookId);
    if (!webhook) return { kind: "not-found" };
    // Before the transaction, whose connection is the only one a message may hold: many come at once.
    const ready = await readyWith(webhook, storableJson(body));
    const received = await clientTransaction((tx, client) =>
      startOnce({ webhook, messageId, ready, start: (runId) => enqueueRun(runId, client) }, tx),
    );
    if (received.kind !== "published-anew") return received;
  }
}

async function startOnce(
  message: {
    webhook: StoredWebhook;
    messageId: string;
    ready: Awaited<ReturnType<typeof readyWith>>;
    start: (runId: RunId) => Promise<void>;
  },
  tx: Querier,
): Promise<ReceivedWebhook | { kind: "published-anew" }> {
  const { webhook, messageId, ready } = message;
  const { planId, planRevision, inputs } = webhook;
  const now = await lockWebhook(webhook.hookId, tx);
  if (!now) return { kind: "not-found" };
  if (!now.isOn) return { kind: "off" };
  const earlier = await earlierDeliveries(planId, messageId, tx);
  if (earlier.runId) return { kind: "repeated", runId: earlier.runId };
  if (earlier.lastMinute >= maxPerMinute) return { kind: "too-many" };
  const isSame = now.planRevision === planRevision && canonicalJson(now.inputs) === canonicalJson(inputs);
  if (!isSame) return { kind: "published-anew" };
  if (ready.kind === "refused") {
    await recordDelivery({ planId, messageId, runId: null, problem: ready.message }, tx);
    return ready;
  }
  const { given } = ready;
  const { goal } = ready.review.plan;
  const runId = newId("run");
  const trigger = { kind: "webhook", messageId } as const;
  await insertRun({ id: runId, planId, planRevision, goal, trigger, given }, tx);
  await message.start(runId);
  await recordDelivery({ planId, messageId, runId, problem: null }, tx);
  return { kind: "started", runId };
}
