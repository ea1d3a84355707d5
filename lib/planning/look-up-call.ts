// How a call of unknown outcome is looked up with another tool: what that is asked, and what its answer comes to.
import type { OutputPath } from "@/lib/domain/binding";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import type { Provenance } from "@/lib/domain/origin";
import { type LookUpByTool, offProblem, requiredInputs, type Tool } from "@/lib/domain/tool";
import { checkValue } from "./check-value";
import { lookUpProblem } from "./declared-look-up";
import { pathText, readPath } from "./resolve-binding";

/** The call that is looked up. */
export interface LostCall {
  tool: Tool;
  inputs: JsonObject;
  provenance: Record<string, Provenance>;
}

export type LookUpCall =
  | { kind: "call"; by: Tool; inputs: JsonObject; provenance: Record<string, Provenance> }
  | { kind: "cannot"; reason: string };

/** What the other tool is called with. @param by that tool as it is now; null when it is not there any more */
export function lookUpCall(lost: LostCall, lookUp: LookUpByTool, by: Tool | null): LookUpCall {
  const cannot = (reason: string): LookUpCall => ({ kind: "cannot", reason });
  // One of the two may have changed since it was declared.
  const problem = lookUpProblem(lost.tool, lookUp, by);
  if (problem !== null || !by) return cannot(`It can't be looked up as it was declared. ${problem}`);
  const off = offProblem(by);
  if (off !== null) return cannot(off);
  const inputs: [string, Json][] = [];
  const provenance: [string, Provenance][] = [];
  for (const [name, from] of Object.entries(lookUp.inputs)) {
    const value = from.from === "value" ? from.value : readPath(lost.inputs, from.path);
    if (value === undefined || value === null) {
      if (!requiredInputs(by).includes(name)) continue;
      return cannot(
        `“${from.from === "value" ? name : pathText(from.path)}” was not given, and that is looked for.`,
      );
    }
    inputs.push([name, value]);
    const given = from.from === "value" ? null : lost.provenance[String(from.path[0])];
    const constant: Provenance = { origin: "constant", sources: [{ origin: "constant" }] };
    provenance.push([name, from.from === "value" ? constant : (given ?? untrusted)]);
  }
  const unmatched = lookUp.match.find(({ input }) => !isTelling(readPath(lost.inputs, input)));
  if (unmatched) return cannot(`“${pathText(unmatched.input)}” was not given, and it is known by that.`);
  const several = severalOf(lost, lookUp);
  if (several !== null) {
    return cannot(`“${pathText(several)}” were sent at once: one that is found says nothing of the others.`);
  }
  const asked = Object.fromEntries(inputs);
  const misfit = checkValue(asked, { ...by.input, type: "object" });
  if (misfit !== null) return cannot(`What would be asked does not fit “${by.title}”: it ${misfit}.`);
  return { kind: "call", by, inputs: asked, provenance: Object.fromEntries(provenance) };
}

/** The list of several things in which alone stands what the call is known by; null where it is known otherwise, too. */
function severalOf(lost: LostCall, { match }: LookUpByTool): OutputPath | null {
  const lists = match.map(({ input }) => {
    const place = input.findIndex((part) => typeof part === "number");
    return place === -1 ? null : input.slice(0, place);
  });
  const [list] = lists;
  if (!list || lists.includes(null)) return null;
  const value = readPath(lost.inputs, list);
  return Array.isArray(value) && value.length > 1 ? list : null;
}

const untrusted: Provenance = { origin: "untrusted", sources: [{ origin: "untrusted" }] };

export type Finding =
  /** The one that is the call's: its output, and by what it is known. */
  | { kind: "found"; output: Json; matched: JsonObject }
  | { kind: "not-found"; seen: number }
  | { kind: "unclear"; message: string };

/** What the other tool's answer says of the call. Nothing in it is ever evaluated (A1). */
export function findingOf(lost: LostCall, lookUp: LookUpByTool, answer: Json): Finding {
  const there = readPath(answer, lookUp.found);
  if (there === undefined) {
    return { kind: "unclear", message: `The answer has no “${pathText(lookUp.found)}”.` };
  }
  const seen = Array.isArray(there) ? there : there === null ? [] : [there];
  const isCalls = (one: Json) =>
    lookUp.match.every(({ field, input }) => isSame(readPath(one, field), readPath(lost.inputs, input)));
  const [one, ...others] = seen.filter(isCalls);
  if (one === undefined) return { kind: "not-found", seen: seen.length };
  if (others.length > 0) {
    const message = `${others.length + 1} were found that all could be it, so nobody can say whether this call made one.`;
    return { kind: "unclear", message };
  }
  const matched = lookUp.match.map(({ field }) => [pathText(field), readPath(one, field) ?? null]);
  const output = outputFrom(one, lookUp);
  if (output === null) return { kind: "unclear", message: "It was found, without all that the call gives." };
  return { kind: "found", output, matched: Object.fromEntries(matched) };
}

function outputFrom(found: Json, { output }: LookUpByTool): Json | null {
  if (!output) return isJsonObject(found) ? found : null;
  const parts: [string, Json][] = [];
  for (const [name, place] of Object.entries(output)) {
    const value = readPath(found, place);
    if (value === undefined) return null;
    parts.push([name, value]);
  }
  return Object.fromEntries(parts);
}

const isTelling = (value: Json | undefined) => value !== undefined && value !== null && value !== "";

/** A number in an address comes back as a number or as a text. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined || !isTelling(one) || !isTelling(other)) return false;
  if (typeof one !== "object" && typeof other !== "object") return String(one) === String(other);
  return canonicalJson(one) === canonicalJson(other);
}
