// Whatever is asked of whatever plan: what is offered can be taken in any choice, and leaves a sound plan.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceSteps } from "@/lib/domain/binding";
import { dependenciesOf, type Plan } from "@/lib/domain/plan";
import { isRefining, withoutPart, withPart } from "@/lib/domain/refinement";
import { type GoalWorkspace, openGoalWorkspace } from "@/lib/planning/goals/goal-workspace";
import { topologicalOrder } from "@/lib/planning/topological-order";
import { validatePlan } from "@/lib/planning/validate-plan";
import { timed } from "@/lib/testing/idle-time";
import { planOf, refined, withParts } from "./refinement-workspace";

let workspace: GoalWorkspace;
const plans: Plan[] = [];
const goals = [
  "Analyze quarterly sales data and email a summary to the marketing team",
  "Chart sales by region, email it to claire@lamplight.example and post it to #sales",
  "What will the weather be in Paris tomorrow?",
  "Text Arjun and Marcus that the deploy is finished",
  "Book a flight from Boston to Oslo on Friday for Grace Mwangi",
  "if the forecast for Berlin is below zero, send a message to #facilities saying salt the car park",
  "repaint my kitchen",
];
beforeAll(async () => {
  workspace = await openGoalWorkspace();
  for (const goal of goals) plans.push(await planOf(workspace, goal));
}, 60_000);
afterAll(() => workspace.close());

const clauses = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        "drop",
        "also",
        "use",
        "move",
        "only if",
        "for each",
        "send it to",
        "change",
        "replace",
        "don't",
      ),
      fc.constantFrom(
        "the chart",
        "the mail",
        "SMS",
        "it",
        "the subject",
        "step 2",
        "Claire",
        "Slack",
        "Oslo",
        "#x",
      ),
      fc.constantFrom(
        "",
        "instead",
        "before the post",
        "to ops@acme.example",
        "instead of the mail",
        "if it rains",
        "by region",
        'to "x"',
      ),
    )
    .map((words) => words.join(" ")),
  fc.constantFrom(
    "also post it to #sales",
    "use SMS instead of the mail",
    "drop the chart",
    "email it to Claire",
    "send it to ops@acme.example instead",
    "only if there are more than 10 rows",
    "for each of them, send a separate mail",
    "ask me before sending the mail",
    "drop the analysis",
    "drop the post",
    "every Monday at 9",
    "draw a chart and attach it to the mail",
    "swap the order of the mail and the post",
    "Berlin instead of Paris",
    "cc Marcus",
    "remove everything",
    "keep only the mail",
  ),
);
const requests = fc.oneof(
  { weight: 5, arbitrary: fc.array(clauses, { minLength: 1, maxLength: 4 }).map((all) => all.join(". ")) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 80, unit: "grapheme" }) },
);

const invalidIn = ({ steps }: Plan) =>
  validatePlan({ plan: { steps }, tools: workspace.tools, connectedKinds: new Set() }).filter(
    ({ severity }) => severity === "invalid",
  );

describe("any refinement", () => {
  it("A1: leaves a sound plan whichever parts are taken, and the plan as it was when none is", async () => {
    const cases = fc.tuple(fc.nat(goals.length - 1), requests, fc.array(fc.nat(20), { maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(cases, async ([which, request, toggles]) => {
        const plan = plans[which];
        if (!plan) return;
        const before = JSON.stringify(plan);
        const { parts, unrefined } = await refined(workspace, plan, request);
        expect(JSON.stringify(plan)).toBe(before);
        expect(parts.length + unrefined.length).toBeGreaterThan(0);
        expect(parts.flatMap(({ changes }) => changes).every(isRefining)).toBe(true);
        let chosen = new Set(parts.map(({ id }) => id));
        for (const toggle of [null, ...toggles]) {
          const id = toggle === null ? undefined : parts[toggle % Math.max(parts.length, 1)]?.id;
          if (id) chosen = (chosen.has(id) ? withoutPart : withPart)(parts, chosen, id);
          const after = withParts(workspace, plan, { parts, chosen });
          expect(invalidIn(after)).toEqual([]);
          const ids = new Set(after.steps.map((step) => step.id));
          expect(ids.size).toBe(after.steps.length);
          expect(after.steps.flatMap(dependenciesOf).filter((one) => !ids.has(one))).toEqual([]);
          expect(
            after.steps
              .flatMap((step) => Object.values(step.inputs).flatMap(sourceSteps))
              .every((one) => ids.has(one)),
          ).toBe(true);
          expect(topologicalOrder(after.steps)).not.toBeNull();
          expect(after.policy).toEqual(plan.policy);
        }
        expect(JSON.stringify(withParts(workspace, plan, { parts, chosen: new Set() }))).toBe(before);
      }),
      { numRuns: 250, seed: 20_261_127 },
    );
  }, 180_000);

  it.each([
    ["clauses", "drop the chart and ".repeat(200)],
    ["one endless word", "x".repeat(4000)],
    ["quotes that never close", '"a '.repeat(1300)],
    ["instead", "use it instead of it ".repeat(190)],
    ["commas", "a,".repeat(2000)],
    ["lines", "\n".repeat(3990).concat("hi")],
  ])(
    "takes 4,000 characters of %s within seconds",
    async (_name, request) => {
      const plan = plans[1];
      const { ms } = await timed(async () => plan && refined(workspace, plan, request));
      expect(ms).toBeLessThan(8000);
    },
    120_000,
  );
});
