// Days and moments for inputs that want them.
import { checkValue } from "@/lib/planning/check-value";
import { bound, freeValues } from "./bound-value";
import type { Filled, Situation } from "./situation";
import { type Doubt, doubtQuestion } from "./written-dates";

/** A day or moment of the goal; a question for one nobody can be sure of. */
export function timeBinding(situation: Situation): Filled | null {
  const { context, field } = situation;
  const words = field.stems;
  const isSecond = words.some((word) => /^(?:return|end|checkout|out|until|to)$/.test(word));
  // A day may serve several steps: it is not used up.
  const times = context.intent.values.filter((value) => value.kind === "time");
  const own = times.length > 0 ? times : freeValues(situation).filter((value) => value.kind === "time");
  const time = isSecond ? own[1] : own[0];
  const span = own[0];
  const doubted = time ?? span;
  if (doubted?.kind === "time" && doubted.time.doubt) {
    return time || doubted.time.isSpan ? dateAsked(situation, doubted.time.doubt, isSecond) : null;
  }
  if (isSecond && !time && span?.kind === "time" && span.time.isSpan) {
    return bound(situation, span.time.to, span.words, null);
  }
  if (time?.kind !== "time") return null;
  if (field.meaning === "date") return bound(situation, time.time.from, time.words, null);
  return time.time.instant ? bound(situation, time.time.instant, time.words, null) : null;
}

/** A day nobody can be sure of is asked for, with what it may be as answers. */
function dateAsked({ draft, field }: Situation, doubt: Doubt, isLast: boolean): Filled {
  const days = doubt.readings.map(({ from, to }) => (isLast ? to : from));
  const fitting = days.filter((day) => checkValue(field.isList ? [day] : day, field.schema) === null);
  const suggestions = fitting.map((day) => (field.isList ? [day] : day));
  return { draft, binding: { kind: "question", question: doubtQuestion(doubt), suggestions } };
}
