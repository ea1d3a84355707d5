import { env } from "@/lib/env";
import { proposePlan } from "@/lib/flow/propose-plan";
import { reviewPlan } from "@/lib/flow/review-plan";
import { refused } from "@/lib/http/problem";
import { goalRequestSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route({ body: goalRequestSchema }, async ({ body }) => {
  const proposed = await proposePlan({ ...body, timeZone: body.timeZone ?? env().LAMPLIGHT_TIME_ZONE });
  if (proposed.kind === "refused") throw refused(proposed.message);
  const review = await reviewPlan(proposed.plan.id);
  return json({ ...proposed.plan, problems: review?.problems ?? [] }, 201);
});
