import { newestRevision } from "@/lib/db/plans";
import { type PublishedWebhook, publishWebhook, switchWebhook } from "@/lib/flow/manage-webhooks";
import { notFound, refused } from "@/lib/http/problem";
import { planParamsSchema, scheduleSwitchSchema, webhookRequestSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { params: planParamsSchema, body: webhookRequestSchema },
  async ({ params, body }) => {
    const { planId } = params;
    const revision = body.revision ?? (await newestRevision(planId));
    if (revision === null) throw notFound("plan", planId);
    const published = await publishWebhook({ planId, revision, inputs: body.inputs });
    return answer(published, () => notFound("revision", String(revision), `the plan ${planId}`));
  },
);

export const PATCH = route(
  { params: planParamsSchema, body: scheduleSwitchSchema },
  async ({ params: { planId }, body }) =>
    answer(await switchWebhook(planId, body.isOn), () => notFound("webhook", planId)),
);

function answer(published: PublishedWebhook, missing: () => Error): Response {
  switch (published.kind) {
    case "published":
      return json({ webhook: published.webhook, secret: published.secret });
    case "refused":
      throw refused(published.message);
    case "not-found":
      throw missing();
    default:
      return published satisfies never;
  }
}
