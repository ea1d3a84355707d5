// Inputs that take what an earlier step gives, known by what both are called and described as.
import { isAssignable } from "@/lib/planning/check-value";
import type { DraftStep } from "./draft";
import { fitsShape, outputBinding } from "./find-producers";
import type { Filled, Situation } from "./situation";
import { type InputField, type OutputPlace, outputPlaces } from "./tool-fields";

/** Less alike, and it is chance: at this likeness, about seven of ten are the same thing. */
const enoughAlike = 0.4;

/** Binds an input to the earlier output that is most likely what it takes, of equal ones the newest; null when none is. */
export function handedBinding({ context, draft, field, inputs }: Situation): Filled | null {
  // A step pulled in starts from what it was pulled in for.
  if (!field.isRequired || context.hint) return null;
  let best: { step: DraftStep; place: OutputPlace; likeness: number } | null = null;
  for (const step of draft.steps) {
    for (const place of outputPlaces(step.tool)) {
      if (!fitsShape(place, field) && !fitsAsItem(place, field)) continue;
      if (isTaken(step, place, inputs)) continue;
      const likeness = context.likeness.between(place, field) - place.path.length * 0.01;
      if (likeness >= enoughAlike && likeness >= (best?.likeness ?? 0)) best = { step, place, likeness };
    }
  }
  return best && { draft, binding: outputBinding(best.step, best.place, field) };
}

/** One output is hardly both where something begins and where it ends. */
function isTaken(step: DraftStep, { path }: OutputPlace, inputs: Situation["inputs"]): boolean {
  return Object.values(inputs).some(
    (binding) => binding.kind === "output" && binding.stepId === step.id && binding.path === path,
  );
}

/** True for one value that a list may have as its item. */
const fitsAsItem = (place: OutputPlace, field: InputField) =>
  field.isList && !place.path.includes("*") && isAssignable(place.schema, field.item);
