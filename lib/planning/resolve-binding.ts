import type { Binding, OutputPath } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import { leastTrusted, type Origin, type Provenance, type ProvenanceSource } from "@/lib/domain/origin";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import type { GivenValue } from "@/lib/domain/trigger";

/** A finished step's output and how far it is to be trusted. */
export interface StepOutput {
  output: Json;
  origin: Origin;
}

/** What a binding may read. */
export interface Readable {
  outputs: ReadonlyMap<StepId, StepOutput>;
  /** The item a repeated step is at; null for a step that is done once. */
  item: { value: Json; sources: ProvenanceSource[] } | null;
}

export type Resolution =
  | { kind: "value"; value: Json; sources: ProvenanceSource[] }
  | { kind: "problem"; message: string };

/** Reads a place of a value over own properties only (P1); undefined when there is none. `*` skips items without it. */
export function readPath(value: Json, path: OutputPath): Json | undefined {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  if (Array.isArray(value)) {
    if (segment === "*") {
      return value.map((item) => readPath(item, rest)).filter((item) => item !== undefined);
    }
    const item = typeof segment === "number" ? value[segment] : undefined;
    return item === undefined ? undefined : readPath(item, rest);
  }
  if (typeof value === "object" && value !== null && Object.hasOwn(value, segment)) {
    const inner = value[segment];
    return inner === undefined ? undefined : readPath(inner, rest);
  }
  return undefined;
}

/** A path as people write it: `offers[0].price`. */
export function pathText(path: OutputPath): string {
  return path
    .map((segment) => (typeof segment === "number" || segment === "*" ? `[${segment}]` : `.${segment}`))
    .join("")
    .replace(/^\./, "");
}

/** A value written into a text: strings as they are, lists with commas, anything else as JSON. */
function asText(value: Json): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return value.join(", ");
  return JSON.stringify(value);
}

/** The value of a binding, and where its parts came from. */
export function resolveBinding(binding: Binding, readable: Readable): Resolution {
  switch (binding.kind) {
    case "literal":
      return {
        kind: "value",
        value: binding.value,
        sources: [{ origin: binding.origin, ...(binding.words ? { words: binding.words } : {}) }],
      };
    case "question":
      return { kind: "problem", message: `The question "${binding.question}" has no answer yet.` };
    case "output": {
      const source = readable.outputs.get(binding.stepId);
      if (!source) return { kind: "problem", message: `Step ${binding.stepId} has no output.` };
      const value = readPath(source.output, binding.path);
      if (value === undefined) {
        const place = pathText(binding.path);
        return { kind: "problem", message: `Step ${binding.stepId} came back without "${place}".` };
      }
      return { kind: "value", value, sources: [{ origin: source.origin, stepId: binding.stepId }] };
    }
    case "item": {
      const value = readable.item ? readPath(readable.item.value, binding.path) : undefined;
      if (!readable.item || value === undefined) {
        return { kind: "problem", message: `The item has no "${pathText(binding.path)}".` };
      }
      return { kind: "value", value, sources: readable.item.sources };
    }
    case "list": {
      const items = resolveAll(binding.items, readable);
      if (items.kind === "problem") return items;
      return { ...items, value: items.values.flatMap((value) => (Array.isArray(value) ? value : [value])) };
    }
    case "object": {
      const fields = resolveAll(Object.values(binding.fields), readable);
      if (fields.kind === "problem") return fields;
      const names = Object.keys(binding.fields);
      return {
        ...fields,
        value: Object.fromEntries(names.map((name, i) => [name, fields.values[i] ?? null])),
      };
    }
    case "template": {
      const parts = resolveAll(
        binding.parts.map((part) =>
          typeof part === "string" ? { kind: "literal", value: part, origin: "constant" } : part,
        ),
        readable,
      );
      return parts.kind === "problem" ? parts : { ...parts, value: parts.values.map(asText).join("") };
    }
    default:
      return binding satisfies never;
  }
}

type Resolutions =
  | { kind: "value"; values: Json[]; sources: ProvenanceSource[] }
  | { kind: "problem"; message: string };

function resolveAll(bindings: Binding[], readable: Readable): Resolutions {
  const values: Json[] = [];
  const sources: ProvenanceSource[] = [];
  for (const binding of bindings) {
    const result = resolveBinding(binding, readable);
    if (result.kind === "problem") return result;
    values.push(result.value);
    sources.push(...result.sources);
  }
  return { kind: "value", values, sources: distinct(sources) };
}

const sourceKey = (source: ProvenanceSource) => `${source.origin}/${source.stepId}/${source.words}`;
function distinct(sources: ProvenanceSource[]): ProvenanceSource[] {
  return [...new Map(sources.map((source) => [sourceKey(source), source])).values()];
}

export type ResolvedInputs =
  | { kind: "resolved"; inputs: JsonObject; provenance: Record<string, Provenance> }
  | { kind: "unresolved"; input: string; message: string };

/**
 * The exact inputs of a step from the outputs of the steps it reads, each with where it came from. Lists inside a
 * list binding are joined into one ("everyone in marketing, and ada@…"). `given`: values that came with what started
 * the run, in place of what the plan has there; where nothing else is known nobody has looked at them (A2).
 */
export function resolveInputs(
  step: Pick<Step, "inputs">,
  readable: Readable,
  given: readonly Pick<GivenValue, "input" | "value" | "origin">[] = [],
): ResolvedInputs {
  const inputs: [string, Json][] = [];
  const provenance: [string, Provenance][] = [];
  for (const { input, value, origin = "untrusted" } of given) {
    inputs.push([input, value]);
    provenance.push([input, { origin, sources: [{ origin }] }]);
  }
  for (const [input, binding] of Object.entries(step.inputs)) {
    if (given.some((one) => one.input === input)) continue;
    const result = resolveBinding(binding, readable);
    if (result.kind === "problem") return { kind: "unresolved", input, message: result.message };
    inputs.push([input, result.value]);
    const origin = leastTrusted(result.sources.map((source) => source.origin));
    provenance.push([input, { origin, sources: result.sources }]);
  }
  return {
    kind: "resolved",
    inputs: Object.fromEntries(inputs),
    provenance: Object.fromEntries(provenance),
  };
}

/** How far a tool's output is to be trusted, given where its inputs came from (A5: taint is never lost). */
export function outputOrigin(
  tool: Pick<Tool, "outputTrust">,
  provenance: Record<string, Provenance>,
): Origin {
  if (tool.outputTrust !== "derived") return tool.outputTrust;
  const origins = Object.values(provenance).map((one) => one.origin);
  return origins.includes("untrusted") ? "untrusted" : "trusted";
}
