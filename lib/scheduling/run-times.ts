// When a schedule runs: cron expressions by croner, in words by cronstrue. Also used in the browser, for what is typed.
import { Cron } from "croner";
import cronstrue from "cronstrue";
import type { ScheduleTimes } from "@/lib/domain/schedule";
import { timeZoneProblem } from "@/lib/domain/time-zone";

type Times = Pick<ScheduleTimes, "cron" | "timeZone">;

/**
 * The next times after a moment, at most `count`, soonest first. A time that a change of the clocks leaves out comes
 * as soon as they have gone on, one that comes twice is taken once. Throws for times of which `scheduleProblem` says what is wrong.
 */
export function runTimes(times: Times, after: Date, count = 1): Date[] {
  return readCron(times).nextRuns(count, after);
}

/** What is wrong with the times, in one or two sentences that say what to do; null when nothing is. */
export function scheduleProblem(times: Times, now = new Date()): string | null {
  const zoneProblem = timeZoneProblem(times.timeZone);
  if (zoneProblem) return zoneProblem;
  try {
    if (runTimes(times, now).length > 0) return null;
    return `“${times.cron}” never comes: there is no such day. Choose a day that every month has.`;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern:\s*/, "") : String(error);
    return `“${times.cron.slice(0, 60)}” can't be read as five fields (minute, hour, day, month, day of the week): ${reason}`;
  }
}

/** "At 09:00, only on Monday". Of times that can be read. */
export function inWords(cron: string): string {
  return cronstrue.toString(cron, { use24HourTimeFormat: true, throwExceptionOnParseError: true });
}

const readCron = ({ cron, timeZone }: Times) =>
  new Cron(cron, { timezone: timeZone, mode: "5-part", paused: true });
