// From a step that takes a whole list to one that is done for each of its items.
import type { Binding, OutputPath } from "@/lib/domain/binding";
import type { JsonSchema } from "@/lib/domain/json";
import { typeOf } from "@/lib/planning/output-fields";
import type { DraftStep } from "./draft";
import type { PlanningRequest } from "./planning-request";
import { type InputField, inputFields, type Meaning, meaningOf, outputPlaces } from "./tool-fields";
import { contentStems, splitName, stem } from "./words";

/** A list a step gives, and what an item of it has. */
export interface ListPlace {
  path: OutputPath;
  /** Properties or columns of an item; empty for a list of plain values. */
  fields: readonly { name: string; meaning: Meaning; stems: readonly string[] }[];
  /** What an item of a list of plain values is. */
  meaning: Meaning | null;
}

const fieldOf = (name: string, schema: JsonSchema) => ({
  name,
  meaning: meaningOf(name, schema),
  stems: splitName(name).map(stem),
});

/** The list of a step's output that words like "each customer" are about: rows, things with properties, plain values. */
export function listPlaceOf(source: DraftStep, request: PlanningRequest, words: string): ListPlace | null {
  const places = outputPlaces(source.tool).filter(({ path }) =>
    path.every((one) => typeof one === "string" && one !== "*"),
  );
  const said = new Set(contentStems(words));
  const lists = places.flatMap((place): (ListPlace & { rank: number })[] => {
    const { path, schema, stems } = place;
    const isNamed = stems.some((one) => said.has(one)) ? 1 : 0;
    if (schema.format === "table")
      return [{ path, fields: columnsOf(source, request), meaning: null, rank: 2 + isNamed }];
    if (typeOf(schema) !== "array") return [];
    const properties = Object.entries(schema.items?.properties ?? {});
    const fields = properties.map(([name, property]) => fieldOf(name, property));
    if (fields.length > 0) return [{ path, fields, meaning: null, rank: 2 + isNamed }];
    return [{ path, fields: [], meaning: place.meaning, rank: isNamed }];
  });
  return lists.sort((a, b) => b.rank - a.rank)[0] ?? null;
}

/** The columns of the file a step reads, as far as they are known. */
function columnsOf(source: DraftStep, { files }: PlanningRequest): ListPlace["fields"] {
  const given = new Set(
    Object.values(source.inputs).flatMap((binding) => (binding.kind === "literal" ? [binding.value] : [])),
  );
  const file = files.find(({ id }) => given.has(id));
  return (file?.columns ?? []).map(({ name, type }) =>
    fieldOf(name, {
      type: type === "number" ? "number" : "string",
      ...(type === "date" ? { format: "date" } : {}),
    }),
  );
}

/** The step's inputs for one item; null when none of them has anything of it. */
export function itemizedInputs(
  step: DraftStep,
  source: DraftStep,
  list: ListPlace,
): Record<string, Binding> | null {
  let isOfItem = false;
  const fields = inputFields(step.tool);
  const known = Object.entries(step.inputs).map(([name, binding]): [string, Binding] => {
    const field = fields.find((one) => one.name === name);
    const path = field ? itemPathOf(field, binding, source, list) : null;
    if (!field || !path) return [name, binding];
    isOfItem = true;
    return [name, shaped(field, path)];
  });
  return isOfItem ? Object.fromEntries(known) : null;
}

function itemPathOf(
  field: InputField,
  binding: Binding,
  source: DraftStep,
  list: ListPlace,
): OutputPath | null {
  const isQuestion = binding.kind === "question";
  if (binding.kind === "output") {
    if (binding.stepId !== source.id || field.meaning === "text") return null;
    const isInside = list.path.every((segment, i) => binding.path[i] === segment);
    if (isInside && binding.path[list.path.length] === "*") return binding.path.slice(list.path.length + 1);
  } else if (!isQuestion) {
    return null;
  }
  const sameKind = list.fields.find(
    ({ meaning }) => meaning === field.meaning && !/^(?:text|other|name|number)$/.test(meaning),
  );
  if (sameKind) return [sameKind.name];
  if (list.meaning !== null) return list.meaning === field.meaning ? [] : null;
  const sameName = list.fields.find(
    ({ stems }) => stems.length > 0 && stems.every((one) => field.stems.includes(one)),
  );
  return isQuestion && sameName && field.meaning !== "text" ? [sameName.name] : null;
}

const shaped = (field: InputField, path: OutputPath): Binding =>
  field.isList ? { kind: "list", items: [{ kind: "item", path }] } : { kind: "item", path };
