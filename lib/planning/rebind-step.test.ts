import { describe, expect, it } from "vitest";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { rebindStep } from "./rebind-step";
import {
  directory,
  email,
  examplePlan,
  exampleTools,
  fetchPage,
  salesPlan,
  sms,
  stepId,
} from "./testing/example-tools";

function rebind(plan: Plan, id: string, to: Tool) {
  const step = plan.steps.find((one) => one.id === id) as Step;
  const from = exampleTools.get(step.toolId) as Tool;
  return rebindStep({ plan, step, from, to, tools: exampleTools });
}

describe("rebindStep", () => {
  it("gives a text message the phone numbers of the people the e-mail was for, and the e-mail's text", () => {
    const many: Tool = {
      ...sms,
      input: {
        ...sms.input,
        properties: {
          ...sms.input.properties,
          to: { type: "array", title: "To", items: { type: "string", format: "phone" } },
        },
      },
    };
    expect(rebind(salesPlan(), "s4", many)).toEqual({
      inputs: {
        to: { kind: "output", stepId: "s3", path: ["phones"] },
        message: {
          kind: "template",
          parts: ["Hello,\n", { kind: "output", stepId: "s2", path: ["summary"] }],
        },
      },
      kept: ["to", "message"],
      carried: [
        { input: "to", from: { kind: "input", input: "to" } },
        { input: "message", from: { kind: "input", input: "body" } },
      ],
      dropped: ["subject"],
      missing: [],
      readers: [],
      broken: [],
    });
  });

  it("takes the first of several where the new tool reaches one", () => {
    expect(rebind(salesPlan(), "s4", sms).inputs.to).toEqual({
      kind: "output",
      stepId: "s3",
      path: ["phones", 0],
    });
  });

  it("makes a short message its own subject", () => {
    const plan = salesPlan();
    const short = { kind: "literal", value: "The nightly backup failed.", origin: "person" } as const;
    const texted = examplePlan(
      plan.steps.map((step) =>
        step.id === "s4"
          ? {
              ...step,
              toolId: sms.id,
              inputs: { to: { kind: "output", stepId: stepId("s3"), path: ["phones", 0] }, message: short },
            }
          : step,
      ),
    );
    const { inputs, missing } = rebind(texted, "s4", email);
    expect(inputs.body).toEqual(short);
    expect(inputs.subject).toEqual(short);
    expect(missing).toEqual([]);
  });

  it("changes nothing when the tool stays", () => {
    const plan = salesPlan();
    const result = rebind(plan, "s4", email);
    expect(result.inputs).toEqual(plan.steps.find((step) => step.id === "s4")?.inputs);
    expect(result.missing).toEqual([]);
  });

  it("asks for what is found nowhere, and names the readers that would lose their value", () => {
    const result = rebind(salesPlan(), "s3", fetchPage);
    const question = { kind: "question", question: 'What should "to" of "Step s4" be?', suggestions: [] };
    expect(result).toEqual({
      inputs: { url: { kind: "question", question: 'What should "Address" be?', suggestions: [] } },
      kept: [],
      carried: [],
      dropped: ["who"],
      missing: ["url"],
      readers: [
        { stepId: "s4", input: "to", reads: ["emails"], becomes: { kind: "question" }, binding: question },
      ],
      broken: [{ stepId: "s4", input: "to" }],
    });
  });

  it("finds a value of the right kind in any earlier step", () => {
    const plan = salesPlan();
    const ordered = examplePlan(
      plan.steps.map((step) => (step.id === "s2" ? { ...step, after: [stepId("s3")] } : step)),
    );
    expect(rebind(ordered, "s2", sms).inputs.to).toEqual({
      kind: "output",
      stepId: "s3",
      path: ["phones", 0],
    });
    expect(rebind(ordered, "s2", sms).missing).toEqual(["message"]);
    expect(directory.output.properties).toHaveProperty("phones");
  });

  it("lets a reader go on with the place of the new output that means the same", () => {
    const phonebook: Tool = {
      ...directory,
      id: toolIdSchema.parse("example.phonebook"),
      output: {
        type: "object",
        properties: { contacts: { type: "array", items: { type: "string", format: "email" } } },
      },
    };
    expect(rebind(salesPlan(), "s3", phonebook).readers).toEqual([
      {
        stepId: "s4",
        input: "to",
        reads: ["emails"],
        becomes: { kind: "output", path: ["contacts"] },
        binding: { kind: "output", stepId: "s3", path: ["contacts"] },
      },
    ]);
  });

  it("asks a reader's question where the new tool gives another kind of value at the same place", () => {
    const counter: Tool = {
      ...directory,
      id: toolIdSchema.parse("example.counter"),
      output: { type: "object", properties: { emails: { type: "integer" } } },
    };
    expect(rebind(salesPlan(), "s3", counter).broken).toEqual([{ stepId: "s4", input: "to" }]);
  });

  it("carries values by name from a tool that is not in the catalogue any more", () => {
    const plan = salesPlan();
    const step = plan.steps.find((one) => one.id === "s4") as Step;
    const tools = new Map([...exampleTools].filter(([id]) => id !== email.id));
    const result = rebindStep({ plan, step, from: null, to: email, tools });
    expect(result.inputs).toEqual(step.inputs);
  });
});
