// What of a step's output something goes on with: what a person is asked for who says that a call took place.
import { leafBindings, type OutputPath } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import type { Json, JsonSchema } from "@/lib/domain/json";
import { isJsonObject } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { type OutputField, placeLabel, schemaAt } from "./output-fields";

/**
 * The places of what a step's tool gives that other steps, their conditions and repetitions, or a person's expectations
 * read: each once, the outer where one lies within another. What is read of a list's items is the list. Of a repeated step
 * they are places of what each item gives.
 */
export function readPlaces({ steps }: Pick<Plan, "steps">, stepId: StepId): OutputPath[] {
  const step = steps.find(({ id }) => id === stepId);
  if (!step) return [];
  const read = steps.flatMap((other) => readingsOf(other, stepId));
  const ofCall = step.repeat ? read.flatMap(withinItem) : read;
  const expected = (step.expect ?? []).map(({ path }) => path);
  const places = [...ofCall, ...expected].map(writable);
  const isWithin = (inner: OutputPath, outer: OutputPath) =>
    outer.length < inner.length && outer.every((part, index) => part === inner[index]);
  const distinct = [...new Map(places.map((path) => [JSON.stringify(path), path])).values()];
  return distinct.filter((path) => !distinct.some((other) => isWithin(path, other)));
}

function readingsOf(step: Step, stepId: StepId): OutputPath[] {
  const bindings = [
    ...Object.values(step.inputs),
    ...(step.condition?.tests ?? []).map(({ value }) => value),
    ...(step.repeat ? [step.repeat.over] : []),
  ];
  return bindings
    .flatMap(leafBindings)
    .flatMap((leaf) => (leaf.kind === "output" && leaf.stepId === stepId ? [leaf.path] : []));
}

/** What is read of one item, where the results of all are read: `results.*.id` is `id`. */
function withinItem(path: OutputPath): OutputPath[] {
  if (path.length === 0) return [[]];
  return path[0] === "results" ? [path.slice(2)] : [];
}

/** The place that can be written by itself: nothing is written into a list that isn't there. */
function writable(path: OutputPath): OutputPath {
  const end = path.findIndex((part) => typeof part === "number" || part === "*");
  return end === -1 ? path : path.slice(0, end);
}

/** Those places as a form asks for them; where all of an output is read, each of its properties. */
export function readFields(
  plan: Pick<Plan, "steps">,
  stepId: StepId,
  tool: Pick<Tool, "output"> | null,
): OutputField[] {
  const output = tool?.output ?? {};
  const places = readPlaces(plan, stepId).flatMap((path): OutputPath[] =>
    path.length === 0 && output.properties ? Object.keys(output.properties).map((name) => [name]) : [path],
  );
  return places.map((path) => ({ path, label: placeLabel(path), schema: schemaAt(output, path) ?? {} }));
}

/** The output that has these values at these places, and nothing else. */
export function outputOf(values: readonly { path: OutputPath; value: Json }[]): Json {
  let output: Json = {};
  for (const { path, value } of values) output = written(output, path, value);
  return output;
}

function written(into: Json, [name, ...rest]: OutputPath, value: Json): Json {
  if (name === undefined) return value;
  const object = isJsonObject(into) ? into : {};
  const before = Object.hasOwn(object, name) ? (object[name] ?? null) : null;
  return Object.fromEntries([...Object.entries(object), [String(name), written(before, rest, value)]]);
}

/** A schema that asks for none of what it describes: part of an output fits it. */
export function partOf(schema: JsonSchema): JsonSchema {
  const { required: _, properties, ...rest } = schema;
  if (!properties) return rest;
  const parts = Object.entries(properties).map(([name, one]) => [name, partOf(one)]);
  return { ...rest, properties: Object.fromEntries(parts) };
}
