import type { z } from "zod";
import { rehearsalBaseSchema } from "@/lib/domain/rehearsal";
import { runSchema } from "./run-schema";

/** A rehearsal as `GET /api/plans/{id}/rehearsal` answers with it. */
export const rehearsalSchema = rehearsalBaseSchema.extend({
  /** How each step would stand: simulated, stored nowhere, and under an id no run has. */
  run: runSchema,
});
export type Rehearsal = z.infer<typeof rehearsalSchema>;
