"use server";

import { z } from "zod";
import { revokeEnvelope } from "@/lib/db/envelopes";
import { envelopeIdSchema } from "@/lib/domain/ids";
import { requireOwnPage } from "@/lib/http/own-page";

const revokeSchema = z.strictObject({ envelopeId: envelopeIdSchema });

/** Allows nothing more within some bounds. False when they were not in force any more. */
export async function revokeEnvelopeAction(request: unknown): Promise<boolean> {
  await requireOwnPage();
  return revokeEnvelope(revokeSchema.parse(request).envelopeId);
}
