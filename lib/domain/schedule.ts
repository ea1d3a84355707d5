import { z } from "zod";
import { planIdSchema, runIdSchema } from "./ids";

/** What becomes of a time at which no worker was there: nothing, or one run as soon as there is one. */
export const missedRunsSchema = z.enum(["skip", "run-once"]);
export type MissedRuns = z.infer<typeof missedRunsSchema>;

/** When a plan is run, as a person says it. Whether the times make sense is judged by `scheduleProblem`. */
export const scheduleTimesSchema = z.strictObject({
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: z.string().max(100),
  /** IANA name: where the hours are meant. */
  timeZone: z.string().max(100),
  missed: missedRunsSchema,
});
export type ScheduleTimes = z.infer<typeof scheduleTimesSchema>;

/** A plan that is run by the clock. */
export const scheduleSchema = z.object({
  ...scheduleTimesSchema.shape,
  planId: planIdSchema,
  goal: z.string(),
  /** What is run: later edits of the plan change nothing until it is scheduled anew. */
  planRevision: z.int().positive(),
  /** The plan's newest. */
  newestRevision: z.int().positive(),
  isOn: z.boolean(),
  /** Null when it is off. */
  nextAt: z.iso.datetime().nullable(),
  lastAt: z.iso.datetime().nullable(),
  lastRunId: runIdSchema.nullable(),
  /** Why the last time came to nothing; null when it didn't. */
  lastProblem: z.string().nullable(),
});
export type Schedule = z.infer<typeof scheduleSchema>;
