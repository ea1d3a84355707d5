import { describe, expect, it } from "vitest";
import type { Binding } from "@/lib/domain/binding";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import {
  email,
  examplePlan,
  exampleStep,
  exampleTools,
  query,
  salesPlan,
  stepId,
} from "./testing/example-tools";
import { validatePlan } from "./validate-plan";

const problemsOf = (plan: Plan) =>
  validatePlan({ plan, tools: exampleTools, connectedKinds: new Set() }).map(
    ({ code, severity, stepId: step, input }) => ({ code, severity, stepId: step, input }),
  );

/** The sales plan with one input of its e-mail replaced. */
function withEmailInput(input: string, binding: Binding): Plan {
  const plan = salesPlan();
  return {
    ...plan,
    steps: plan.steps.map((step) =>
      step.id === "s4" ? { ...step, inputs: { ...step.inputs, [input]: binding } } : step,
    ),
  };
}

describe("validatePlan", () => {
  it("finds nothing wrong with a complete plan", () => {
    expect(problemsOf(salesPlan())).toEqual([]);
  });

  it("says that a plan without steps can't be run", () => {
    expect(problemsOf(examplePlan([]))).toEqual([
      { code: "no-steps", severity: "open", stepId: null, input: null },
    ]);
  });

  it("names a step that is part of a cycle", () => {
    const plan = examplePlan([
      exampleStep("free", query, { sql: { kind: "literal", value: "x", origin: "person" } }),
      exampleStep("a", query, { sql: { kind: "output", stepId: stepId("b"), path: ["sql"] } }, ["free"]),
      exampleStep("b", query, { sql: { kind: "output", stepId: stepId("a"), path: ["sql"] } }),
      exampleStep("reader", query, { sql: { kind: "output", stepId: stepId("b"), path: ["sql"] } }),
    ]);
    const [cycle, ...rest] = validatePlan({ plan, tools: exampleTools, connectedKinds: new Set() });
    expect(rest).toEqual([]);
    expect(cycle).toMatchObject({ code: "cycle", severity: "invalid", stepId: "a" });
    expect(cycle?.message).toContain("a, b wait for each other");
  });

  it("names a step that waits for itself", () => {
    const plan = examplePlan([exampleStep("a", query, {}, ["a"])]);
    expect(validatePlan({ plan, tools: exampleTools, connectedKinds: new Set() })).toContainEqual(
      expect.objectContaining({
        code: "cycle",
        stepId: "a",
        message: expect.stringContaining("waits for itself"),
      }),
    );
  });

  it("R10: judges a thousand steps that hang on a cycle within a second, and refuses one more", () => {
    const chain = (length: number) =>
      examplePlan(
        Array.from({ length }, (_, index) =>
          exampleStep(`s${index}`, query, {}, [`s${index === 0 ? 1 : index - 1}`]),
        ),
      );
    const began = process.cpuUsage();
    const problems = validatePlan({ plan: chain(1000), tools: exampleTools, connectedKinds: new Set() });
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(1000);
    expect(problems).toContainEqual(expect.objectContaining({ code: "cycle", stepId: "s0" }));
    expect(problemsOf(chain(1001))).toEqual([
      { code: "too-many-steps", severity: "invalid", stepId: null, input: null },
    ]);
  });

  it.each<[string, Binding, string]>([
    ["a reading of a step that is not there", output("gone", ["emails"]), "dangling-binding"],
    ["a reading of an output that is not there", output("s3", ["faxes"]), "unknown-output"],
    ["a text where a list is needed", { kind: "literal", value: "x", origin: "person" }, "wrong-type"],
    ["a table where a list is needed", output("s1", ["table"]), "wrong-type"],
    ["an empty list of recipients", { kind: "literal", value: [], origin: "person" }, "wrong-type"],
  ])("refuses %s and names step and input", (_name, binding, code) => {
    expect(problemsOf(withEmailInput("to", binding))).toEqual([
      { code, severity: "invalid", stepId: "s4", input: "to" },
    ]);
  });

  it("refuses a value outside an enumeration, and an input the tool doesn't have", () => {
    const wrong: Binding = { kind: "literal", value: "urgent", origin: "person" };
    expect(problemsOf(withEmailInput("priority", wrong))).toEqual([
      { code: "wrong-type", severity: "invalid", stepId: "s4", input: "priority" },
    ]);
    expect(problemsOf(withEmailInput("prio", wrong))).toEqual([
      { code: "unknown-input", severity: "invalid", stepId: "s4", input: "prio" },
    ]);
  });

  it("takes lists of lists as one list, and single values into lists", () => {
    const address: Binding = { kind: "literal", value: "ada@lamplight.example", origin: "person" };
    expect(
      problemsOf(withEmailInput("to", { kind: "list", items: [address, output("s3", ["emails"])] })),
    ).toEqual([]);
    expect(problemsOf(withEmailInput("to", output("s3", ["people", "*", "email"])))).toEqual([]);
  });

  it("leaves questions and missing inputs open", () => {
    const question: Binding = { kind: "question", question: "To whom?", suggestions: [] };
    expect(problemsOf(withEmailInput("to", question))).toEqual([
      { code: "open-question", severity: "open", stepId: "s4", input: "to" },
    ]);
    expect(problemsOf(examplePlan([exampleStep("s1", query, {})]))).toEqual([
      { code: "missing-input", severity: "open", stepId: "s1", input: "sql" },
    ]);
  });

  it("refuses an unknown tool and two steps of one id", () => {
    const stranger = { ...query, id: toolIdSchema.parse("example.gone") };
    const sql: Binding = { kind: "literal", value: "x", origin: "person" };
    expect(problemsOf(examplePlan([exampleStep("s1", stranger, { sql })]))).toEqual([
      { code: "unknown-tool", severity: "invalid", stepId: "s1", input: null },
    ]);
    const twice = [exampleStep("s1", query, { sql }), exampleStep("s1", query, { sql })];
    expect(problemsOf(examplePlan(twice))).toEqual([
      { code: "duplicate-step", severity: "invalid", stepId: "s1", input: null },
    ]);
  });

  it("asks for a connection that is not there", () => {
    const tools = new Map(exampleTools).set(email.id, { ...email, connectionKind: "smtp" });
    const problems = (kinds: string[]) =>
      validatePlan({ plan: salesPlan(), tools, connectedKinds: new Set(kinds) }).map(({ code }) => code);
    expect(problems([])).toEqual(["no-connection"]);
    expect(problems(["smtp"])).toEqual([]);
  });
});

function output(step: string, path: (string | number)[]): Binding {
  return { kind: "output", stepId: stepId(step), path };
}
