import { revokeEnvelope } from "@/lib/db/envelopes";
import { notFound } from "@/lib/http/problem";
import { envelopeParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route({ params: envelopeParamsSchema }, async ({ params }) => {
  const { envelopeId } = params;
  if (!(await revokeEnvelope(envelopeId))) throw notFound("envelope", envelopeId, "those in force");
  return json({ envelopeId });
});
