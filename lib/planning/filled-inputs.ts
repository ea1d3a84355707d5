// What of a tool's inputs has a value in a step, from where, and what has none.
import { type Binding, leafBindings } from "@/lib/domain/binding";
import type { Candidate, ValueSource } from "@/lib/domain/candidate";
import type { Tool } from "@/lib/domain/tool";

/** The inputs that have a value, and where each gets it. */
export function filledInputs(tool: Tool, inputs: Record<string, Binding>): Candidate["filled"] {
  return Object.entries(tool.input.properties ?? {}).flatMap(([input, schema]) => {
    const binding = ownBinding(inputs, input);
    if (binding === undefined) {
      return schema.default === undefined ? [] : [{ input, from: { kind: "default" as const } }];
    }
    const from = sourceOf(binding);
    return from ? [{ input, from }] : [];
  });
}

/** Null when something of it is still to be asked. */
function sourceOf(binding: Binding): ValueSource | null {
  const leaves = leafBindings(binding);
  if (leaves.some((leaf) => leaf.kind === "question")) return null;
  const output = leaves.find((leaf) => leaf.kind === "output");
  if (output) return { kind: "step", stepId: output.stepId };
  const literal = leaves.find((leaf) => leaf.kind === "literal" && leaf.words !== undefined);
  return { kind: "goal", words: literal?.kind === "literal" ? (literal.words ?? null) : null };
}

/** Required inputs that have no value yet, or one that is still to be asked. */
export function openInputs(tool: Tool, inputs: Record<string, Binding>): string[] {
  return (tool.input.required ?? []).filter((name) => {
    const binding = ownBinding(inputs, name);
    return binding === undefined || leafBindings(binding).some((leaf) => leaf.kind === "question");
  });
}

/** An input may be called `constructor`. */
const ownBinding = (inputs: Record<string, Binding>, name: string): Binding | undefined =>
  Object.hasOwn(inputs, name) ? inputs[name] : undefined;
