// Where an input's value comes from, as a planning model writes it, and its translation into a binding.
import { z } from "zod";
import type { Binding, OutputPath, Reading } from "@/lib/domain/binding";
import { stepIdSchema } from "@/lib/domain/ids";
import { type Json, jsonSchema } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { ownWords } from "@/lib/planning/own-words";
import { shortLine, withoutHidden } from "@/lib/tools/mcp/visible-text";

const pathSchema = z.array(z.union([z.string(), z.int()]));
export const valueAnswerSchema = z.object({
  kind: z.literal("value"),
  json: z.string().describe('The value as JSON text: "\\"a text\\"", "5", "[\\"a\\"]".'),
  words: z.string().describe("The words of the goal it was read from, or an empty text."),
});
export const outputAnswerSchema = z.object({
  kind: z.literal("output"),
  step: z.string().describe("Id of an earlier step."),
  path: pathSchema.describe('Place in its output; "*" for "of every item", 0 for the first.'),
});
export const itemAnswerSchema = z.object({
  kind: z.literal("item"),
  path: pathSchema.describe("Place in the item a repeated step is at; empty for the item itself."),
});
export const questionAnswerSchema = z.object({
  kind: z.literal("question"),
  question: z.string().describe("What to ask the person, when the goal doesn't say."),
  suggestions: z.array(z.string()),
});
const readAnswerSchema = z.union([outputAnswerSchema, itemAnswerSchema]);
export const bindingAnswerSchema = z.union([
  valueAnswerSchema,
  outputAnswerSchema,
  itemAnswerSchema,
  questionAnswerSchema,
  z.object({
    kind: z.literal("list"),
    items: z.array(z.union([valueAnswerSchema, readAnswerSchema])).describe("Joined into one list."),
  }),
  z.object({
    kind: z.literal("text"),
    parts: z
      .array(z.union([z.object({ kind: z.literal("words"), text: z.string() }), readAnswerSchema]))
      .describe("A text made of words, outputs of earlier steps and the item."),
  }),
]);
export type AnswerBinding = z.infer<typeof bindingAnswerSchema>;

/** Text of a model as it is named back to it. */
export const shown = (text: string) => shortLine(text, 60);

/** A binding, or a sentence about what is wrong with it. */
export function readBinding(
  value: AnswerBinding,
  { input, tool, goal }: { input: string; tool: Tool | undefined; goal: string },
): Binding | string {
  const isControl = tool?.controlInputs.includes(input) ?? false;
  const said = isControl ? ownWords(goal) : goal;
  switch (value.kind) {
    case "value":
      return readValue(value, said);
    case "output":
    case "item":
      return readReading(value);
    case "question":
      return readQuestion(value);
    case "list": {
      const items = value.items.map((item) =>
        item.kind === "value" ? readValue(item, said) : readReading(item),
      );
      const problem = items.find((item) => typeof item === "string");
      return typeof problem === "string"
        ? problem
        : { kind: "list", items: items.filter((item) => typeof item !== "string") };
    }
    case "text": {
      const parts = value.parts.map((part) =>
        part.kind === "words" ? { said: part.text } : readReading(part),
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

/** A person who answers it would write a secret into the plan; connections hold those. */
const asksForSecret =
  /\b(?:pass(?:word|phrase|code)s?|api[ -]?keys?|(?:secret|private|access)[ -](?:keys?|tokens?)|bearer|credentials?|one-time codes?)\b/i;

export function readQuestion({
  question,
  suggestions,
}: z.infer<typeof questionAnswerSchema>): Extract<Reading, { kind: "question" }> | string {
  const asked = shortLine(question, 500);
  if (asked === "") return "the question is empty.";
  if (asksForSecret.test(asked)) return "a plan never asks for a secret: connections hold them.";
  return {
    kind: "question",
    question: asked,
    suggestions: suggestions.slice(0, 20).map((one) => withoutHidden(one).slice(0, 1000)),
  };
}

export function readReading(
  value: z.infer<typeof readAnswerSchema>,
): Extract<Reading, { kind: "output" | "item" }> | string {
  const path: OutputPath = value.path.slice(0, 20);
  if (value.kind === "item") return { kind: "item", path };
  const stepId = stepIdSchema.safeParse(value.step);
  if (!stepId.success) return `there is no step "${shown(value.step)}".`;
  return { kind: "output", stepId: stepId.data, path };
}

/** @param said what of the goal counts as said by the person for this input */
export function readValue(
  { json, words }: z.infer<typeof valueAnswerSchema>,
  said: string,
): Extract<Binding, { kind: "literal" }> | string {
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

/** Words that stand in the goal, cut to what is kept of them; an empty text for others: the page quotes them as the person's. */
export function wordsOf(goal: string, words: string): string {
  return includes(goal, words) ? shortLine(words, 500) : "";
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
