import { z } from "zod";

const days = z.int().min(1).max(3650);

/** How long what has come to its end is kept; null: for ever. */
export const retentionSchema = z.strictObject({
  /** Days after a run's end: the run, its events, its approvals and questions. */
  runDays: days.nullable(),
  /** Days after a file came, unless something that is kept needs it. */
  fileDays: days.nullable(),
});
export type Retention = z.infer<typeof retentionSchema>;
export const defaultRetention: Retention = { runDays: null, fileDays: null };

/** What is or would be deleted. */
export const purgeCountsSchema = z.object({
  runs: z.int(),
  events: z.int(),
  files: z.int(),
  bytes: z.number(),
});
export type PurgeCounts = z.infer<typeof purgeCountsSchema>;

/** One deletion of what is older than the policy says; what was deleted is counted as it is deleted. */
export const purgeSchema = purgeCountsSchema.extend({
  id: z.int(),
  policy: retentionSchema,
  startedBy: z.enum(["person", "clock"]),
  status: z.enum(["running", "completed", "canceled"]),
  /** What there was to delete when it began. */
  expected: purgeCountsSchema,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type Purge = z.infer<typeof purgeSchema>;

export const retentionStateSchema = z.object({
  policy: retentionSchema,
  /** What a purge would delete now. */
  due: purgeCountsSchema,
  /** The newest first. */
  purges: z.array(purgeSchema),
});
export type RetentionState = z.infer<typeof retentionStateSchema>;
