// What a person chooses, as a cron expression and back.

export const rhythms = ["hour", "day", "weekday", "week", "month", "own"] as const;
/** How often: every hour, day, working day, week, month; or by a cron expression of one's own. */
export type Rhythm = (typeof rhythms)[number];

export interface TimeChoice {
  rhythm: Rhythm;
  /** "09:00". */
  time: string;
  /** 0 to 6, from Sunday. */
  weekday: number;
  /** Of the month. */
  day: number;
  /** For `own`. */
  cron: string;
}

export const firstChoice: TimeChoice = {
  rhythm: "week",
  time: "09:00",
  weekday: 1,
  day: 1,
  cron: "0 9 * * 1",
};

/** The five fields of what was chosen. */
export function cronOf({ rhythm, time, weekday, day, cron }: TimeChoice): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  switch (rhythm) {
    case "hour":
      return `${minute} * * * *`;
    case "day":
      return `${minute} ${hour} * * *`;
    case "weekday":
      return `${minute} ${hour} * * 1-5`;
    case "week":
      return `${minute} ${hour} * * ${weekday}`;
    case "month":
      return `${minute} ${hour} ${day} * *`;
    case "own":
      return cron;
    default:
      return rhythm satisfies never;
  }
}

/** The choice that gives a cron expression; one of one's own when none else does. */
export function choiceOf(cron: string): TimeChoice {
  const [minute = "", hour = "", day = "", , weekday = ""] = cron.split(" ");
  const known = {
    ...firstChoice,
    cron,
    time: `${(/^\d+$/.test(hour) ? hour : "9").padStart(2, "0")}:${minute.padStart(2, "0")}`,
    weekday: Number(weekday),
    day: Number(day),
  };
  const rhythm = rhythms.find((one) => one !== "own" && cronOf({ ...known, rhythm: one }) === cron);
  return rhythm ? { ...known, ...sound(known), rhythm } : { ...firstChoice, cron, rhythm: "own" };
}

/** Fields the expression says nothing of are what they are at first. */
const sound = ({ weekday, day }: TimeChoice) => ({
  weekday: Number.isInteger(weekday) ? weekday : firstChoice.weekday,
  day: Number.isInteger(day) ? day : firstChoice.day,
});
