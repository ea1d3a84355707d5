"use server";

import { z } from "zod";
import { planIdSchema, toolIdSchema } from "@/lib/domain/ids";
import { jsonSchema } from "@/lib/domain/json";
import { forgetEpisode, forgetEverything, forgetValue } from "@/lib/flow/manage-memory";
import { requireOwnPage } from "@/lib/http/own-page";

const episodeSchema = z.strictObject({ planId: planIdSchema });
const valueSchema = z.strictObject({ toolId: toolIdSchema, input: z.string().max(200), value: jsonSchema });

/** Forgets what became of a plan so far. */
export async function forgetEpisodeAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await forgetEpisode(episodeSchema.parse(request).planId);
}

/** Forgets a value of an input. */
export async function forgetValueAction(request: unknown): Promise<void> {
  await requireOwnPage();
  await forgetValue(valueSchema.parse(request));
}

/** Forgets all of it. */
export async function forgetEverythingAction(): Promise<void> {
  await requireOwnPage();
  await forgetEverything();
}
