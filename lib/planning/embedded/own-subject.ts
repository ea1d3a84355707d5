import type { Draft } from "./draft";
import { type Context, refersBack, subjectOf } from "./planning-context";

/** What a step of the intent is about; when its words only point back ("save it"), what they point at. */
export function ownSubject({ intent, goal }: Pick<Context, "intent" | "goal">, draft: Draft): string {
  const subject = subjectOf(intent, goal);
  if (!refersBack(subject)) return subject;
  return draft.steps.filter((step) => step.isMain).at(-1)?.subject ?? subject;
}
