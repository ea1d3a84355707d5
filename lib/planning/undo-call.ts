// How the effect of a call is taken back: by which tool, and with which values.
import type { Binding } from "@/lib/domain/binding";
import type { ToolId } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { Origin } from "@/lib/domain/origin";
import { offProblem, requiredInputs, type Tool, type UndoValue } from "@/lib/domain/tool";
import { checkValue } from "./check-value";
import { undoProblems } from "./declared-undo";
import type { CalledEffect } from "./list-effects";
import { outputOrigin, pathText, readPath } from "./resolve-binding";

/** Whether calls of a tool can be undone, before any was made. */
export type Undoability = { kind: "undoable"; by: Tool } | { kind: "cannot"; reason: string };

/** @param tools those it may be undone by, as they are now */
export function undoabilityOf(tool: Tool, tools: ReadonlyMap<ToolId, Tool>): Undoability {
  const cannot = (reason: string): Undoability => ({ kind: "cannot", reason });
  switch (tool.undo.kind) {
    case "none":
      return cannot(
        tool.effect === "irreversible"
          ? "What it does stands: it can't be taken back."
          : "There is no tool that takes it back.",
      );
    case "unknown":
      return cannot(
        tool.source.kind === "plan"
          ? "It is a run of its own. What that does is rolled back with this one, as far as each of it can be undone."
          : "Nobody has declared how it is undone.",
      );
    case "tool": {
      const by = tools.get(tool.undo.toolId);
      if (!by) return cannot(`It would be undone by "${tool.undo.toolId}", which is not in the catalogue.`);
      if (!tool.undo.inputs) {
        return cannot(
          `"${by.title}" may undo it, but its document does not say with which values. Do it by hand.`,
        );
      }
      const off = offProblem(by);
      if (off !== null) return cannot(off);
      // One of the two may have changed since it was declared.
      const [problem] = undoProblems(tool, by, tool.undo.inputs);
      if (!problem) return { kind: "undoable", by };
      return cannot(
        `"${by.title}" would undo it, but not as it is declared: its input "${problem.input}" ${problem.message}.`,
      );
    }
    default:
      return tool.undo satisfies never;
  }
}

export type UndoCall =
  | { kind: "call"; by: Tool; inputs: JsonObject; bindings: Record<string, Binding> }
  | { kind: "cannot"; reason: string };

/** The call that takes an effect back, made of what was recorded of it. */
export function undoCall(
  called: CalledEffect,
  known: { tools: ReadonlyMap<ToolId, Tool>; connectedKinds: ReadonlySet<string> },
): UndoCall {
  const { tool } = called;
  const cannot = (reason: string): UndoCall => ({ kind: "cannot", reason });
  if (!tool) return cannot(`Its tool "${called.toolId}" is not in the catalogue any more.`);
  const undoability = undoabilityOf(tool, known.tools);
  if (undoability.kind === "cannot") return undoability;
  const { by } = undoability;
  if (by.connectionKind !== null && !known.connectedKinds.has(by.connectionKind)) {
    return cannot(`"${by.title}" needs a connection that is not there. Add it under Connections.`);
  }
  const declared = tool.undo.kind === "tool" ? Object.entries(tool.undo.inputs ?? {}) : [];
  const bindings: Record<string, Binding> = {};
  for (const [input, from] of declared) {
    const found = undoValueOf(from, called, tool);
    if (found) bindings[input] = { kind: "literal", ...found };
    else if (requiredInputs(by).includes(input)) return cannot(missingWords(from));
  }
  const inputs = Object.fromEntries(
    Object.entries(bindings).flatMap(([name, one]) => (one.kind === "literal" ? [[name, one.value]] : [])),
  );
  const problem = checkValue(inputs, { ...by.input, type: "object" });
  if (problem !== null) return cannot(`What was recorded of it does not fit "${by.title}": it ${problem}.`);
  return { kind: "call", by, inputs, bindings };
}

/** A value as it was recorded, as trusted as it was then. */
function undoValueOf(
  from: UndoValue,
  called: CalledEffect,
  tool: Tool,
): { value: Json; origin: Origin } | null {
  switch (from.from) {
    case "value":
      return { value: from.value, origin: "constant" };
    case "input": {
      const value = readPath(called.inputs, from.path);
      const origin = called.provenance[String(from.path[0])]?.origin ?? "untrusted";
      return value === undefined || value === null ? null : { value, origin };
    }
    case "output": {
      const value = readPath(called.output, from.path);
      const origin = outputOrigin(tool, called.provenance);
      return value === undefined || value === null ? null : { value, origin };
    }
    default:
      return from satisfies never;
  }
}

const missingWords = (from: UndoValue) =>
  from.from === "value"
    ? "A value is missing."
    : `Nothing was recorded as "${pathText(from.path)}" of what it ${from.from === "input" ? "was given" : "gave"}, and that is needed to undo it.`;
