"use server";

import { type ProposedPlan, proposePlan } from "@/lib/flow/propose-plan";
import { requireOwnPage } from "@/lib/http/own-page";
import { goalRequestSchema } from "@/lib/http/requests";

/** Turns a goal into a plan. */
export async function proposePlanAction(request: unknown): Promise<ProposedPlan> {
  await requireOwnPage();
  return proposePlan(goalRequestSchema.parse(request));
}
