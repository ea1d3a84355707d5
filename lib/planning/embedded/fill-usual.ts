// What the person usually gives an input, from their own edits of other plans: suggested where it would be asked, filled
// in where nothing is said. What the goal says comes first, and whom a step reaches is never filled in.
import type { Binding } from "@/lib/domain/binding";
import type { Json } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { checkValue } from "@/lib/planning/check-value";
import { type Draft, withNote } from "./draft";
import type { Context } from "./planning-context";
import { inputFields } from "./tool-fields";

const reaching = /^(?:email|phone|chat|url|party|id)$/;

/** Puts usual values into `inputs`; the draft with a note for each. */
export function withUsual(
  context: Context,
  draft: Draft,
  tool: Tool,
  inputs: Record<string, Binding>,
): Draft {
  let current = draft;
  for (const field of inputFields(tool)) {
    const usual = context.request.usual?.get(tool.id)?.find(({ input }) => input === field.name);
    if (!usual || checkValue(usual.value, field.schema) !== null) continue;
    const binding = inputs[field.name];
    const often = `you chose it in ${usual.times} plans`;
    const said = `“${valueText(usual.value)}” for “${field.title}” of “${tool.title}”`;
    if (binding?.kind === "question") {
      const others = binding.suggestions.filter((one) => JSON.stringify(one) !== JSON.stringify(usual.value));
      inputs[field.name] = { ...binding, suggestions: [usual.value, ...others].slice(0, 20) };
      current = withNote(current, `${said} is suggested: ${often}.`);
    } else if (binding === undefined && !reaching.test(field.meaning)) {
      inputs[field.name] = { kind: "literal", value: usual.value, origin: "person", isUsual: true };
      current = withNote(current, `${said} is filled in: ${often}.`);
    }
  }
  return current;
}

const valueText = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 100);
