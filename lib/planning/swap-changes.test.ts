import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Binding } from "@/lib/domain/binding";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Json, JsonSchema } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { applyPlanChanges } from "./apply-plan-changes";
import { outputFields } from "./output-fields";
import { rebindStep } from "./rebind-step";
import { swapChanges } from "./swap-changes";
import { email, examplePlan, exampleStep } from "./testing/example-tools";
import { inputProblemsOf, validatePlan } from "./validate-plan";

/** Numbers that decide everything that is drawn: short ones are simple plans, so a failure shrinks to one. */
class Tape {
  private place = 0;
  constructor(private readonly numbers: readonly number[]) {}

  /** One of several; the first once the tape is at its end. */
  of<T>(first: T, ...others: T[]): T {
    const number = this.numbers[this.place] ?? 0;
    this.place += 1;
    return [first, ...others][number % (others.length + 1)] ?? first;
  }

  isTrue(): boolean {
    return this.of(false, true);
  }
}

const names = ["to", "id", "user_name", "userName", "body", "items", "data", "*"];

/** A schema as an imported document may have it: typed or not, nested, of several types. */
function drawSchema(tape: Tape, depth: number): JsonSchema {
  const kind = tape.of("string", "string", "integer", "boolean", "array", "object", "any", "or");
  switch (kind) {
    case "string":
      return { type: "string", format: tape.of(undefined, "email", "phone", "text", "uri", "date") };
    case "array":
      return depth === 0 ? { type: "array" } : { type: "array", items: drawSchema(tape, depth - 1) };
    case "object":
      return depth === 0 ? { type: "object" } : drawObject(tape, depth - 1);
    case "any":
      return {};
    case "or":
      return { type: ["string", "null"] };
    default:
      return { type: kind };
  }
}

function drawObject(tape: Tape, depth: number): JsonSchema {
  const own = names.filter(() => tape.isTrue());
  return {
    type: "object",
    properties: Object.fromEntries(own.map((name) => [name, drawSchema(tape, depth)])),
    required: own.filter(() => tape.isTrue()),
    additionalProperties: tape.isTrue(),
  };
}

function drawTool(tape: Tape, number: number): Tool {
  return {
    ...email,
    id: toolIdSchema.parse(`example.tool${number}`),
    input: { ...drawObject(tape, 2), additionalProperties: false },
    output: drawObject(tape, 2),
  };
}

/** A tool that gives the same under another roof: what a reader reads is one level deeper. */
const nested = (tool: Tool): Tool => ({
  ...tool,
  id: toolIdSchema.parse("example.nested"),
  output: { type: "object", properties: { result: tool.output }, additionalProperties: false },
});

const literals: [Json, ...Json[]] = ["a text", "a@x.example", 3, 2.5, true, null, ["a", "b"], [1], {}];

function drawBinding(tape: Tape, before: readonly Step[], tools: readonly Tool[], depth = 1): Binding {
  const inner = () => drawBinding(tape, before, tools, depth - 1);
  const [first, ...others] = before;
  const source = first && tape.of(first, ...others);
  const [field, ...fields] = outputFields(tools.find(({ id }) => id === source?.toolId)?.output ?? {});
  const kind = tape.of("literal", "output", "output", "output", "question", "list", "object", "template");
  if (kind === "output" && source && field) {
    return { kind: "output", stepId: source.id, path: tape.of(field, ...fields).path };
  }
  if (kind === "question") return { kind, question: "What?", suggestions: [] };
  if (kind === "list" && depth > 0) return { kind, items: [inner(), inner()] };
  if (kind === "object" && depth > 0) return { kind, fields: { to: inner(), id: inner() } };
  if (kind === "template" && depth > 0) return { kind, parts: ["See ", inner()] };
  return { kind: "literal", value: tape.of(...literals), origin: "person" };
}

/** A plan that can be saved: every value is one the plan's own judgement lets in. */
function drawPlan(tape: Tape, tools: readonly [Tool, ...Tool[]]): Plan {
  const known = new Map(tools.map((tool) => [tool.id, tool]));
  const steps: Step[] = [];
  const count = tape.of(2, 3, 4, 5, 1);
  for (let number = 1; number <= count; number += 1) {
    const tool = tape.of(...tools);
    const step = exampleStep(`s${number}`, tool, {});
    for (const input of Object.keys(tool.input.properties ?? {})) {
      for (let attempt = 0; attempt < 4 && step.inputs[input] === undefined; attempt += 1) {
        const binding = drawBinding(tape, steps, tools);
        const problems = inputProblemsOf({ step, tool, input, binding, plan: { steps }, tools: known });
        if (problems.every(({ severity }) => severity === "open")) step.inputs[input] = binding;
      }
    }
    steps.push(step);
  }
  return examplePlan(steps);
}

describe("swapChanges", () => {
  it("never leaves a reference that dangles, whatever the plan and whatever the new tool; undo restores the plan", () => {
    const seen = { lost: 0, rewired: 0 };
    const tapes = fc.array(fc.nat({ max: 839 }), { minLength: 0, maxLength: 600, size: "max" });
    fc.assert(
      fc.property(tapes, (numbers) => {
        const tape = new Tape(numbers);
        const tools = [drawTool(tape, 0), drawTool(tape, 1), drawTool(tape, 2)] as const;
        const plan = drawPlan(tape, tools);
        const step = tape.of(...(plan.steps as [Step, ...Step[]]));
        const own = tools.find(({ id }) => id === step.toolId) ?? tools[0];
        const to = tape.of(nested(own), drawTool(tape, 3), ...tools);
        const known = new Map([...tools, to].map((tool) => [tool.id, tool]));
        const invalid = (one: Plan) =>
          validatePlan({ plan: one, tools: known, connectedKinds: new Set() }).filter(
            ({ severity }) => severity === "invalid",
          );
        expect(invalid(plan)).toEqual([]);
        const from = tape.of(own, own, null);
        const rebinding = rebindStep({ plan, step, from, to, tools: known });
        const applied = applyPlanChanges(plan, swapChanges(step, to, rebinding), known);

        if (applied.kind !== "applied") throw new Error(JSON.stringify(applied.problems));
        expect(invalid(applied.plan)).toEqual([]);
        expect(applied.plan.steps.find(({ id }) => id === step.id)?.toolId).toBe(to.id);
        // Only what the person was told of has changed.
        const told = new Map(
          rebinding.readers.map(({ stepId, input, binding }) => [`${stepId} ${input}`, binding]),
        );
        const expected = plan.steps.map((was) =>
          was.id === step.id
            ? { ...was, toolId: to.id, inputs: rebinding.inputs }
            : {
                ...was,
                inputs: Object.fromEntries(
                  Object.entries(was.inputs).map(([input, binding]) => [
                    input,
                    told.get(`${was.id} ${input}`) ?? binding,
                  ]),
                ),
              },
        );
        expect(applied.plan.steps).toEqual(expected);
        const { steps, policy } = plan;
        const undone = applyPlanChanges(applied.plan, [{ kind: "restore", steps, policy }], known);
        expect(undone).toEqual({ kind: "applied", plan });
        seen.lost += rebinding.broken.length;
        seen.rewired += rebinding.readers.length - rebinding.broken.length;
      }),
      { numRuns: 2000 },
    );
    // The plans were not all too simple to break.
    expect(seen.lost).toBeGreaterThan(30);
    expect(seen.rewired).toBeGreaterThan(30);
  });
});
