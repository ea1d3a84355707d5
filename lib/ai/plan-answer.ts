// What the planning model is asked to answer: a shape that constrained decoding can follow (no open objects, no
// recursion), and its translation into steps.
import { z } from "zod";
import type { Binding } from "@/lib/domain/binding";
import { stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import { type Json, jsonSchema } from "@/lib/domain/json";
import type { PlanChange } from "@/lib/domain/plan-change";

const pathSchema = z.array(z.union([z.string(), z.int()]));
const valueSchema = z.object({
  kind: z.literal("value"),
  json: z.string().describe('The value as JSON text: "\\"a text\\"", "5", "[\\"a\\"]".'),
  words: z.string().describe("The words of the goal it was read from, or an empty text."),
});
const outputSchema = z.object({
  kind: z.literal("output"),
  step: z.string().describe("Id of an earlier step."),
  path: pathSchema.describe('Place in its output; "*" for "of every item", 0 for the first.'),
});
const questionSchema = z.object({
  kind: z.literal("question"),
  question: z.string().describe("What to ask the person, when the goal doesn't say."),
  suggestions: z.array(z.string()),
});
const bindingSchema = z.union([
  valueSchema,
  outputSchema,
  questionSchema,
  z.object({
    kind: z.literal("list"),
    items: z.array(z.union([valueSchema, outputSchema])).describe("Joined into one list."),
  }),
  z.object({
    kind: z.literal("text"),
    parts: z
      .array(z.union([z.object({ kind: z.literal("words"), text: z.string() }), outputSchema]))
      .describe("A text made of words and outputs of earlier steps."),
  }),
]);

export const planAnswerSchema = z.object({
  steps: z
    .array(
      z.object({
        id: z.string().describe("s1, s2, … in the order of doing."),
        title: z.string().describe("What the step is for, in the person's words."),
        toolId: z.string().describe("Id of one of the given tools."),
        words: z.string().describe("The words of the goal it serves."),
        reason: z.string().describe("Why this tool, in one sentence."),
        after: z
          .array(z.string())
          .describe("Steps that must finish first although no value flows from them."),
        inputs: z.array(z.object({ name: z.string(), value: bindingSchema })),
      }),
    )
    .max(50),
  unserved: z.array(z.string()).describe("Parts of the goal no tool serves, in the goal's words."),
  notes: z.array(z.string()).describe("Assumptions the person should know, a sentence each."),
});
export type PlanAnswer = z.infer<typeof planAnswerSchema>;
type AnswerBinding = z.infer<typeof bindingSchema>;

export type ReadAnswer = { kind: "changes"; changes: PlanChange[] } | { kind: "wrong"; problems: string[] };

/** The answer as additions to an empty plan; what can't be read is told, with the step and input it is in. */
export function changesOfAnswer(answer: PlanAnswer, goal: string): ReadAnswer {
  const problems: string[] = [];
  const changes = answer.steps.flatMap((step): PlanChange[] => {
    const id = stepIdSchema.safeParse(step.id);
    const toolId = toolIdSchema.safeParse(step.toolId);
    const after = z.array(stepIdSchema).safeParse(step.after);
    if (!id.success) problems.push(`Step "${step.id}": the id must be like s1.`);
    if (!toolId.success) problems.push(`Step "${step.id}": there is no tool "${step.toolId}".`);
    if (!after.success) problems.push(`Step "${step.id}": "after" must name steps.`);
    const inputs: Record<string, Binding> = {};
    for (const { name, value } of step.inputs) {
      const read = readBinding(value, goal);
      if (typeof read === "string") problems.push(`Step "${step.id}", input "${name}": ${read}`);
      else inputs[name] = read;
    }
    if (!id.success || !toolId.success || !after.success) return [];
    const title = step.title.trim().slice(0, 200) || toolId.data;
    const why = { words: step.words.slice(0, 500), reason: step.reason.slice(0, 500) };
    return [
      {
        kind: "add-step",
        step: { id: id.data, title, toolId: toolId.data, inputs, after: after.data, why, position: null },
      },
    ];
  });
  return problems.length > 0 ? { kind: "wrong", problems } : { kind: "changes", changes };
}

/** A binding, or a sentence about what is wrong with it. */
function readBinding(value: AnswerBinding, goal: string): Binding | string {
  switch (value.kind) {
    case "value":
      return readValue(value, goal);
    case "output":
      return readOutput(value);
    case "question": {
      const question = value.question.trim().slice(0, 500);
      return question === ""
        ? "the question is empty."
        : { kind: "question", question, suggestions: value.suggestions.slice(0, 20) };
    }
    case "list": {
      const items = value.items.map((item) =>
        item.kind === "value" ? readValue(item, goal) : readOutput(item),
      );
      const wrong = items.find((item) => typeof item === "string");
      return typeof wrong === "string"
        ? wrong
        : { kind: "list", items: items.filter((item) => typeof item !== "string") };
    }
    case "text": {
      const parts = value.parts.map((part) =>
        part.kind === "words" ? { said: part.text } : readOutput(part),
      );
      const wrong = parts.find((part) => typeof part === "string");
      if (typeof wrong === "string") return wrong;
      return {
        kind: "template",
        parts: parts.flatMap((part): (string | Binding)[] =>
          typeof part === "string" ? [] : "said" in part ? [part.said] : [part],
        ),
      };
    }
    default:
      return value satisfies never;
  }
}

function readOutput(value: z.infer<typeof outputSchema>): Binding | string {
  const stepId = stepIdSchema.safeParse(value.step);
  return stepId.success
    ? { kind: "output", stepId: stepId.data, path: value.path }
    : `there is no step "${value.step}".`;
}

function readValue({ json, words }: z.infer<typeof valueSchema>, goal: string): Binding | string {
  const parsed = parseJson(json);
  if (!parsed.success) return `${JSON.stringify(json.slice(0, 100))} is not JSON text.`;
  const said = words.trim().slice(0, 500);
  if (said !== "" && includes(goal, said) && isSaid(parsed.data, goal)) {
    return { kind: "literal", value: parsed.data, origin: "person", words: said };
  }
  const isQuoted = said !== "" && includes(goal, said);
  return { kind: "literal", value: parsed.data, origin: "constant", ...(isQuoted ? { words: said } : {}) };
}

function parseJson(text: string) {
  try {
    return jsonSchema.safeParse(JSON.parse(text));
  } catch {
    return { success: false } as const;
  }
}

const includes = (goal: string, words: string) => goal.toLowerCase().includes(words.toLowerCase());

/**
 * True when the value itself stands in the goal. Pointing at some words of the goal isn't enough: a hijacked model
 * would call an outsider's address "the marketing team" (A2).
 */
function isSaid(value: Json, goal: string): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((item) => isSaid(item, goal));
  if (typeof value === "string") return value.trim() !== "" && includes(goal, value.trim());
  return (
    typeof value === "number" &&
    new RegExp(`(?<![\\d.])${String(value).replace(".", "\\.")}(?![\\d])`).test(goal.replaceAll(",", ""))
  );
}
