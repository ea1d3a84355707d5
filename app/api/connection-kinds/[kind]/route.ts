import { findConnectionForm } from "@/lib/connections/find-form";
import { notFound } from "@/lib/http/problem";
import { connectionKindParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: connectionKindParamsSchema }, async ({ params }) => {
  const kind = decodeURIComponent(params.kind);
  const form = await findConnectionForm(kind);
  if (!form) throw notFound("kind of connection", kind);
  return json(form);
});
