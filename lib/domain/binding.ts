import { z } from "zod";
import { type StepId, stepIdSchema } from "./ids";
import { type Json, jsonSchema } from "./json";
import { type Origin, originSchema } from "./origin";

/**
 * A place inside an output: property names, list positions, and `*` for "of every item". A closed grammar, read
 * over own properties only; nothing in it is ever evaluated (P1).
 */
export const outputPathSchema = z.array(z.union([z.string().max(200), z.int().nonnegative()])).max(20);
export type OutputPath = z.infer<typeof outputPathSchema>;

/** Where an input's value comes from. */
export type Binding =
  | { kind: "literal"; value: Json; origin: Origin; words?: string; isUsual?: true }
  | { kind: "output"; stepId: StepId; path: OutputPath }
  /** Of a repeated step: the item it is at, or a place in it. */
  | { kind: "item"; path: OutputPath }
  | { kind: "question"; question: string; suggestions: Json[] }
  | { kind: "list"; items: Binding[] }
  | { kind: "object"; fields: Record<string, Binding> }
  /** Text made of pieces: strings of the plan and values written into them. */
  | { kind: "template"; parts: (string | Binding)[] };

const outputBindingSchema = z.strictObject({
  kind: z.literal("output"),
  stepId: stepIdSchema,
  path: outputPathSchema,
});
const itemBindingSchema = z.strictObject({ kind: z.literal("item"), path: outputPathSchema });
const questionBindingSchema = z.strictObject({
  kind: z.literal("question"),
  question: z.string().min(1).max(500),
  suggestions: z.array(jsonSchema).max(20),
});

/** A value that is read during the run: what a condition is about; a question while nobody has said which. */
export const readingSchema = z.discriminatedUnion("kind", [
  outputBindingSchema,
  itemBindingSchema,
  questionBindingSchema,
]);
export type Reading = z.infer<typeof readingSchema>;

export const bindingSchema: z.ZodType<Binding> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("literal"),
      value: jsonSchema,
      /** Of what another run recorded, as of what undoes it: who it came from then. */
      origin: originSchema,
      /** The words of the goal this value was read from. */
      words: z.string().optional(),
      /** Filled in because the person has chosen the same in other plans. */
      isUsual: z.literal(true).optional(),
    }),
    outputBindingSchema,
    itemBindingSchema,
    questionBindingSchema,
    z.strictObject({ kind: z.literal("list"), items: z.array(bindingSchema).max(200) }),
    z.strictObject({ kind: z.literal("object"), fields: z.record(z.string(), bindingSchema) }),
    z.strictObject({
      kind: z.literal("template"),
      parts: z.array(z.union([z.string(), bindingSchema])).max(200),
    }),
  ]),
);

/** The bindings directly inside a binding: none for a leaf. */
export function nestedBindings(binding: Binding): Binding[] {
  switch (binding.kind) {
    case "literal":
    case "output":
    case "item":
    case "question":
      return [];
    case "list":
      return binding.items;
    case "object":
      return Object.values(binding.fields);
    case "template":
      return binding.parts.filter((part) => typeof part !== "string");
    default:
      return binding satisfies never;
  }
}

/** Every leaf of a binding, in order. */
export function leafBindings(binding: Binding): Binding[] {
  const nested = nestedBindings(binding);
  return nested.length === 0 ? [binding] : nested.flatMap(leafBindings);
}

/** The steps whose outputs a binding reads. */
export function sourceSteps(binding: Binding): StepId[] {
  return leafBindings(binding).flatMap((leaf) => (leaf.kind === "output" ? [leaf.stepId] : []));
}

/** True when a binding reads the item its step is at. */
export function readsItem(binding: Binding): boolean {
  return leafBindings(binding).some((leaf) => leaf.kind === "item");
}

/** A copy with every leaf replaced by what `change` makes of it, and a template's own words by what `reword` does. */
export function mapLeaves(
  binding: Binding,
  change: (leaf: Binding) => Binding,
  reword: (words: string) => string = (words) => words,
): Binding {
  switch (binding.kind) {
    case "literal":
    case "output":
    case "item":
    case "question":
      return change(binding);
    case "list":
      return { ...binding, items: binding.items.map((item) => mapLeaves(item, change, reword)) };
    case "object":
      return {
        ...binding,
        fields: Object.fromEntries(
          Object.entries(binding.fields).map(([name, field]) => [name, mapLeaves(field, change, reword)]),
        ),
      };
    case "template":
      return {
        ...binding,
        parts: binding.parts.map((part) =>
          typeof part === "string" ? reword(part) : mapLeaves(part, change, reword),
        ),
      };
    default:
      return binding satisfies never;
  }
}
