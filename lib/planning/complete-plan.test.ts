import { describe, expect, it } from "vitest";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { completePlan } from "./complete-plan";
import {
  directory,
  email,
  examplePlan,
  exampleStep,
  exampleTools,
  sms,
  stepId,
} from "./testing/example-tools";
import { validatePlan } from "./validate-plan";

const tools = exampleTools;
const goal = "Look up Ada and text her that it rains";
const literal = (value: string) => ({ kind: "literal" as const, value, origin: "constant" as const });

const step = (id: string, tool: Tool, inputs: Step["inputs"], words: string): Step => ({
  ...exampleStep(id, tool, inputs),
  why: { words, reason: "" },
});
const phone = (from: string) => ({ kind: "output" as const, stepId: stepId(from), path: ["phones", 0] });
const planOf = (...steps: Step[]): Plan => ({ ...examplePlan(steps), goal });
const draft = [
  step("s1", directory, { who: literal("Ada") }, "Look up Ada"),
  step("s2", sms, { to: phone("s1"), message: literal("It rains.") }, "text her that it rains"),
];
const lookup = step("find", directory, { who: literal("Ada") }, "Look up Ada");

describe("completePlan", () => {
  it("adds the draft's steps for what nobody serves, reading from the steps that are there", () => {
    const { steps, added } = completePlan({ plan: planOf(lookup), draft, tools });
    expect(added.map(({ title }) => title)).toEqual(["Step s2"]);
    expect(steps.map(({ id, toolId }) => [id, toolId])).toEqual([
      ["find", directory.id],
      ["s1", sms.id],
    ]);
    expect(steps[1]?.inputs.to).toEqual(phone("find"));
  });

  it("adds no second step for words that another tool serves already", () => {
    const chat = step(
      "tell",
      email,
      {
        to: { kind: "literal", value: ["ada@example.com"], origin: "constant" },
        subject: literal("Rain"),
        body: literal("It rains."),
      },
      "text her that it rains",
    );
    expect(completePlan({ plan: planOf(lookup, chat), draft, tools }).added).toEqual([]);
  });

  it("takes missing values from the draft, and asks for those it has none for", () => {
    const silent = step("say", sms, { to: phone("find") }, "text her that it rains");
    const [, filled] = completePlan({ plan: planOf(lookup, silent), draft, tools }).steps;
    expect(filled?.inputs.message).toEqual(literal("It rains."));
    const [, asked] = completePlan({ plan: planOf(lookup, silent), draft: [], tools }).steps;
    expect(asked?.inputs.message?.kind).toBe("question");
  });

  it("brings conditions along, about the steps that stand for the draft's", () => {
    const condition = {
      match: "all" as const,
      tests: [{ value: phone("s1"), of: "any" as const, operator: "is-not-empty" as const, operand: null }],
    };
    const [first, second] = draft;
    if (!first || !second) throw new Error("The draft has two steps.");
    const { steps } = completePlan({ plan: planOf(lookup), draft: [first, { ...second, condition }], tools });
    expect(steps[1]?.condition?.tests[0]?.value).toEqual(phone("find"));
  });

  it("leaves out what does not fit, and is never invalid", () => {
    const stray = step("s3", sms, { to: phone("s9"), message: literal("x") }, "");
    const { steps } = completePlan({ plan: planOf(lookup), draft: [...draft, stray], tools });
    const problems = validatePlan({ plan: { steps }, tools, connectedKinds: new Set() });
    expect(problems.filter(({ severity }) => severity === "invalid")).toEqual([]);
    expect(steps).toHaveLength(2);
  });
});
