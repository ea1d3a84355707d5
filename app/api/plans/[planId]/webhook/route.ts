import { publishWebhook, removeWebhook, switchWebhook } from "@/lib/flow/manage-webhooks";
import { askedRevision, publishedOr, removedOr } from "@/lib/http/published-plan";
import { planParamsSchema, scheduleSwitchSchema, webhookRequestSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { params: planParamsSchema, body: webhookRequestSchema },
  async ({ params: { planId }, body }) => {
    const revision = await askedRevision(planId, body.revision);
    const published = await publishWebhook({ planId, revision, inputs: body.inputs });
    const { webhook, secret } = publishedOr(published, "revision", String(revision), `the plan ${planId}`);
    return json({ webhook, secret });
  },
);

export const PATCH = route(
  { params: planParamsSchema, body: scheduleSwitchSchema },
  async ({ params: { planId }, body }) => {
    const { webhook, secret } = publishedOr(await switchWebhook(planId, body.isOn), "webhook", planId);
    return json({ webhook, secret });
  },
);

export const DELETE = route({ params: planParamsSchema }, async ({ params: { planId } }) =>
  removedOr(await removeWebhook(planId), "webhook", planId),
);
