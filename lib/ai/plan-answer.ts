// What the planning model is asked to answer: changes of a plan one after the other, in a shape that constrained decoding
// can follow (no open objects, no recursion), and their translation into plan changes.
import { z } from "zod";
import { type StepId, stepIdSchema, type ToolId, toolIdSchema } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Tool } from "@/lib/domain/tool";
import { shortLine } from "@/lib/tools/mcp/visible-text";
import { bindingAnswerSchema, readBinding, shown, wordsOf } from "./answer-binding";
import { conditionAnswerSchema, readCondition, readRepeat, repeatAnswerSchema } from "./answer-control";

const inputsSchema = z.array(z.object({ name: z.string(), value: bindingAnswerSchema }));
const ofPlan = z.string().describe("Id of a step of the plan.");
const conditionSchema = conditionAnswerSchema
  .nullable()
  .describe("When it is done; null: always. Only where the goal says so.");
const repeatSchema = repeatAnswerSchema
  .nullable()
  .describe("What it is done once for each of; null: it is done once. Only where the goal says so.");

export const answerItemSchema = z.union([
  z.object({
    kind: z.literal("add-step"),
    id: z.string().describe("s1, s2, … in the order of doing; one that no step of the plan has."),
    title: z.string().describe("What the step is for, in the person's words."),
    toolId: z.string().describe("Id of one of the given tools."),
    words: z.string().describe("The words of the goal it serves."),
    reason: z.string().describe("Why this tool, in one sentence."),
    after: z.array(z.string()).describe("Steps that must finish first although no value flows from them."),
    inputs: inputsSchema,
    condition: conditionSchema,
    repeat: repeatSchema,
  }),
  z.object({
    kind: z.literal("bind-input"),
    step: ofPlan,
    input: z.string(),
    value: bindingAnswerSchema,
  }),
  z.object({ kind: z.literal("clear-input"), step: ofPlan, input: z.string() }),
  z.object({ kind: z.literal("set-condition"), step: ofPlan, condition: conditionSchema }),
  z.object({ kind: z.literal("set-repeat"), step: ofPlan, repeat: repeatSchema }),
  z.object({
    kind: z.literal("swap-tool"),
    step: ofPlan,
    toolId: z.string().describe("Id of the tool it is done with instead."),
    inputs: inputsSchema.describe("All its inputs with that tool."),
  }),
  z.object({ kind: z.literal("rename-step"), step: ofPlan, title: z.string() }),
  z.object({ kind: z.literal("wait-for"), step: ofPlan, other: z.string().describe("Must finish first.") }),
  z.object({ kind: z.literal("remove-step"), step: ofPlan }),
  z.object({
    kind: z.literal("unserved"),
    words: z.string().describe("A part of the goal no tool serves, in the goal's words."),
  }),
  z.object({
    kind: z.literal("note"),
    text: z.string().describe("An assumption the person should know, in one sentence."),
  }),
]);
export type AnswerItem = z.infer<typeof answerItemSchema>;

/** The whole answer, for the model's service; it is read item by item. */
export const planAnswerSchema = z.object({ changes: z.array(answerItemSchema) });

export type ReadItem =
  | { kind: "change"; change: PlanChange }
  | { kind: "unserved"; words: string }
  | { kind: "note"; text: string }
  | { kind: "wrong"; problems: string[] };

/** What reading an item goes by. */
export interface Reading {
  goal: string;
  tools: ReadonlyMap<ToolId, Tool>;
  /** Items a step may be repeated for. */
  mostItems: number;
  /** The tool of a step that is on the plan already. */
  toolOf: (stepId: string) => Tool | undefined;
}

/** An item as it was parsed from JSON; what isn't said of when and how often is "always" and "once". Null for none. */
export function parseItem(item: unknown): AnswerItem | null {
  const isStep = typeof item === "object" && item !== null && "kind" in item && item.kind === "add-step";
  const parsed = answerItemSchema.safeParse(isStep ? { condition: null, repeat: null, ...item } : item);
  return parsed.success ? parsed.data : null;
}

/** One item of the answer; what can't be read is told, with the step and input it is in. */
export function readItem(item: AnswerItem, reading: Reading): ReadItem {
  switch (item.kind) {
    case "add-step":
      return readStep(item, reading);
    case "unserved": {
      const words = shortLine(item.words, 500);
      return words === "" ? wrong("An unserved part has no words.") : { kind: "unserved", words };
    }
    case "note":
      return { kind: "note", text: shortLine(item.text, 500) };
    default: {
      const stepId = stepIdSchema.safeParse(item.step);
      return stepId.success
        ? readEdit(item, stepId.data, reading)
        : wrong(`There is no step "${shown(item.step)}".`);
    }
  }
}

type Edit = Exclude<AnswerItem, { kind: "add-step" | "unserved" | "note" }>;

/** A change of a step that is there. */
function readEdit(item: Edit, stepId: StepId, reading: Reading): ReadItem {
  const change = (made: PlanChange): ReadItem => ({ kind: "change", change: made });
  switch (item.kind) {
    case "bind-input": {
      const { goal } = reading;
      const tool = reading.toolOf(item.step);
      const binding = readBinding(item.value, { input: item.input, tool, goal });
      if (typeof binding === "string")
        return wrong(`Step "${stepId}", input "${shown(item.input)}": ${binding}`);
      return change({ kind: "bind-input", stepId, input: item.input.slice(0, 200), binding });
    }
    case "clear-input":
      return change({ kind: "clear-input", stepId, input: item.input.slice(0, 200) });
    case "set-condition": {
      const condition = item.condition && readCondition(item.condition, reading.goal);
      if (typeof condition === "string") return wrong(`Step "${stepId}": ${condition}`);
      return change({ kind: "set-condition", stepId, condition });
    }
    case "set-repeat": {
      const repeat = item.repeat && readRepeat(item.repeat, reading);
      if (typeof repeat === "string") return wrong(`Step "${stepId}": ${repeat}`);
      return change({ kind: "set-repeat", stepId, repeat });
    }
    case "swap-tool": {
      const { tool, problems, inputs } = readUse(stepId, item, reading);
      if (!tool || problems.length > 0) return wrong(...problems);
      return change({ kind: "swap-tool", stepId, toolId: tool.id, inputs });
    }
    case "rename-step": {
      const title = shortLine(item.title, 200);
      return title === ""
        ? wrong(`Step "${stepId}": the title is empty.`)
        : change({ kind: "rename-step", stepId, title });
    }
    case "wait-for": {
      const dependsOn = stepIdSchema.safeParse(item.other);
      return dependsOn.success
        ? change({ kind: "add-dependency", stepId, dependsOn: dependsOn.data })
        : wrong(`There is no step "${shown(item.other)}".`);
    }
    case "remove-step":
      return change({ kind: "remove-step", stepId });
    default:
      return item satisfies never;
  }
}

const wrong = (...problems: string[]): ReadItem => ({ kind: "wrong", problems });

/** A tool with its inputs, and all that is wrong with them. */
function readUse(
  stepId: string,
  item: { toolId: string; inputs: Extract<AnswerItem, { kind: "add-step" }>["inputs"] },
  { goal, tools }: Reading,
): { tool: Tool | undefined; inputs: Step["inputs"]; problems: string[] } {
  const toolId = toolIdSchema.safeParse(item.toolId);
  const tool = toolId.success ? tools.get(toolId.data) : undefined;
  const problems = tool ? [] : [`Step "${shown(stepId)}": there is no tool "${shown(item.toolId)}".`];
  const inputs = item.inputs.flatMap(({ name, value }) => {
    const read = readBinding(value, { input: name, tool, goal });
    if (typeof read !== "string") return [[name, read] as const];
    problems.push(`Step "${shown(stepId)}", input "${shown(name)}": ${read}`);
    return [];
  });
  return { tool, inputs: Object.fromEntries(inputs), problems };
}

function readStep(item: Extract<AnswerItem, { kind: "add-step" }>, reading: Reading): ReadItem {
  const { goal } = reading;
  const id = stepIdSchema.safeParse(item.id);
  const after = z.array(stepIdSchema).max(50).safeParse(item.after);
  const { tool, inputs, problems } = readUse(item.id, item, reading);
  const condition = item.condition && readCondition(item.condition, goal);
  const repeat = item.repeat && readRepeat(item.repeat, reading);
  const told = (problem: string) => problems.push(`Step "${shown(item.id)}": ${problem}`);
  if (!id.success) told("the id must be like s1.");
  if (!after.success) told('"after" must name steps.');
  if (typeof condition === "string") told(condition);
  if (typeof repeat === "string") told(repeat);
  const isControlled = typeof condition !== "string" && typeof repeat !== "string";
  if (problems.length > 0 || !id.success || !tool || !after.success || !isControlled)
    return wrong(...problems);
  return {
    kind: "change",
    change: {
      kind: "add-step",
      step: {
        id: id.data,
        title: shortLine(item.title, 200) || tool.title,
        toolId: tool.id,
        inputs,
        after: after.data,
        ...(condition ? { condition } : {}),
        ...(repeat ? { repeat } : {}),
        why: { words: wordsOf(goal, item.words), reason: shortLine(item.reason, 500) },
        position: null,
      },
    },
  };
}
