"use server";

import { z } from "zod";
import { planIdSchema } from "@/lib/domain/ids";
import { planToolEntrySchema } from "@/lib/domain/plan-tool";
import {
  type PublishedPlanTool,
  publishPlanTool,
  removePlanTool,
  switchPlanTool,
} from "@/lib/flow/manage-plan-tools";
import { requireOwnPage } from "@/lib/http/own-page";

const publishSchema = z.strictObject({
  ...planToolEntrySchema.shape,
  planId: planIdSchema,
  revision: z.int().positive(),
});
const switchSchema = z.strictObject({ planId: planIdSchema, isOn: z.boolean() });
const planSchema = z.strictObject({ planId: planIdSchema });

/** Lets other plans run the revision the person has in front of them. */
export async function publishPlanToolAction(request: unknown): Promise<PublishedPlanTool> {
  await requireOwnPage();
  return publishPlanTool(publishSchema.parse(request));
}

/** Turns it on or off. */
export async function switchPlanToolAction(request: unknown): Promise<PublishedPlanTool> {
  await requireOwnPage();
  const { planId, isOn } = switchSchema.parse(request);
  return switchPlanTool(planId, isOn);
}

/** Withdraws it. False when no other plan could run it any more. */
export async function removePlanToolAction(request: unknown): Promise<boolean> {
  await requireOwnPage();
  return removePlanTool(planSchema.parse(request).planId);
}
