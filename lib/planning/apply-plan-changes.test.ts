import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceSteps } from "@/lib/domain/binding";
import { dependenciesOf, type Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { applyPlanChanges } from "./apply-plan-changes";
import {
  directory,
  exampleStep,
  exampleTools,
  fetchPage,
  salesPlan,
  sms,
  stepId,
} from "./testing/example-tools";
import { topologicalOrder } from "./topological-order";

function applied(plan: Plan, ...changes: PlanChange[]): Plan {
  const result = applyPlanChanges(plan, changes, exampleTools);
  if (result.kind === "refused") throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

describe("applyPlanChanges", () => {
  it("leaves the plan it was given as it was", () => {
    const plan = salesPlan();
    const before = structuredClone(plan);
    applied(plan, { kind: "remove-step", stepId: stepId("s1") });
    expect(plan).toEqual(before);
  });

  it("turns what read a removed step into questions, and keeps the order around it", () => {
    const ordered = applied(
      salesPlan(),
      { kind: "add-dependency", stepId: stepId("s2"), dependsOn: stepId("s3") },
      { kind: "add-dependency", stepId: stepId("s4"), dependsOn: stepId("s2") },
    );
    const plan = applied(ordered, { kind: "remove-step", stepId: stepId("s2") });
    const last = plan.steps.find((step) => step.id === "s4");
    expect(last?.after).toEqual(["s3"]);
    expect(last?.inputs.body).toEqual({
      kind: "template",
      parts: [
        "Hello,\n",
        { kind: "question", question: 'What should "body" of "Step s4" be?', suggestions: [] },
      ],
    });
  });

  it("swaps a tool without leaving a reading of an output the new one doesn't have", () => {
    const who = { kind: "literal", value: "https://example.org", origin: "person" } as const;
    const plan = applied(salesPlan(), {
      kind: "swap-tool",
      stepId: stepId("s3"),
      toolId: fetchPage.id,
      inputs: { url: who },
    });
    expect(plan.steps.find((step) => step.id === "s4")?.inputs.to?.kind).toBe("question");
  });

  it("refuses all changes when one is wrong", () => {
    const good: PlanChange = { kind: "rename-step", stepId: stepId("s1"), title: "Other" };
    const circle: PlanChange = { kind: "add-dependency", stepId: stepId("s1"), dependsOn: stepId("s4") };
    expect(applyPlanChanges(salesPlan(), [good, circle], exampleTools)).toMatchObject({
      kind: "refused",
      problems: [{ code: "cycle" }],
    });
    expect(
      applyPlanChanges(salesPlan(), [good, { kind: "remove-step", stepId: stepId("s9") }], exampleTools),
    ).toMatchObject({ kind: "refused", problems: [{ code: "unknown-step", stepId: "s9" }] });
  });

  it("restores what was", () => {
    const plan = salesPlan();
    const changed = applied(
      plan,
      { kind: "remove-step", stepId: stepId("s3") },
      { kind: "add-step", step: exampleStep("s5", sms, {}) },
    );
    expect(applied(changed, { kind: "restore", steps: plan.steps, policy: plan.policy })).toEqual(plan);
  });

  it("never accepts a plan with a cycle or a dangling reading, whatever is changed", () => {
    const ids = fc.constantFrom("s1", "s2", "s3", "s4", "s5").map(stepId);
    const change = fc.oneof<fc.Arbitrary<PlanChange>[]>(
      ids.map((id) => ({ kind: "remove-step", stepId: id })),
      fc.tuple(ids, ids).map(([id, dependsOn]) => ({ kind: "add-dependency", stepId: id, dependsOn })),
      fc.tuple(ids, ids).map(([id, from]) => ({
        kind: "bind-input",
        stepId: id,
        input: "who",
        binding: { kind: "output", stepId: from, path: ["summary"] },
      })),
      ids.map((id) => ({
        kind: "swap-tool",
        stepId: id,
        toolId: directory.id,
        inputs: { who: { kind: "literal", value: "x", origin: "person" } },
      })),
      ids.map((id) => ({ kind: "add-step", step: exampleStep(id, directory, {}) })),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const plan = changes.reduce((state, one) => {
          const result = applyPlanChanges(state, [one], exampleTools);
          return result.kind === "applied" ? result.plan : state;
        }, salesPlan());
        const present = new Set(plan.steps.map((step) => step.id));
        expect(topologicalOrder(plan.steps)).not.toBeNull();
        expect(plan.steps.flatMap(dependenciesOf).filter((id) => !present.has(id))).toEqual([]);
        expect(
          plan.steps
            .flatMap((step) => Object.values(step.inputs).flatMap(sourceSteps))
            .filter((id) => !present.has(id)),
        ).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
