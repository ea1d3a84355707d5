import { findSignIn } from "@/lib/db/sign-ins";
import { notFound } from "@/lib/http/problem";
import { signInParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: signInParamsSchema }, async ({ params }) => {
  const signIn = await findSignIn(params.signInId);
  if (!signIn) throw notFound("sign-in", params.signInId);
  return json(signIn);
});
