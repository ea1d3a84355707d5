"use server";

import { z } from "zod";
import { planIdSchema } from "@/lib/domain/ids";
import { scheduleTimesSchema } from "@/lib/domain/schedule";
import {
  type ScheduledPlan,
  schedulePlan,
  switchSchedule,
  unschedulePlan,
} from "@/lib/flow/manage-schedules";
import { requireOwnPage } from "@/lib/http/own-page";

const scheduleSchema = z.strictObject({
  ...scheduleTimesSchema.shape,
  planId: planIdSchema,
  revision: z.int().positive(),
});
const switchSchema = z.strictObject({ planId: planIdSchema, isOn: z.boolean() });
const planSchema = z.strictObject({ planId: planIdSchema });

/** Runs the revision the person has in front of them by the clock. */
export async function schedulePlanAction(request: unknown): Promise<ScheduledPlan> {
  await requireOwnPage();
  return schedulePlan(scheduleSchema.parse(request));
}

/** Turns a schedule on or off. */
export async function switchScheduleAction(request: unknown): Promise<ScheduledPlan> {
  await requireOwnPage();
  const { planId, isOn } = switchSchema.parse(request);
  return switchSchedule(planId, isOn);
}

/** Removes a schedule. False when there is none any more. */
export async function unschedulePlanAction(request: unknown): Promise<boolean> {
  await requireOwnPage();
  return unschedulePlan(planSchema.parse(request).planId);
}
