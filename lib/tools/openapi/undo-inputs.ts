// With which values an operation is taken back, where the document says so: a link of an answer gives the undoing
// operation its parameters as runtime expressions. Only what is understood whole is taken; nothing is guessed.
import type { Json, JsonObject } from "@/lib/domain/json";
import type { UndoValue } from "@/lib/domain/tool";
import { objectAt, textAt } from "./json-access";
import { inputSchemaOf, type OperationInput, type OperationInputs } from "./operation-inputs";
import type { OperationOutput } from "./operation-output";
import type { Operation } from "./operations";
import type { References } from "./references";

export interface Undoing {
  operation: Operation;
  inputs: OperationInputs;
  output: OperationOutput;
  /** Its inputs are only looked at where there is a link to it: writing them out takes time. */
  undo: { operation: Operation; inputs: () => OperationInputs };
}

/** What the undoing operation is given, by its inputs' names; null where the document does not say all that it needs. */
export function undoInputsOf(undoing: Undoing, references: References): Record<string, UndoValue> | null {
  const link = linkTo(undoing, references);
  if (!link) return null;
  const { inputs } = undoing.undo.inputs();
  const values: Record<string, UndoValue> = {};
  for (const [name, expression] of Object.entries(objectAt(link, "parameters"))) {
    const input = inputs.find(({ place }) => isParameter(place, name));
    const value = input && undoValueOf(expression, undoing);
    if (!value) return null;
    values[input.input] = value;
  }
  const needed = inputSchemaOf(inputs).required ?? [];
  return needed.every((name) => Object.hasOwn(values, name)) ? values : null;
}

function linkTo({ operation, undo }: Undoing, references: References): JsonObject | null {
  const responses = Object.entries(objectAt(operation.source, "responses"));
  for (const [status, response] of responses) {
    if (!/^2(\d\d|XX)$/i.test(status)) continue;
    const links = Object.values(objectAt(references.follow(response)?.value, "links"));
    for (const written of links) {
      const link = references.follow(written)?.value ?? null;
      const id = link && textAt(link, "operationId");
      // A body for it would have to be understood as well.
      if (link && id && id === undo.operation.operationId && !Object.hasOwn(link, "requestBody")) return link;
    }
  }
  return null;
}

/** `reference`, or `path.reference` where several places have one of that name. */
function isParameter(place: OperationInput["place"], name: string): boolean {
  if (place.in !== "parameter") return false;
  const { parameter } = place;
  return name === parameter.name || name === `${parameter.in}.${parameter.name}`;
}

function undoValueOf(expression: Json, { inputs, output }: Undoing): UndoValue | null {
  if (typeof expression !== "string") return { from: "value", value: expression };
  if (!expression.includes("$")) return { from: "value", value: expression };
  const [, source, pointer] = /^\$(response|request)\.body#(\/.*)$/.exec(expression) ?? [];
  if (source !== undefined && pointer !== undefined) {
    const path = pointerPath(pointer);
    return source === "response" ? fromAnswer(path, output) : fromBody(path, inputs);
  }
  const [, place, name] = /^\$request\.(path|query|header)\.(.+)$/.exec(expression) ?? [];
  const given = inputs.inputs.find(
    (one) =>
      one.place.in === "parameter" && one.place.parameter.in === place && one.place.parameter.name === name,
  );
  return given ? { from: "input", path: [given.input] } : null;
}

type Path = Extract<UndoValue, { from: "output" }>["path"];

/** RFC 6901: `/offers/0/id`. */
function pointerPath(pointer: string): Path {
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^(0|[1-9]\d*)$/.test(part) ? Number(part) : part));
}

const wrappers = { object: [], items: ["items"], value: ["value"], status: ["body"] } as const;

function fromAnswer(path: Path, { shape }: OperationOutput): UndoValue | null {
  if (shape === "table" || shape === "text" || shape === "file") return null;
  return { from: "output", path: [...wrappers[shape], ...path] };
}

function fromBody([first, ...rest]: Path, { inputs }: OperationInputs): UndoValue | null {
  const property = inputs.find(({ place }) => place.in === "body-property" && place.name === first);
  if (property) return { from: "input", path: [property.input, ...rest] };
  const whole = inputs.find(({ place }) => place.in === "body");
  return whole && first !== undefined ? { from: "input", path: [whole.input, first, ...rest] } : null;
}
