import { describe, expect, it } from "vitest";
import type { Binding } from "@/lib/domain/binding";
import type { Test } from "@/lib/domain/condition";
import type { Expectation, Observation } from "@/lib/domain/expectation";
import type { Json, JsonSchema } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { applyPlanChanges } from "./apply-plan-changes";
import { expectationProblems, expectedOf, usualExpectations } from "./expectations";
import { judgeOutput, unmetWords } from "./judge-output";
import { email, examplePlan, exampleStep, exampleTools, query, stepId } from "./testing/example-tools";

const list: JsonSchema = { type: "array", items: { type: "object" } };
const given = (properties: Record<string, JsonSchema>): JsonSchema => ({ type: "object", properties });

function usual(output: JsonSchema, effect: Tool["effect"] = "read"): string[] {
  return usualExpectations({ effect, output }).map(({ path, operator }) => `${path.join("/")} ${operator}`);
}

const table: Extract<Binding, { kind: "output" }> = {
  ...{ kind: "output", stepId: stepId("look"), path: ["table"] },
};
const look = exampleStep("look", query, {});
const reads = exampleStep("mail", email, { body: table });

describe("what a tool usually gives", () => {
  it("is a list with something in it, where there is one list that can be meant", () => {
    expect(usual(list)).toEqual([" is-not-empty"]);
    expect(usual(given({ offers: list, currency: { type: "string" } }))).toEqual(["offers is-not-empty"]);
    expect(usual(given({ items: list, warnings: list }))).toEqual(["items is-not-empty"]);
    expect(usual(given({ people: list, emails: { type: "array", items: { type: "string" } } }))).toEqual([
      "people is-not-empty",
    ]);
    expect(usual(given({ cities: list, countries: list }))).toEqual([]);
    expect(usual(given({ text: { type: "string" } }))).toEqual([]);
    expect(usual({})).toEqual([]);
  });

  it("is nothing refused, also of what was done", () => {
    expect(usual(given({ accepted: list, rejected: list }), "irreversible")).toEqual(["rejected is-empty"]);
    expect(usual(given({ created: list }), "write")).toEqual([]);
    expect(usual(given({ failed: { type: "integer" } }), "write")).toEqual([]);
  });
});

describe("what a step is expected to give", () => {
  const expected = (steps: Step[]) => expectedOf({ steps }, look, query);

  it("is not asked of a list that nothing goes on with", () => {
    expect(expected([look])).toEqual({ source: "usual", expectations: [] });
    expect(expected([look, reads]).expectations).toMatchObject([
      { path: ["table"], operator: "is-not-empty" },
    ]);
  });

  it("is not asked where the plan says what becomes of an empty list", () => {
    const test: Test = { value: table, of: "any", operator: "is-empty", operand: null };
    const foreseen: Step = { ...exampleStep("tell", email, {}), condition: { match: "all", tests: [test] } };
    expect(expected([look, reads, foreseen]).expectations).toEqual([]);
    const each: Step = { ...exampleStep("each", email, {}), repeat: { over: table, limit: 10 } };
    expect(expected([look, each]).expectations).toEqual([]);
  });

  it("is what the person said, also when that is nothing", () => {
    const step: Step = { ...look, expect: [] };
    expect(expectedOf({ steps: [step, reads] }, step, query)).toEqual({ source: "person", expectations: [] });
  });
});

describe("an output", () => {
  const judge = (expectations: Expectation[], output: Json): Observation | null =>
    judgeOutput(look, { source: "person", expectations }, output);
  const price = (of: Expectation["of"], operand: number): Expectation => ({
    ...{ path: ["offers", "*", "price"], of, operator: "at-most", operand },
  });
  const some: Expectation = { path: ["offers"], of: "any", operator: "is-not-empty", operand: null };

  it("is judged by each expectation, with what was there", () => {
    const output = { offers: [{ price: 380 }, { price: 420 }] };
    expect(judge([], output)).toBeNull();
    expect(judge([some, price("any", 400)], output)?.verdict).toBe("met");
    const partly = judge([some, price("every", 400)], output);
    expect(partly).toMatchObject({
      verdict: "partly",
      checks: [{ holds: true }, { holds: false, found: [380, 420] }],
    });
    expect(judge([some], { offers: [] })).toMatchObject({ verdict: "not-met", checks: [{ found: [] }] });
  });

  it("that can't be compared, or has nothing there, is not as expected", () => {
    expect(judge([price("any", 400)], { offers: [{ price: "on request" }] })?.verdict).toBe("not-met");
    expect(judge([some], null)?.verdict).toBe("not-met");
    expect(judge([{ ...some, path: ["__proto__"] }], {})?.verdict).toBe("not-met");
  });

  it("is told of in words", () => {
    const observation = judge([some, price("every", 400)], { offers: [] });
    expect(observation && unmetWords(look, observation)).toBe(
      "Expected: offers is not empty. There was: an empty list.",
    );
  });
});

describe("expectations in a plan", () => {
  const expectation: Expectation = { path: ["table"], of: "any", operator: "at-least", operand: 1 };

  it("are refused where the tool gives no such thing, or nothing that can be compared so", () => {
    const problems = (one: Expectation) => expectationProblems({ ...look, expect: [one] }, query);
    expect(problems(expectation)).toEqual([]);
    expect(problems({ ...expectation, path: ["offers"] })).toMatchObject([
      { severity: "invalid", code: "wrong-expectation", stepId: look.id },
    ]);
    expect(problems({ ...expectation, operand: "many" })).toHaveLength(1);
  });

  it("are set, taken back, and dropped where another tool gives nothing of the kind", () => {
    const plan = examplePlan([look]);
    const after = (changes: Parameters<typeof applyPlanChanges>[1]) => {
      const applied = applyPlanChanges(plan, changes, exampleTools);
      return applied.kind === "applied" ? applied.plan.steps[0]?.expect : applied.problems;
    };
    const set = { kind: "set-expectations", stepId: stepId("look") } as const;
    const toMail = { kind: "swap-tool", stepId: stepId("look"), toolId: email.id, inputs: {} } as const;
    expect(after([{ ...set, expect: [expectation] }])).toEqual([expectation]);
    expect(
      after([
        { ...set, expect: [expectation] },
        { ...set, expect: null },
      ]),
    ).toBeUndefined();
    expect(after([{ ...set, expect: [expectation] }, toMail])).toBeUndefined();
    expect(after([{ ...set, expect: [] }, toMail])).toEqual([]);
  });
});
