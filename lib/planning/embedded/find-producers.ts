// Backward chaining: which tools, or steps that are there already, give a value an input needs.
import type { Binding } from "@/lib/domain/binding";
import type { Tool } from "@/lib/domain/tool";
import { isAssignable } from "@/lib/planning/check-value";
import type { Draft, DraftStep } from "./draft";
import type { Context } from "./planning-context";
import {
  familyOf,
  type InputField,
  inputFields,
  type Meaning,
  type OutputPlace,
  outputPlaces,
} from "./tool-fields";
import { overlap } from "./words";

/** A place of a tool's output that an input can be bound to. */
export interface Producer {
  tool: Tool;
  place: OutputPlace;
}

/** Meanings a person says or types without help; anything else is turned from words into a value by a tool. */
const typed: ReadonlySet<Meaning> = new Set([
  "email",
  "phone",
  "chat",
  "url",
  "date",
  "instant",
  "place",
  "party",
  "person-name",
  "file-name",
  "text",
  "subject",
  "instructions",
  "template",
  "query",
  "count",
  "number",
  "boolean",
  "choice",
  "values",
  "other",
]);

export function isTypedByPeople(meaning: Meaning): boolean {
  return typed.has(meaning);
}

/** True when an output place gives what an input needs: the same meaning; for ids, the same thing's id. */
function gives(place: OutputPlace, field: InputField): boolean {
  if (field.meaning === "id") return place.key === field.key && place.isList === field.isList;
  if (field.meaning === "other" || field.meaning === "number" || field.meaning === "count") {
    return place.key === field.key && field.key.includes(" ");
  }
  return place.meaning === field.meaning;
}

/** True when a place can be bound as it is: never one of many for a single value. */
export function fitsShape(place: OutputPlace, field: InputField): boolean {
  return isAssignable(place.schema, field.schema) && (!place.path.includes("*") || field.isList);
}

const knownPlaces = new WeakMap<InputField, WeakMap<Tool, OutputPlace | null>>();

/** The best place of a tool's output for an input: of the wanted shape, near the top, named alike. */
export function placeFor(tool: Tool, field: InputField): OutputPlace | null {
  const known = knownPlaces.get(field) ?? new WeakMap<Tool, OutputPlace | null>();
  knownPlaces.set(field, known);
  const place = known.get(tool);
  if (place !== undefined) return place;
  const found = findPlace(tool, field);
  known.set(tool, found);
  return found;
}

function findPlace(tool: Tool, field: InputField): OutputPlace | null {
  const places = outputPlaces(tool).filter((place) => gives(place, field));
  const rank = (place: OutputPlace) =>
    (fitsShape(place, field) ? 4 : isAssignable(place.schema, field.item) && field.isList ? 2 : -100) -
    place.path.length * 0.5 +
    overlap(field.stems, place.stems);
  const best = places.sort((a, b) => rank(b) - rank(a))[0];
  return best && rank(best) > -50 ? best : null;
}

/** Reads a step's output for an input; in a list where one value is to go into a list. */
export function outputBinding(step: DraftStep, place: OutputPlace, field: InputField): Binding {
  const output: Binding = { kind: "output", stepId: step.id, path: place.path };
  return fitsShape(place, field) || !field.isList ? output : { kind: "list", items: [output] };
}

/** The newest step that gives what an input needs. `accept`: which steps come into question. */
export function stepGiving(
  draft: Draft,
  field: InputField,
  accept: (step: DraftStep) => boolean = () => true,
): { step: DraftStep; place: OutputPlace } | null {
  for (const step of [...draft.steps].reverse()) {
    if (!accept(step) || step.tool.effect !== "read") continue;
    const place = placeFor(step.tool, field);
    if (place) return { step, place };
  }
  return null;
}

/** Tools that could be pulled in to give what an input of `consumer` needs, the likeliest first. */
export function producersOf(context: Context, consumer: Tool, field: InputField): Producer[] {
  const found: { producer: Producer; rank: number }[] = [];
  for (const tool of context.request.tools.values()) {
    if (tool.effect !== "read" || tool.asksPerson || context.stack.includes(tool)) continue;
    const place = placeFor(tool, field);
    if (!place || isEcho(tool, field)) continue;
    const required = inputFields(tool).filter((input) => input.isRequired);
    const turnsWords = required.some((input) => /^(?:place|party|query|person-name)$/.test(input.meaning));
    const rank =
      (familyOf(tool) === familyOf(consumer) ? 1 : 0) +
      (turnsWords ? 0.5 : 0) +
      (context.scores.get(tool.id) ?? 0) -
      required.length * 0.1 -
      place.path.length * 0.02;
    found.push({ producer: { tool, place }, rank });
  }
  return found
    .sort((a, b) => b.rank - a.rank || (a.producer.tool.id < b.producer.tool.id ? -1 : 1))
    .map(({ producer }) => producer);
}

/** A tool that needs the very thing it gives turns nothing into it. */
function isEcho(tool: Tool, field: InputField): boolean {
  // Rows and texts are worked on: another table comes out than went in.
  if (field.meaning === "table" || field.meaning === "text") return false;
  return inputFields(tool).some(
    (input) =>
      input.isRequired &&
      (field.meaning === "id" || field.meaning === "other"
        ? input.key === field.key
        : input.meaning === field.meaning),
  );
}
