import { z } from "zod";
import { fileIdSchema } from "./ids";

/** A stored file: uploaded by the person or written by a step. Its bytes are found by id, never by a path (P5). */
export const storedFileSchema = z.object({
  id: fileIdSchema,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int().nonnegative(),
  sha256: z.string(),
  createdAt: z.iso.datetime(),
});
export type StoredFile = z.infer<typeof storedFileSchema>;
