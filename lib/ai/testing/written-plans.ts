// What a scripted model writes: changes of a plan, in the form it is asked for.
import type { AnswerBinding } from "@/lib/ai/answer-binding";
import type { AnswerItem } from "@/lib/ai/plan-answer";

type Inputs = Record<string, AnswerBinding>;

/** A step of the model's answer, inputs by name. */
export function addStep(
  id: string,
  toolId: string,
  inputs: Inputs,
  more: Partial<Extract<AnswerItem, { kind: "add-step" }>> = {},
): AnswerItem {
  return {
    kind: "add-step",
    id,
    title: `Step ${id}`,
    toolId,
    words: "",
    reason: "It fits.",
    after: [],
    inputs: Object.entries(inputs).map(([name, value]) => ({ name, value })),
    condition: null,
    repeat: null,
    ...more,
  };
}

export const value = (json: unknown, words = ""): Extract<AnswerBinding, { kind: "value" }> => ({
  kind: "value",
  json: JSON.stringify(json),
  words,
});

export const output = (
  step: string,
  ...path: (string | number)[]
): Extract<AnswerBinding, { kind: "output" }> => ({
  kind: "output",
  step,
  path,
});

export const item = (...path: (string | number)[]): Extract<AnswerBinding, { kind: "item" }> => ({
  kind: "item",
  path,
});

export const words = (text: string): AnswerBinding => ({ kind: "text", parts: [{ kind: "words", text }] });

/** The whole answer. */
export const changes = (...items: AnswerItem[]) => ({
  kind: "text" as const,
  text: JSON.stringify({ changes: items }),
});
