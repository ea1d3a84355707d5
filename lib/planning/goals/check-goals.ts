import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileFacts } from "@/lib/planning/embedded/planning-request";
import { validatePlan } from "@/lib/planning/validate-plan";
import { type GoalWorkspace, openGoalWorkspace } from "./goal-workspace";
import { outline } from "./outline";

/** A goal as somebody types it, and the whole plan for it. Today is Monday, 23 November 2026, in Berlin. */
export interface GoalCase {
  goal: string;
  files?: readonly FileFacts[];
  /** As `outline` writes it. */
  plan: readonly string[];
  /** What the plan tells the person. */
  notes?: readonly string[];
}

/** One test for each goal: the same steps, edges, bindings and notes, and nothing invalid in it. */
export function checkGoals(title: string, goals: readonly GoalCase[]): void {
  describe(title, () => {
    let workspace: GoalWorkspace;
    beforeAll(async () => {
      workspace = await openGoalWorkspace();
    }, 60_000);
    afterAll(() => workspace.close());

    it.each(goals)("plans “$goal”", async ({ goal, files = [], plan, notes = [] }) => {
      const draft = await workspace.plan(goal, { files });
      expect({ plan: outline(draft), notes: draft.notes }).toEqual({ plan, notes });
      const { connectedKinds } = (await workspace.requestFor(goal)).facts;
      const problems = validatePlan({ plan: draft, tools: workspace.tools, connectedKinds });
      expect(problems.filter(({ severity }) => severity === "invalid")).toEqual([]);
    });
  });
}
