"use server";

import { z } from "zod";
import { planIdSchema } from "@/lib/domain/ids";
import { planChangesSchema } from "@/lib/domain/plan-change";
import { type ChangedPlan, changePlan } from "@/lib/flow/change-plan";
import { type StartedRun, startRun } from "@/lib/flow/start-run";
import { requireOwnPage } from "@/lib/http/own-page";

const changeSchema = z.strictObject({
  planId: planIdSchema,
  revision: z.int().positive(),
  changes: planChangesSchema,
});

/** Saves an edit as the next revision. */
export async function changePlanAction(request: unknown): Promise<ChangedPlan> {
  await requireOwnPage();
  return changePlan({ ...changeSchema.parse(request), author: "person" });
}

const startSchema = z.strictObject({ planId: planIdSchema, revision: z.int().positive() });

/** Runs the revision the person has in front of them. */
export async function startRunAction(request: unknown): Promise<StartedRun> {
  await requireOwnPage();
  return startRun(startSchema.parse(request));
}
