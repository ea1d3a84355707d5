// When and how often a step is done, as a planning model writes it, and its translation into what a step holds.
import { z } from "zod";
import type { Binding } from "@/lib/domain/binding";
import { type Condition, isUnary, operatorSchema, type Test } from "@/lib/domain/condition";
import type { Repeat } from "@/lib/domain/repeat";
import {
  itemAnswerSchema,
  outputAnswerSchema,
  questionAnswerSchema,
  readQuestion,
  readReading,
  readValue,
  valueAnswerSchema,
  wordsOf,
} from "./answer-binding";

const testAnswerSchema = z.object({
  value: z.union([outputAnswerSchema, itemAnswerSchema, questionAnswerSchema]),
  of: z.enum(["any", "every"]).describe('Where the path has "*": whether one of them is enough.'),
  operator: operatorSchema,
  operand: z
    .union([z.string(), z.number(), z.boolean(), z.null()])
    .describe("What it is compared with; a date as YYYY-MM-DD; null for is-empty and is-not-empty."),
});
export const conditionAnswerSchema = z.object({
  match: z.enum(["all", "any"]),
  tests: z.array(testAnswerSchema).describe("1 to 10 comparisons."),
  words: z.string().describe("The words of the goal it was read from."),
});
export type AnswerCondition = z.infer<typeof conditionAnswerSchema>;

export const repeatAnswerSchema = z.object({
  over: z
    .union([outputAnswerSchema, valueAnswerSchema, questionAnswerSchema])
    .describe("A list or a table that an earlier step gives, or a list of the goal."),
  limit: z.int().describe("More items than this are refused before the first call."),
  words: z.string().describe("The words of the goal it was read from."),
});
export type AnswerRepeat = z.infer<typeof repeatAnswerSchema>;

const mostTests = 10;
const longestOperand = 1000;

/** A condition, or a sentence about what is wrong with it. */
export function readCondition(answer: AnswerCondition, goal: string): Condition | string {
  const { match, tests, words } = answer;
  if (tests.length === 0) return "the condition compares nothing.";
  if (tests.length > mostTests) {
    return `the condition has ${tests.length.toLocaleString("en")} comparisons; at most ${mostTests} are possible.`;
  }
  const read: Test[] = [];
  for (const { value, of, operator, operand } of tests) {
    const found = value.kind === "question" ? readQuestion(value) : readReading(value);
    if (typeof found === "string") return `in the condition, ${found}`;
    if (typeof operand === "string" && operand.length > longestOperand) {
      return "the condition compares with a text that is far too long.";
    }
    read.push({ value: found, of, operator, operand: isUnary(operator) ? null : operand });
  }
  return { match, tests: read, ...quoted(goal, words) };
}

/** What a step is repeated over, or a sentence about what is wrong with it. */
export function readRepeat(
  answer: AnswerRepeat,
  { goal, mostItems }: { goal: string; mostItems: number },
): Repeat | string {
  const { over, limit, words } = answer;
  if (limit < 1 || limit > mostItems) {
    return `a step is repeated for 1 to ${mostItems.toLocaleString("en")} items here, not for ${limit.toLocaleString("en")}.`;
  }
  const list = readList(over, goal);
  return typeof list === "string" ? list : { over: list, limit, ...quoted(goal, words) };
}

function readList(over: AnswerRepeat["over"], goal: string): Binding | string {
  if (over.kind === "question") return readQuestion(over);
  if (over.kind === "output") return readReading(over);
  const read = readValue(over, goal);
  return typeof read !== "string" && !Array.isArray(read.value)
    ? "what it is repeated over is no list."
    : read;
}

function quoted(goal: string, words: string): { words?: string } {
  const said = wordsOf(goal, words);
  return said === "" ? {} : { words: said };
}
