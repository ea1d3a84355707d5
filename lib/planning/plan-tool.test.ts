import { describe, expect, it } from "vitest";
import type { Binding } from "@/lib/domain/binding";
import { newId, stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import { defaultPolicy, type Plan, type Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import type { FedInput } from "@/lib/domain/trigger";
import { describePlanTool, inputNamesProblem } from "./plan-tool";
import { email } from "./testing/example-tools";

const id = (text: string) => stepIdSchema.parse(text);
const read: Tool = {
  ...email,
  ...{
    id: toolIdSchema.parse("test.read"),
    effect: "read",
    outputTrust: "trusted",
    controlInputs: ["where"],
  },
  input: {
    type: "object",
    properties: {
      where: { type: "string", title: "Where" },
      count: { type: "integer" },
      area: { title: "Area", $ref: "#/$defs/area" },
    },
    required: ["where"],
  },
  output: { type: "object", properties: { value: { type: "string" } } },
};
const write: Tool = {
  ...read,
  id: toolIdSchema.parse("test.write"),
  effect: "write",
  outputTrust: "derived",
};
const tools = new Map([read, write].map((tool) => [tool.id, tool]));

const step = (name: string, tool: Tool, rest: Partial<Step> = {}): Step => ({
  ...{ id: id(name), title: `Step ${name}`, toolId: tool.id, inputs: {}, after: [] },
  ...{ why: { words: "", reason: "" }, position: null, ...rest },
});
const planOf = (steps: Step[]): Plan => ({
  ...{
    id: newId("plan"),
    revision: 1,
    goal: "Water the garden",
    fileIds: [],
    planner: "embedded",
    notes: [],
  },
  ...{ steps, unserved: [], policy: defaultPolicy, timeZone: "UTC", createdAt: new Date(0).toISOString() },
});
const fed = (stepId: string, input: string, path = input): FedInput => ({ stepId: id(stepId), input, path });
const described = (steps: Step[], inputs: FedInput[] = []) =>
  describePlanTool({ plan: planOf(steps), tools, title: "Water it", fed: inputs });

describe("describePlanTool", () => {
  it("takes the values that were chosen: those the plan has none for have to be given", () => {
    const question: Binding = { kind: "question", question: "Where?", suggestions: [] };
    const count: Binding = { kind: "literal", value: 3, origin: "person" };
    const inputs: Record<string, Binding> = { where: { kind: "list", items: [question] }, count };
    const tool = described([step("a", read, { inputs })], [fed("a", "where", "place"), fed("a", "count")]);
    expect(tool.input).toEqual({
      type: "object",
      properties: { place: { type: "string", title: "Where" }, count: { type: "integer" } },
      required: ["place"],
      additionalProperties: false,
    });
    expect(tool.controlInputs).toEqual(["place"]);
    expect(tool).toMatchObject({ title: "Water it", examples: ["Water the garden"] });
  });

  it("leaves out of a schema what refers to the rest of its document", () => {
    const { input } = described([step("a", read)], [fed("a", "area")]);
    expect(input.properties).toEqual({ area: { title: "Area" } });
  });

  it("A5: has the strongest effect of its steps, and is as trusted as what its last step reads at worst", () => {
    const later = { after: [id("a")] };
    expect(described([step("a", read)])).toMatchObject({
      ...{ effect: "read", outputTrust: "trusted", undo: { kind: "none" } },
    });
    expect(described([step("a", write), step("b", read, later)])).toMatchObject({
      ...{ effect: "write", outputTrust: "trusted", undo: { kind: "unknown" } },
    });
    expect(described([step("a", read), step("b", write, later)]).outputTrust).toBe("untrusted");
  });

  it("gives what the last step gives: of a repeated one a list", () => {
    const repeat: Step["repeat"] = { over: { kind: "literal", value: [1], origin: "person" }, limit: 5 };
    expect(described([step("a", read)]).output).toEqual(read.output);
    expect(described([step("a", read, { repeat })]).output.properties?.results).toMatchObject({
      type: "array",
      items: read.output,
    });
  });
});

describe("inputNamesProblem", () => {
  const plan = planOf([step("a", read), step("b", read)]);
  const problem = (...inputs: FedInput[]) => inputNamesProblem(plan, tools, inputs);

  it("lets one name give several inputs of one type their value", () => {
    expect(problem(fed("a", "where", "place"), fed("b", "where", "place"))).toBeNull();
    expect(problem(fed("a", "where", "place"), fed("b", "count", "place"))).toContain("different types");
  });

  it("P1: refuses what is no plain name", () => {
    for (const name of ["", "a.b", "a b", "__proto__", "1a", "x[0]", "é"]) {
      expect(problem(fed("a", "where", name)), name).toContain("can't be the name");
    }
  });
});
