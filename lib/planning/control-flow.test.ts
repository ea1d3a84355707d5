import { describe, expect, it } from "vitest";
import type { Binding, Reading } from "@/lib/domain/binding";
import { type Condition, oppositeOf, type Test } from "@/lib/domain/condition";
import type { Json } from "@/lib/domain/json";
import { dependenciesOf, type Plan, type Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { applyPlanChanges } from "./apply-plan-changes";
import {
  analyze,
  directory,
  email,
  examplePlan,
  exampleStep,
  exampleTools,
  query,
  salesPlan,
  sms,
  stepId,
} from "./testing/example-tools";
import { validatePlan } from "./validate-plan";

const output = (id: string, ...path: (string | number)[]) =>
  ({ kind: "output", stepId: stepId(id), path }) satisfies Reading;
const said = (value: Json): Binding => ({ kind: "literal", value, origin: "person" });
const when = (value: Reading, operator: Test["operator"], operand: Test["operand"] = null): Condition => ({
  match: "all",
  tests: [{ value, of: "any", operator, operand }],
});

const problemsOf = (plan: Plan) => validatePlan({ plan, tools: exampleTools, connectedKinds: new Set() });

/** The sales plan with its e-mail changed. */
function salesPlanWith(change: Partial<Step>): Plan {
  const plan = salesPlan();
  return { ...plan, steps: plan.steps.map((step) => (step.id === "s4" ? { ...step, ...change } : step)) };
}

function applied(plan: Plan, ...changes: PlanChange[]): Plan {
  const result = applyPlanChanges(plan, changes, exampleTools);
  if (result.kind === "refused") throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

const stepOf = (plan: Plan, id: string) => plan.steps.find((step) => step.id === id);

describe("a condition", () => {
  it("makes its step wait for what it reads", () => {
    const plan = salesPlanWith({ inputs: {}, condition: when(output("s2", "best"), "below", 0) });
    expect(plan.steps.map((step) => dependenciesOf(step))).toEqual([[], ["s1"], [], ["s2"]]);
  });

  it("compares numbers with numbers, texts with texts and lists by how many there are", () => {
    const fine = [
      when(output("s2", "best"), "below", 0),
      when(output("s2", "summary"), "contains", "up"),
      when(output("s3", "emails"), "at-least", 3),
      when(output("s3", "emails"), "is-empty"),
      when(output("s3", "people", "*", "email"), "is", "ada@x.example"),
      when(output("s1", "table"), "above", 0),
    ];
    for (const condition of fine) expect(problemsOf(salesPlanWith({ condition }))).toEqual([]);
  });

  it.each([
    [when(output("s2", "best"), "below", "zero"), "compares a number with something that is none"],
    [when(output("s2", "summary"), "above", "three"), "neither a number nor a date"],
    [when(output("s2", "best"), "contains", "3"), "can't ask whether a number contains something"],
    [when(output("s2", "summary"), "is", ""), "has nothing to compare with"],
    [when(output("s3", "emails"), "above", "many"), "compares how many there are with something"],
    [when(output("s9", "best"), "below", 0), 'reads step "s9", which is not there'],
    [when(output("s2", "worst"), "below", 0), 'reads "worst", which "example.analyze" does not give'],
    [when({ kind: "item", path: [] }, "is", "x"), "reads an item of a list, but the step is not repeated"],
  ])("is refused when it can't be decided", (condition, words) => {
    const [problem, ...others] = problemsOf(salesPlanWith({ condition }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ severity: "invalid", stepId: "s4" });
    expect(problem?.message).toContain(words);
  });

  it("can't read a step that waits for its own", () => {
    const plan = salesPlan();
    const steps = plan.steps.map((step) =>
      step.id === "s1" ? { ...step, condition: when(output("s2", "best"), "above", 1) } : step,
    );
    expect(problemsOf({ ...plan, steps }).map(({ code }) => code)).toEqual(["cycle"]);
  });

  it("keeps the plan from running while nobody has said what decides it", () => {
    const asked = when({ kind: "question", question: "What is cold?", suggestions: [] }, "is", true);
    expect(problemsOf(salesPlanWith({ condition: asked }))).toMatchObject([
      { severity: "open", code: "open-question", stepId: "s4", message: "What is cold?" },
    ]);
  });

  it("asks again when the step it was about is removed or swapped, and never lets go of itself", () => {
    const before = salesPlanWith({ condition: when(output("s2", "best"), "below", 0) });
    const removed = applied(before, { kind: "remove-step", stepId: stepId("s2") });
    const swapped = applied(before, { kind: "swap-tool", stepId: stepId("s2"), toolId: sms.id, inputs: {} });
    for (const plan of [removed, swapped]) {
      expect(stepOf(plan, "s4")?.condition?.tests).toMatchObject([
        { value: { kind: "question", question: 'Which value decides whether "Step s4" is done?' } },
      ]);
    }
  });

  it("is set and taken away by a change", () => {
    const condition = when(output("s2", "best"), "below", 0);
    const plan = applied(salesPlan(), { kind: "set-condition", stepId: stepId("s4"), condition });
    expect(stepOf(plan, "s4")?.condition).toEqual(condition);
    const back = applied(plan, { kind: "set-condition", stepId: stepId("s4"), condition: null });
    expect(back).toEqual(salesPlan());
  });

  it("is turned round for unless", () => {
    const condition: Condition = {
      match: "all",
      tests: [
        { value: output("s1", "n"), of: "any", operator: "below", operand: 0 },
        { value: output("s1", "t"), of: "every", operator: "contains", operand: "x" },
      ],
    };
    expect(oppositeOf(condition)).toEqual({
      match: "any",
      tests: [
        { value: output("s1", "n"), of: "every", operator: "at-least", operand: 0 },
        { value: output("s1", "t"), of: "any", operator: "does-not-contain", operand: "x" },
      ],
    });
    expect(oppositeOf(oppositeOf(condition))).toEqual(condition);
  });
});

describe("a repeated step", () => {
  const perPerson = {
    repeat: { over: output("s3", "people"), limit: 10 },
    inputs: {
      to: { kind: "list", items: [{ kind: "item", path: ["email"] }] },
      subject: said("Hello"),
      body: { kind: "template", parts: ["Dear ", { kind: "item", path: ["email"] }] },
    },
  } satisfies Partial<Step>;

  it("reads its item, and waits for the list", () => {
    const plan = salesPlanWith(perPerson);
    expect(problemsOf(plan)).toEqual([]);
    const [step] = plan.steps.slice(-1);
    expect(step && dependenciesOf(step)).toEqual(["s3"]);
  });

  it("can be conditional on each item", () => {
    const condition = when({ kind: "item", path: ["email"] }, "contains", "@x.example");
    expect(problemsOf(salesPlanWith({ ...perPerson, condition }))).toEqual([]);
  });

  it("goes through the rows of a table, and over a list of values", () => {
    const rows = { ...perPerson, repeat: { over: output("s1", "table"), limit: 10 } };
    expect(problemsOf(salesPlanWith(rows))).toEqual([]);
    const names = salesPlanWith({
      repeat: { over: said(["Ada", "Bo"]), limit: 2 },
      inputs: { ...perPerson.inputs, to: said(["a@x.example"]), body: { kind: "item", path: [] } },
    });
    expect(problemsOf(names)).toEqual([]);
  });

  it.each<[Partial<Step>, string, string]>([
    [{ repeat: { over: output("s2", "summary"), limit: 5 } }, "wrong-repeat", "is not a list"],
    [{ repeat: { over: output("s3", "names"), limit: 5 } }, "unknown-output", 'reads "names", which'],
    [{ repeat: { over: said("Ada"), limit: 5 } }, "wrong-repeat", "is not a list"],
    [{ repeat: { over: said([1, 2, 3]), limit: 2 } }, "wrong-repeat", "has 3 items; its limit is 2"],
    [{ repeat: { over: { kind: "item", path: [] }, limit: 2 } }, "wrong-repeat", "from its own items"],
    [
      { ...perPerson, inputs: { ...perPerson.inputs, subject: { kind: "item", path: ["name"] } } },
      "unknown-output",
      'reads "name", which the items don\'t have',
    ],
  ])("is refused over what can't be gone through", (change, code, words) => {
    const [problem] = problemsOf(salesPlanWith(change)).filter(({ severity }) => severity === "invalid");
    expect(problem).toMatchObject({ code, stepId: "s4" });
    expect(problem?.message).toContain(words);
  });

  it("says before a run that a list of 100,000 is too long", () => {
    const over = said(Array.from({ length: 100_000 }, (_, index) => index));
    const [problem] = problemsOf(salesPlanWith({ ...perPerson, repeat: { over, limit: 1000 } }));
    expect(problem?.message).toBe(
      'The list "Step s4" is repeated over has 100,000 items; its limit is 1000. Raise the limit or shorten the list.',
    );
  });

  it("says before a run that lists joined into one are too long", () => {
    const over: Binding = { kind: "list", items: [said(["a", "b"]), said("c"), output("s3", "people")] };
    const [problem] = problemsOf(salesPlanWith({ ...perPerson, repeat: { over, limit: 2 } }));
    expect(problem?.message).toContain("has 3 items; its limit is 2");
  });

  it("R10: says before a run that a limit is above what the installation allows", () => {
    const plan = salesPlanWith({ ...perPerson, repeat: { over: output("s3", "people"), limit: 500 } });
    const tooMany = (mostItems?: number) =>
      validatePlan({ plan, tools: exampleTools, connectedKinds: new Set(), mostItems }).filter(
        ({ code }) => code === "too-many-items",
      );
    expect(tooMany(500)).toEqual([]);
    expect(tooMany()).toEqual([]);
    expect(tooMany(100)).toEqual([
      {
        severity: "open",
        code: "too-many-items",
        stepId: "s4",
        input: null,
        message: '"Step s4" may be done for 500 items; this installation allows 100. Lower its limit.',
      },
    ]);
  });

  it("gives a list of results, and its readers follow it there and back", () => {
    const plan = examplePlan([
      exampleStep("s1", query, { sql: said("select 1") }),
      exampleStep("s2", directory, { who: said("sales") }),
      exampleStep("s3", analyze, { table: output("s1", "table") }),
      exampleStep("s4", email, {
        to: output("s2", "emails"),
        subject: output("s3", "summary"),
        body: { kind: "template", parts: ["Best: ", output("s3", "best")] },
      }),
    ]);
    const over = said([1, 2]);
    const repeated = applied(plan, {
      kind: "set-repeat",
      stepId: stepId("s3"),
      repeat: { over, limit: 5 },
    });
    const reader = stepOf(repeated, "s4");
    // A text can be made of a list; an input that wants one text can't take it.
    expect(reader?.inputs.body).toEqual({
      kind: "template",
      parts: ["Best: ", output("s3", "results", "*", "best")],
    });
    expect(reader?.inputs.subject).toMatchObject({ kind: "question" });
    const once = applied(repeated, { kind: "set-repeat", stepId: stepId("s3"), repeat: null });
    expect(stepOf(once, "s4")?.inputs.body).toEqual({
      kind: "template",
      parts: ["Best: ", output("s3", "best")],
    });
  });

  it("done once again, asks for what it read of its item", () => {
    const once = applied(salesPlanWith(perPerson), {
      kind: "set-repeat",
      stepId: stepId("s4"),
      repeat: null,
    });
    const question = { kind: "question", question: 'What should "to" of "Step s4" be?', suggestions: [] };
    expect(stepOf(once, "s4")?.inputs.to).toEqual({ kind: "list", items: [question] });
  });
});
