"use server";

import { env } from "@/lib/env";
import { type ProposedPlan, proposePlan } from "@/lib/flow/propose-plan";
import { requireOwnPage } from "@/lib/http/own-page";
import { goalRequestSchema } from "@/lib/http/requests";

/** Turns a goal into a plan. */
export async function proposePlanAction(request: unknown): Promise<ProposedPlan> {
  await requireOwnPage();
  const goal = goalRequestSchema.parse(request);
  return proposePlan({ ...goal, timeZone: goal.timeZone ?? env().LAMPLIGHT_TIME_ZONE });
}
