// Whatever is typed: the planner answers, in time, with a plan that can be saved.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { validatePlan } from "@/lib/planning/validate-plan";
import { timed } from "@/lib/testing/idle-time";
import { accountsFile, type GoalWorkspace, letterFile, openGoalWorkspace } from "./goal-workspace";

let workspace: GoalWorkspace;
beforeAll(async () => {
  workspace = await openGoalWorkspace();
});
afterAll(() => workspace.close());

const pieces =
  `email text post to the #sales channel @ada ada@example.com marketing team summary of quarterly sales by
  region in 2016 this file chart top five customers revenue profit and then if it rains tomorrow "quoted words" that
  saying book a flight from Boston next Tuesday weather Paris K7PMX2 +14155550100 attach as csv save report.md all both
  them it her Bob , . : ? don't before after analyzing every Monday over 500 highest https://example.com/a who is`.split(
    /\s+/,
  );

describe("any goal", () => {
  it("becomes a plan without anything invalid in it", async () => {
    const goals = fc.oneof(
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 25 }).map((words) => words.join(" ")),
      fc.string({ minLength: 1, maxLength: 120, unit: "grapheme" }),
    );
    const files = fc.constantFrom([], [accountsFile], [letterFile], [accountsFile, letterFile]);
    await fc.assert(
      fc.asyncProperty(goals, files, async (goal, attached) => {
        const draft = await workspace.plan(goal, { files: attached });
        const { connectedKinds } = (await workspace.requestFor(goal)).facts;
        const problems = validatePlan({ plan: draft, tools: workspace.tools, connectedKinds });
        expect(problems.filter(({ severity }) => severity === "invalid")).toEqual([]);
        expect(draft.steps.length + draft.unserved.length + draft.notes.length).toBeGreaterThan(0);
      }),
      { numRuns: 400, seed: 20_261_123 },
    );
  }, 120_000);

  it.each([
    ["thousands of clauses", "email bob and ".repeat(1400)],
    ["one endless word", "x".repeat(20_000)],
    ["quotes that never close", '"a '.repeat(6000)],
    ["possessives", "Bob's ".repeat(3300)],
    ["years", "2016 and ".repeat(2200)],
    ["conditions", "if it rains, ".repeat(1500)],
    ["lines", "\n".repeat(19_990).concat("hi")],
    ["numbers with a plus", "+1 2 3 4 5 6 7 8 9 ".repeat(1000)],
  ])(
    "takes 20,000 characters of %s within seconds",
    async (_name, goal) => {
      const { ms } = await timed(() => workspace.plan(goal));
      expect(ms).toBeLessThan(8000);
    },
    120_000,
  );
});
