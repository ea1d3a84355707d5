// A value of the goal as an input wants it, and which values are still to be had.
import type { Binding } from "@/lib/domain/binding";
import type { Json } from "@/lib/domain/json";
import { checkValue } from "@/lib/planning/check-value";
import { withUsed } from "./draft";
import type { GoalValue } from "./goal-values";
import type { Context } from "./planning-context";
import type { Filled, Situation } from "./situation";

/** A value in the shape an input wants, with the words it was read from; null when it doesn't fit the schema. */
export function bound(situation: Situation, value: Json, words: string, start: number | null): Filled | null {
  const { field, draft } = situation;
  const shaped = field.isList ? [value] : value;
  if (checkValue(shaped, field.schema) !== null || !matchesPattern(value, field.item.pattern)) return null;
  const binding: Binding = { kind: "literal", value: shaped, origin: "person", words: words.slice(0, 500) };
  return { draft: start === null ? draft : withUsed(draft, start), binding };
}

function matchesPattern(value: Json, pattern: string | undefined): boolean {
  if (pattern === undefined || typeof value !== "string" || pattern.length > 200) return true;
  // Only plain patterns are tried here; whatever else a schema says is checked before the call.
  if (!/^\^(?:\[[^\]]+\](?:\{\d+(?:,\d+)?\}|[+*])?)+\$$/.test(pattern)) return true;
  return new RegExp(pattern).test(value);
}

/** The values of the goal that this intent may take, its own first. */
export const freeValues = ({ context, draft }: Situation): GoalValue[] => {
  const own = context.intent.values;
  const others = context.goal.values.filter((value) => !own.includes(value) && !isInOther(context, value));
  return [...own, ...others].filter((value) => !draft.used.has(value.start));
};

/** True for a value in the words of another intent: that one's, unless it stands between all of them. */
function isInOther(context: Context, value: GoalValue): boolean {
  return context.intents.some(
    (intent) => intent !== context.intent && value.start >= intent.start && value.end <= intent.end,
  );
}
