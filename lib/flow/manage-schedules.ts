// Plans that are run by the clock: set, turned on and off, removed.
import {
  findSchedule,
  removeSchedule as forgetSchedule,
  setNextTime,
  storeSchedule,
} from "@/lib/db/schedules";
import type { PlanId } from "@/lib/domain/ids";
import type { Schedule, ScheduleTimes } from "@/lib/domain/schedule";
import { runTimes, scheduleProblem } from "@/lib/scheduling/run-times";
import { reviewPublished } from "./review-published";

export type ScheduledPlan =
  | { kind: "scheduled"; schedule: Schedule }
  /** The times can't be kept, or the plan can't be run as it is; in sentences. */
  | { kind: "refused"; message: string }
  | { kind: "not-found" };

/**
 * Runs a revision of a plan by the clock from now on: that one, with the policy it has, until it is scheduled anew. What
 * needs an approval waits for a person as in any other run.
 */
export async function schedulePlan(
  request: ScheduleTimes & { planId: PlanId; revision: number },
): Promise<ScheduledPlan> {
  const { planId, revision, cron, timeZone, missed } = request;
  const times = { cron: cron.trim().replace(/\s+/g, " "), timeZone, missed };
  const now = new Date();
  const problem = scheduleProblem(times, now);
  if (problem) return { kind: "refused", message: problem };
  const reviewed = await reviewPublished(planId, revision);
  if (reviewed.kind === "not-found") return reviewed;
  if (reviewed.kind === "refused") {
    return { kind: "refused", message: `The plan can't be run as it is. ${reviewed.message}` };
  }
  const [nextAt] = runTimes(times, now);
  if (!nextAt) throw new Error(`${times.cron} was found to come, and does not.`);
  await storeSchedule({ ...times, planId, planRevision: revision, nextAt });
  return scheduleOf(planId);
}

/** Turns a plan's schedule off, or on from its next time on. */
export async function switchSchedule(planId: PlanId, isOn: boolean): Promise<ScheduledPlan> {
  const schedule = await findSchedule(planId);
  if (!schedule) return { kind: "not-found" };
  if (schedule.isOn !== isOn) {
    await setNextTime(planId, isOn ? (runTimes(schedule, new Date())[0] ?? null) : null);
  }
  return scheduleOf(planId);
}

/** Runs the plan by the clock no more. False when it was not. What runs already goes on. */
export const unschedulePlan = (planId: PlanId): Promise<boolean> => forgetSchedule(planId);

async function scheduleOf(planId: PlanId): Promise<ScheduledPlan> {
  const schedule = await findSchedule(planId);
  return schedule ? { kind: "scheduled", schedule } : { kind: "not-found" };
}
