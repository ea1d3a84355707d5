import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "@/lib/domain/plan";
import { type GoalWorkspace, openGoalWorkspace } from "@/lib/planning/goals/goal-workspace";
import { validatePlan } from "@/lib/planning/validate-plan";
import { differenceOf, planOf, refined, withParts } from "./refinement-workspace";

/** A request as somebody types it, and all that is different about the plan once it is taken. */
export interface RefinementCase {
  request: string;
  /** What is offered: each part as it is called. */
  parts: readonly string[];
  /** `- s3`: the step is gone; `s4 after s3`: it waits; any other line is a step as it is now, as `outline` writes it. */
  becomes: readonly string[];
}

/** One test for each request about the plan of a goal: what is offered, and the plan after all of it. */
export function checkRefinements(goal: string, cases: readonly RefinementCase[]): void {
  describe(`of “${goal}”`, () => {
    let workspace: GoalWorkspace;
    let plan: Plan;
    beforeAll(async () => {
      workspace = await openGoalWorkspace();
      plan = await planOf(workspace, goal);
    }, 60_000);
    afterAll(() => workspace.close());

    it.each(cases)("“$request”", async ({ request, parts, becomes }) => {
      const before = JSON.stringify(plan);
      const made = await refined(workspace, plan, request);
      expect(made.unrefined).toEqual([]);
      expect(made.parts.map(({ title }) => title)).toEqual(parts);
      const chosen = new Set(made.parts.map(({ id }) => id));
      const after = withParts(workspace, plan, { parts: made.parts, chosen });
      expect(differenceOf(plan, after)).toEqual(becomes);
      const { connectedKinds } = (await workspace.requestFor(request)).facts;
      const problems = validatePlan({ plan: after, tools: workspace.tools, connectedKinds });
      expect(problems.filter(({ severity }) => severity === "invalid")).toEqual([]);
      expect(JSON.stringify(plan)).toBe(before);
    });
  });
}
