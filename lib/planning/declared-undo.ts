// Whether what is said of how a tool's effect is taken back can be so, and what could be said.
import type { JsonSchema } from "@/lib/domain/json";
import { importedFrom, requiredInputs, type Tool, type UndoInputs, type UndoValue } from "@/lib/domain/tool";
import type { DeclaredUndo } from "@/lib/domain/tool-edits";
import { checkValue, isAssignable } from "./check-value";
import { splitName } from "./embedded/words";
import { outputFields, schemaAt } from "./output-fields";
import { pathText } from "./resolve-binding";

/** Why an undo can't be declared so, as a sentence; null when it can. @param by the tool it names; null when it is not there */
export function declaredUndoProblem(tool: Tool, declared: DeclaredUndo, by: Tool | null): string | null {
  if (tool.effect === "read") return `“${tool.title}” only reads: there is nothing to take back.`;
  if (declared.kind === "none") return null;
  if (declared.toolId === tool.id) return "A tool can’t take back its own effect.";
  if (!by) return "The tool that is to take it back is not there any more. Choose another.";
  const partner = partnerProblem(tool, by);
  if (partner !== null) return partner;
  if (by.effect === "read") return `“${by.title}” only reads, so it takes nothing back.`;
  const [problem] = undoProblems(tool, by, declared.inputs);
  return problem ? `“${problem.input}” of “${by.title}” ${problem.message}.` : null;
}

/** Why two tools are not of one API or server, whose calls one tool can say something of another's; null when they are. */
export function partnerProblem(tool: Tool, by: Tool): string | null {
  const [own, other] = [importedFrom(tool), importedFrom(by)];
  const isSame = own && by.source.kind === tool.source.kind && own.id === other?.id;
  return isSame
    ? null
    : `“${by.title}” is of another API or server. Choose a tool of ${own?.title ?? "its own"}.`;
}

/** What is wrong with where the inputs of a tool come from that undoes or looks up another's call: an input, and the end of a sentence about it. */
export function undoProblems(tool: Tool, by: Tool, inputs: UndoInputs): { input: string; message: string }[] {
  const missing = requiredInputs(by)
    .filter((input) => !Object.hasOwn(inputs, input))
    .map((input) => ({ input, message: "needs a value" }));
  const wrong = Object.entries(inputs).flatMap(([input, from]) => {
    const message = valueProblem(tool, from, inputSchema(by, input));
    return message === null ? [] : [{ input, message }];
  });
  return [...missing, ...wrong];
}

function inputSchema(tool: Tool, input: string): JsonSchema | null {
  const { properties = {} } = tool.input;
  return Object.hasOwn(properties, input) ? (properties[input] ?? {}) : null;
}

function valueProblem(tool: Tool, from: UndoValue, wanted: JsonSchema | null): string | null {
  if (!wanted) return "is not among its inputs";
  if (from.from === "value") return checkValue(from.value, wanted);
  const given = schemaAt(from.from === "input" ? tool.input : tool.output, from.path);
  const place = `“${pathText(from.path)}”`;
  if (!given) {
    return `would be ${place}, which “${tool.title}” ${from.from === "input" ? "is not given" : "does not give"}`;
  }
  return isAssignable(given, wanted) ? null : `would be ${place}, which is of another type`;
}

/** A place in what a call gives or was given, for the tool that undoes it. */
export interface UndoSource {
  from: Extract<UndoValue, { from: "input" | "output" }>;
  /** For people: "booking › id". */
  label: string;
  schema: JsonSchema;
}

/** All such places: what the call gives comes first, the outermost first. */
export function undoSources(tool: Tool): UndoSource[] {
  const places = (from: "input" | "output", schema: JsonSchema) =>
    outputFields(schema).flatMap(({ path, label, schema: given }): UndoSource[] => {
      // A list of all is no value that one call is undone with.
      const place = path.filter((part) => part !== "*");
      return place.length < path.length ? [] : [{ from: { from, path: place }, label, schema: given }];
    });
  return [...places("output", tool.output), ...places("input", tool.input)];
}

/** A name needs at least so much in common with what an input is called. */
const leastLikeness = 0.5;

/**
 * What the inputs of an undoing tool probably are, by name and type, for a person to look at: `bookingId` is the `id` of
 * the booking that was made. Nothing is called on the strength of it.
 */
export function suggestUndo(tool: Tool, by: Tool): UndoInputs {
  const sources = undoSources(tool);
  const suggested = requiredInputs(by).flatMap((input): [string, UndoValue][] => {
    const wanted = inputSchema(by, input) ?? {};
    const fitting = sources
      .filter(({ schema }) => isAssignable(schema, wanted))
      .map((source) => ({ source, likeness: likenessOf(source, input) }))
      .filter(({ likeness }) => likeness >= leastLikeness)
      .sort((a, b) => b.likeness - a.likeness || a.source.from.path.length - b.source.from.path.length);
    return fitting[0] ? [[input, fitting[0].source.from]] : [];
  });
  return Object.fromEntries(suggested);
}

/** How much a place's own name, or its whole path, has in common with an input's name; 0 to 1. */
function likenessOf({ from: { path } }: UndoSource, input: string): number {
  return Math.max(likeness(String(path.at(-1)), input), likeness(path.join(" "), input));
}

/** How much two names have in common, word by word; 0 to 1. */
export function likeness(name: string, other: string): number {
  const [words, wanted] = [new Set(splitName(name)), new Set(splitName(other))];
  const both = [...words].filter((word) => wanted.has(word)).length;
  return both / (words.size + wanted.size - both || 1);
}
