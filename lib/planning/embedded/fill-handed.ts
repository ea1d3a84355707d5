// Inputs that take what an earlier step gives, known by what both are called and described as.
import type { Binding } from "@/lib/domain/binding";
import { isAssignable } from "@/lib/planning/check-value";
import type { DraftStep } from "./draft";
import type { Filled, Situation } from "./situation";
import { type InputField, type OutputPlace, outputPlaces } from "./tool-fields";

/** Less alike, and it is chance: at this likeness, about seven of ten are the same thing. */
const enoughAlike = 0.4;

export interface Handed {
  step: DraftStep;
  place: OutputPlace;
  /** 0 to 1. */
  likeness: number;
}

/** The earlier step's output that is most likely what an input takes; of equal ones the newest. Null when none is. */
export function handedPlace({ context, draft, field, inputs }: Situation): Handed | null {
  // A step pulled in starts from what it was pulled in for.
  if (!field.isRequired || context.hint) return null;
  let best: Handed | null = null;
  for (const step of draft.steps) {
    for (const place of outputPlaces(step.tool)) {
      if (!isTakeable(place, field) || isTaken(step, place, inputs)) continue;
      const likeness = context.likeness.between(place, field) - place.path.length * 0.01;
      if (likeness >= enoughAlike && likeness >= (best?.likeness ?? 0)) best = { step, place, likeness };
    }
  }
  return best;
}

/** Binds an input to what an earlier step gives; null when nothing earlier is what it takes. */
export function handedBinding(situation: Situation): Filled | null {
  const handed = handedPlace(situation);
  if (!handed) return null;
  const { field, draft } = situation;
  const { step, place } = handed;
  const output: Binding = { kind: "output", stepId: step.id, path: place.path };
  return {
    draft,
    binding: isAssignable(place.schema, field.schema) ? output : { kind: "list", items: [output] },
  };
}

/** One output is hardly both where something begins and where it ends. */
function isTaken(step: DraftStep, { path }: OutputPlace, inputs: Situation["inputs"]): boolean {
  return Object.values(inputs).some(
    (binding) => binding.kind === "output" && binding.stepId === step.id && binding.path === path,
  );
}

/** As it is, or as the one item of a list; never one of many for a single value. */
function isTakeable(place: OutputPlace, field: InputField): boolean {
  if (place.path.includes("*")) return field.isList && isAssignable(place.schema, field.schema);
  return isAssignable(place.schema, field.schema) || (field.isList && isAssignable(place.schema, field.item));
}
