import { z } from "zod";
import { progressSchema } from "./api-import";
import { effectSchema } from "./effect";

/**
 * absent → downloading → unpacking → reading → installed; or failed, or canceled. While it is on the way some process
 * is at it, or the next start goes on with it. `failed` and `canceled` keep what is there, for the next try.
 */
export const directoryStatusSchema = z.enum([
  ...(["absent", "downloading", "unpacking", "reading", "installed", "failed", "canceled"] as const),
]);
export type DirectoryStatus = z.infer<typeof directoryStatusSchema>;

/** The API directory as a whole. */
export const directoryStateSchema = z.object({
  status: directoryStatusSchema,
  progress: progressSchema.nullable(),
  /** Why it failed: a sentence. */
  message: z.string().nullable(),
  /** `<name> <version>` of the package. */
  package: z.string(),
  apis: z.int(),
  operations: z.int(),
});
export type DirectoryState = z.infer<typeof directoryStateSchema>;

/** An API of the directory. */
export const directoryApiSchema = z.object({
  /** `<provider>` or `<provider>/<service>`. */
  id: z.string(),
  title: z.string(),
  description: z.string(),
  provider: z.string(),
  version: z.string(),
  categories: z.array(z.string()),
  origin: z.string(),
  operations: z.int(),
  /** Why it can't be imported; null when it can. */
  problem: z.string().nullable(),
  /** The API it was added as; null when it was not. */
  apiId: z.string().nullable(),
});
export type DirectoryApi = z.infer<typeof directoryApiSchema>;

export const directoryOperationSchema = z.object({
  id: z.string(),
  apiId: z.string(),
  title: z.string(),
  description: z.string(),
  method: z.string(),
  path: z.string(),
  effect: effectSchema,
});
export type DirectoryOperation = z.infer<typeof directoryOperationSchema>;

/** An API that was found, with those of its operations that fit. */
export const directoryHitSchema = z.object({
  api: directoryApiSchema,
  operations: z.array(directoryOperationSchema),
});
export type DirectoryHit = z.infer<typeof directoryHitSchema>;

/** Whether somebody is installing it. */
export function isInstalling(status: DirectoryStatus): boolean {
  return status === "downloading" || status === "unpacking" || status === "reading";
}
