// Webhooks of plans: published, given another secret, turned on and off, removed.
import { newWebhookSecret } from "@/lib/connections/webhook-secret";
import {
  deleteWebhook,
  insertWebhook,
  type ListedWebhook,
  listWebhooks as list,
  updateWebhook,
} from "@/lib/db/webhooks";
import { newId, type PlanId } from "@/lib/domain/ids";
import type { FedInput } from "@/lib/domain/trigger";
import type { Webhook } from "@/lib/domain/webhook";
import { ownAddress } from "@/lib/env";
import { reviewPublished } from "./review-published";

export type PublishedWebhook =
  /** `secret`: of a new webhook, shown this once. */
  | { kind: "published"; webhook: Webhook; secret: string | null }
  | { kind: "refused"; message: string }
  | { kind: "not-found" };

const shown = ({ webhook, goal, newestRevision, deliveries }: ListedWebhook): Webhook => {
  const { planId, planRevision, inputs, isOn, hookId } = webhook;
  const path = `/api/hooks/${hookId}`;
  const plan = { planId, goal, planRevision, newestRevision };
  return { ...plan, path, address: `${ownAddress()}${path}`, inputs, isOn, deliveries };
};

/** All webhooks, by the goals of their plans. */
export async function listWebhooks(): Promise<Webhook[]> {
  return (await list()).map(shown);
}

/**
 * Runs a revision of a plan whenever a signed message comes to its address: that one, with the policy it has, until it is
 * published anew. What the message gives a value is not looked at by anybody: it counts as untrusted.
 */
export async function publishWebhook(request: {
  planId: PlanId;
  revision: number;
  inputs: FedInput[];
}): Promise<PublishedWebhook> {
  const { planId, revision } = request;
  const inputs = request.inputs.map((one) => ({ ...one, path: one.path.trim() }));
  const reviewed = await reviewPublished(planId, revision, inputs);
  if (reviewed.kind === "not-found") return reviewed;
  if (reviewed.kind === "refused") return reviewed;
  const hookId = newId("hook");
  const { secret, sealed } = await newWebhookSecret(hookId);
  const isNew = await insertWebhook({ planId, hookId, planRevision: revision, inputs, sealed });
  if (!isNew) await updateWebhook(planId, { planRevision: revision, inputs });
  return webhookOf(planId, isNew ? secret : null);
}

/** Another secret in place of the one there was, which signs nothing from now on. */
export async function rotateWebhookSecret(planId: PlanId): Promise<PublishedWebhook> {
  const [found] = await list(planId);
  if (!found) return { kind: "not-found" };
  const { secret, sealed } = await newWebhookSecret(found.webhook.hookId);
  await updateWebhook(planId, { sealed });
  return webhookOf(planId, secret);
}

/** Turns a webhook on or off. */
export async function switchWebhook(planId: PlanId, isOn: boolean): Promise<PublishedWebhook> {
  const changed = await updateWebhook(planId, { isOn });
  return changed ? webhookOf(planId, null) : { kind: "not-found" };
}

/** Takes a plan's webhook away. False when it has none. What runs already goes on. */
export const removeWebhook = (planId: PlanId): Promise<boolean> => deleteWebhook(planId);

async function webhookOf(planId: PlanId, secret: string | null): Promise<PublishedWebhook> {
  const [found] = await list(planId);
  return found ? { kind: "published", webhook: shown(found), secret } : { kind: "not-found" };
}
