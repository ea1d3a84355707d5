import { z } from "zod";
import { fileIdSchema } from "./ids";

/** The file, as JSON, with all of an output that is too large for a run's record: what stands there is its beginning. */
export const wholeOutputSchema = z.object({ fileId: fileIdSchema, sizeBytes: z.int().positive() });
export type WholeOutput = z.infer<typeof wholeOutputSchema>;
