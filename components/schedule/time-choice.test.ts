import { expect, it } from "vitest";
import { choiceOf, cronOf, firstChoice } from "./time-choice";

it.each([
  ["hour", "15 * * * *"],
  ["day", "30 7 * * *"],
  ["weekday", "0 9 * * 1-5"],
  ["week", "5 18 * * 0"],
  ["month", "0 9 31 * *"],
] as const)("a time of every %s is read back as it was chosen", (rhythm, cron) => {
  const choice = choiceOf(cron);
  expect(choice.rhythm).toBe(rhythm);
  expect(cronOf(choice)).toBe(cron);
  expect(Number.isInteger(choice.weekday) && Number.isInteger(choice.day)).toBe(true);
});

it.each(["*/5 * * * *", "0 9 * 1 1", "0 9,17 * * *", "nonsense", "60 9 * * *x"])(
  "%s is one's own, and stays as it is",
  (cron) => {
    expect(choiceOf(cron)).toEqual({ ...firstChoice, rhythm: "own", cron });
    expect(cronOf(choiceOf(cron))).toBe(cron);
  },
);
