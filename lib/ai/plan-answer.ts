// What the planning model is asked to answer: changes of a plan one after the other, in a shape that constrained decoding
// can follow (no open objects, no recursion), and their translation into plan changes.
import { z } from "zod";
import type { Binding } from "@/lib/domain/binding";
import { stepIdSchema, type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { type Json, jsonSchema } from "@/lib/domain/json";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Tool } from "@/lib/domain/tool";
import { ownWords } from "@/lib/planning/own-words";
import { shortLine, withoutHidden } from "@/lib/tools/mcp/visible-text";

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
export type AnswerBinding = z.infer<typeof bindingSchema>;

export const answerItemSchema = z.union([
  z.object({
    kind: z.literal("add-step"),
    id: z.string().describe("s1, s2, … in the order of doing."),
    title: z.string().describe("What the step is for, in the person's words."),
    toolId: z.string().describe("Id of one of the given tools."),
    words: z.string().describe("The words of the goal it serves."),
    reason: z.string().describe("Why this tool, in one sentence."),
    after: z.array(z.string()).describe("Steps that must finish first although no value flows from them."),
    inputs: z.array(z.object({ name: z.string(), value: bindingSchema })),
  }),
  z.object({
    kind: z.literal("bind-input"),
    step: z.string().describe("Id of a step of the plan."),
    input: z.string(),
    value: bindingSchema,
  }),
  z.object({ kind: z.literal("remove-step"), step: z.string() }),
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
  /** The tool of a step that is on the plan already. */
  toolOf: (stepId: string) => Tool | undefined;
}

/** One item of the answer; what can't be read is told, with the step and input it is in. */
export function readItem(item: AnswerItem, reading: Reading): ReadItem {
  switch (item.kind) {
    case "add-step":
      return readStep(item, reading);
    case "bind-input": {
      const stepId = stepIdSchema.safeParse(item.step);
      if (!stepId.success) return wrong(`There is no step "${shown(item.step)}".`);
      const binding = readBinding(item.value, item.input, reading.toolOf(item.step), reading);
      return typeof binding === "string"
        ? wrong(`Step "${stepId.data}", input "${shown(item.input)}": ${binding}`)
        : {
            kind: "change",
            change: { kind: "bind-input", stepId: stepId.data, input: item.input.slice(0, 200), binding },
          };
    }
    case "remove-step": {
      const stepId = stepIdSchema.safeParse(item.step);
      return stepId.success
        ? { kind: "change", change: { kind: "remove-step", stepId: stepId.data } }
        : wrong(`There is no step "${shown(item.step)}".`);
    }
    case "unserved": {
      const words = shortLine(item.words, 500);
      return words === "" ? wrong("An unserved part has no words.") : { kind: "unserved", words };
    }
    case "note":
      return { kind: "note", text: shortLine(item.text, 500) };
    default:
      return item satisfies never;
  }
}

const wrong = (...problems: string[]): ReadItem => ({ kind: "wrong", problems });
const shown = (text: string) => shortLine(text, 60);

function readStep(item: Extract<AnswerItem, { kind: "add-step" }>, reading: Reading): ReadItem {
  const problems: string[] = [];
  const id = stepIdSchema.safeParse(item.id);
  const toolId = toolIdSchema.safeParse(item.toolId);
  const after = z.array(stepIdSchema).max(50).safeParse(item.after);
  const tool = toolId.success ? reading.tools.get(toolId.data) : undefined;
  if (!id.success) problems.push(`Step "${shown(item.id)}": the id must be like s1.`);
  if (!tool) problems.push(`Step "${shown(item.id)}": there is no tool "${shown(item.toolId)}".`);
  if (!after.success) problems.push(`Step "${shown(item.id)}": "after" must name steps.`);
  const inputs = item.inputs.map(({ name, value }): [string, Binding | null] => {
    const read = readBinding(value, name, tool, reading);
    if (typeof read !== "string") return [name, read];
    problems.push(`Step "${shown(item.id)}", input "${shown(name)}": ${read}`);
    return [name, null];
  });
  if (problems.length > 0 || !id.success || !tool || !after.success) return wrong(...problems);
  const title = shortLine(item.title, 200) || tool.title;
  // Only words that stand in the goal: the page quotes them as the person's.
  const words = includes(reading.goal, item.words) ? shortLine(item.words, 500) : "";
  return {
    kind: "change",
    change: {
      kind: "add-step",
      step: {
        id: id.data,
        title,
        toolId: tool.id,
        inputs: Object.fromEntries(inputs.filter((entry): entry is [string, Binding] => entry[1] !== null)),
        after: after.data,
        why: { words, reason: shortLine(item.reason, 500) },
        position: null,
      },
    },
  };
}

/** A person who answers it would write a secret into the plan; connections hold those. */
const asksForSecret =
  /\b(?:pass(?:word|phrase|code)s?|api[ -]?keys?|(?:secret|private|access)[ -](?:keys?|tokens?)|bearer|credentials?|one-time codes?)\b/i;

/** A binding, or a sentence about what is wrong with it. */
function readBinding(
  value: AnswerBinding,
  input: string,
  tool: Tool | undefined,
  reading: Reading,
): Binding | string {
  const isControl = tool?.controlInputs.includes(input) ?? false;
  const said = isControl ? ownWords(reading.goal) : reading.goal;
  switch (value.kind) {
    case "value":
      return readValue(value, said);
    case "output":
      return readOutput(value);
    case "question":
      return readQuestion(value);
    case "list": {
      const items = value.items.map((item) =>
        item.kind === "value" ? readValue(item, said) : readOutput(item),
      );
      const problem = items.find((item) => typeof item === "string");
      return typeof problem === "string"
        ? problem
        : { kind: "list", items: items.filter((item) => typeof item !== "string") };
    }
    case "text": {
      const parts = value.parts.map((part) =>
        part.kind === "words" ? { said: part.text } : readOutput(part),
      );
      const problem = parts.find((part) => typeof part === "string");
      if (typeof problem === "string") return problem;
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

function readQuestion({ question, suggestions }: z.infer<typeof questionSchema>): Binding | string {
  const asked = shortLine(question, 500);
  if (asked === "") return "the question is empty.";
  if (asksForSecret.test(asked)) return "a plan never asks for a secret: connections hold them.";
  return {
    kind: "question",
    question: asked,
    suggestions: suggestions.slice(0, 20).map((one) => withoutHidden(one).slice(0, 1000)),
  };
}

function readOutput(value: z.infer<typeof outputSchema>): Binding | string {
  const stepId = stepIdSchema.safeParse(value.step);
  if (!stepId.success) return `there is no step "${shown(value.step)}".`;
  return { kind: "output", stepId: stepId.data, path: value.path.slice(0, 20) };
}

/** @param said what of the goal counts as said by the person for this input */
function readValue({ json, words }: z.infer<typeof valueSchema>, said: string): Binding | string {
  const parsed = parseJson(json);
  if (!parsed.success) return `${JSON.stringify(shortLine(json, 100))} is not JSON text.`;
  const quoted = words.trim().slice(0, 500);
  if (!includes(said, quoted)) return { kind: "literal", value: parsed.data, origin: "constant" };
  const origin = isSaid(parsed.data, said) ? "person" : "constant";
  return { kind: "literal", value: parsed.data, origin, words: quoted };
}

function parseJson(text: string) {
  try {
    return jsonSchema.safeParse(JSON.parse(text));
  } catch {
    return { success: false } as const;
  }
}

const includes = (goal: string, words: string) =>
  words.trim() !== "" && goal.toLowerCase().includes(words.trim().toLowerCase());

/**
 * True when the value itself stands in the goal. Pointing at some words of the goal isn't enough: a hijacked model
 * would call an outsider's address "the marketing team" (A2).
 */
function isSaid(value: Json, goal: string): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((item) => isSaid(item, goal));
  if (typeof value === "string") return standsIn(goal.toLowerCase(), value.trim().toLowerCase());
  return (
    typeof value === "number" &&
    new RegExp(`(?<![\\d.])${String(value).replace(".", "\\.")}(?![\\d])`).test(goal.replaceAll(",", ""))
  );
}

/** True when the text stands there whole: "da@example.com" is not said by "ada@example.com". */
function standsIn(goal: string, text: string): boolean {
  if (text === "") return false;
  for (let at = goal.indexOf(text); at >= 0; at = goal.indexOf(text, at + 1)) {
    const [before, after] = [goal.slice(0, at), goal.slice(at + text.length)];
    if (!/[\p{L}\p{N}_@.+-]$/u.test(before) && !/^(?:[\p{L}\p{N}_@-]|\.[\p{L}\p{N}])/u.test(after))
      return true;
  }
  return false;
}
