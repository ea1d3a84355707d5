// Whether what is said of how a call of unknown outcome is looked up can be so, and what could be said.
import type { OutputPath } from "@/lib/domain/binding";
import { isJsonObject, type JsonSchema } from "@/lib/domain/json";
import {
  type LookUpByTool,
  type LookUpValue,
  lookUpByToolSchema,
  requiredInputs,
  type Tool,
} from "@/lib/domain/tool";
import { isAssignable } from "./check-value";
import { likeness, partnerProblem, undoProblems } from "./declared-undo";
import { outputFields, schemaAt, typeOf } from "./output-fields";
import { pathText } from "./resolve-binding";

/** True for a tool whose calls can have an outcome that is for somebody to find out. */
export function needsLookUp(tool: Pick<Tool, "effect" | "idempotency">): boolean {
  return tool.effect !== "read" && tool.idempotency === "none";
}

/** Why a call can't be looked up so, as a sentence; null when it can. @param by the tool it names; null when it is not there */
export function lookUpProblem(tool: Tool, lookUp: LookUpByTool, by: Tool | null): string | null {
  if (!needsLookUp(tool)) return `Calling “${tool.title}” again does no harm, so nothing is looked up.`;
  if (!by) return "The tool to look it up with is not there any more. Choose another.";
  const partner = partnerProblem(tool, by);
  if (partner !== null) return partner;
  if (by.effect !== "read") return `“${by.title}” changes something. Choose a tool that only reads.`;
  const [input] = undoProblems(tool, by, lookUp.inputs);
  if (input) return `“${input.input}” of “${by.title}” ${input.message}.`;
  return foundProblem(tool, lookUp, by);
}

function foundProblem(tool: Tool, lookUp: LookUpByTool, by: Tool): string | null {
  const found = foundSchema(by, lookUp.found);
  if (!found) return `“${by.title}” gives no “${pathText(lookUp.found)}”.`;
  if (lookUp.match.length === 0) return "Say what has to be the same for something found to be the call’s.";
  for (const { field, input } of lookUp.match) {
    const [is, given] = [schemaAt(found, field), schemaAt(tool.input, input)];
    if (!is) return `What is found has no “${pathText(field)}”.`;
    if (!given) return `“${tool.title}” is not given “${pathText(input)}”.`;
    if (!isScalar(is) || !isScalar(given)) return `“${pathText(field)}” can’t be compared with an input.`;
  }
  if (!lookUp.output) {
    return isAssignable(found, { type: "object" })
      ? null
      : "What is found is not an object. Say which part is what.";
  }
  const { properties = {} } = tool.output;
  for (const [name, place] of Object.entries(lookUp.output)) {
    const is = schemaAt(found, place);
    const wanted = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!wanted) return `“${tool.title}” does not give “${name}”.`;
    if (!is || !isAssignable(is, wanted)) return `“${name}” can’t be “${pathText(place)}” of what is found.`;
  }
  const missing = (tool.output.required ?? []).find((name) => !Object.hasOwn(lookUp.output ?? {}, name));
  return missing === undefined ? null : `Say which part of what is found is “${missing}”.`;
}

const isScalar = (schema: JsonSchema) => !["object", "array"].includes(typeOf(schema) ?? "");

/** What one of those is that a tool finds at a place of its answer; null where it has no such place. */
export function foundSchema(by: Pick<Tool, "output">, found: OutputPath): JsonSchema | null {
  const schema = schemaAt(by.output, found);
  return schema && typeOf(schema) === "array" ? (schema.items ?? {}) : schema;
}

/** The places of a tool's answer where what it found can be: its lists, the answer itself, and objects in it. */
export function foundPlaces(by: Pick<Tool, "output">): OutputPath[] {
  const places = outputFields(by.output).filter(({ path }) => path.every((part) => typeof part === "string"));
  const of = (type: string) => places.filter(({ schema }) => typeOf(schema) === type).map(({ path }) => path);
  return [...of("array"), [], ...of("object")];
}

/** The places whose values can be compared: those with one value each. */
export function comparablePlaces(schema: JsonSchema): OutputPath[] {
  return outputFields(schema)
    .filter(({ path, schema: inner }) => path.every((part) => typeof part === "string") && isScalar(inner))
    .map(({ path }) => path);
}

/** What a person begins with who has chosen a tool: what suggests itself, or else nothing that has to be the same. */
export function beginLookUp(tool: Tool, by: Tool): LookUpByTool {
  const [found = []] = foundPlaces(by);
  const empty = { kind: "tool", toolId: by.id, inputs: {}, found: placeOf(found), match: [] } as const;
  return suggestLookUp(tool, by) ?? { ...empty, match: [] };
}

const placeOf = (path: OutputPath) => lookUpByToolSchema.shape.found.parse(path);

/**
 * How a tool could be looked up with another, by names and types: a reference that one is given and the other finds.
 * For a person to look at; null where nothing suggests itself.
 *
 * @param asked what is known already of what the other is asked with
 */
export function suggestLookUp(
  tool: Tool,
  by: Tool,
  asked: Record<string, LookUpValue> = {},
): LookUpByTool | null {
  const given = Object.entries(tool.input.properties ?? {}).filter(([, schema]) => isScalar(schema));
  const inputs = Object.entries(by.input.properties ?? {}).flatMap(([name, wanted]) => {
    const known = Object.hasOwn(asked, name) ? asked[name] : undefined;
    if (known) return [[name, known] as const];
    const isNeeded = requiredInputs(by).includes(name);
    const same = given.find(
      ([own, schema]) =>
        isAssignable(schema, wanted) && (own === name || (isNeeded && likeness(own, name) >= 0.5)),
    );
    return same ? [[name, { from: "input", path: [same[0]] } satisfies LookUpValue] as const] : [];
  });
  const names = new Set(inputs.map(([name]) => name));
  if (requiredInputs(by).some((name) => !names.has(name))) return null;
  for (const found of foundPlaces(by)) {
    const schema = foundSchema(by, found) ?? {};
    const match = matchesOf(given, schema);
    const output = suggestedOutput(tool, schema);
    if (match.length === 0 || output === null) continue;
    return {
      ...{
        kind: "tool",
        toolId: by.id,
        inputs: Object.fromEntries(inputs),
        found: placeOf(found),
      },
      ...{ match, ...(output ? { output } : {}) },
    };
  }
  return null;
}

/** What a service calls the number by which its client knows a thing: by such a one alone it is known. */
const referenceNames =
  /(^|_|[a-z])(reference|ref|external|client|request|idempotency|correlation|number|key|id|slug|code)/i;

function matchesOf(given: readonly [string, JsonSchema][], found: JsonSchema): LookUpByTool["match"] {
  const same = given.filter(([name, schema]) => {
    const is = found.properties && Object.hasOwn(found.properties, name) ? found.properties[name] : undefined;
    return is !== undefined && isScalar(is) && isAssignable(schema, is);
  });
  const telling = same.filter(([name]) => referenceNames.test(name));
  // Without a number of its own, whatever it was given has to be the same.
  return (telling.length > 0 ? telling : same)
    .slice(0, 10)
    .map(([name]) => ({ field: [name], input: [name] }));
}

/** Which parts of what is found the output is: undefined for all of it as it is, null where that can't be. */
function suggestedOutput(tool: Tool, found: JsonSchema): LookUpByTool["output"] | null {
  const has = (name: string) => isJsonObject(found.properties) && Object.hasOwn(found.properties, name);
  const required = tool.output.required ?? [];
  if (required.every(has)) return undefined;
  const [only, ...others] = required;
  // `{order: {…}}` where the list has the orders themselves.
  if (only === undefined || others.length > 0) return null;
  const wanted = tool.output.properties?.[only] ?? {};
  return typeOf(wanted) === "object" && (wanted.required ?? []).every(has) ? { [only]: [] } : null;
}
