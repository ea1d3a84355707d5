import { z } from "zod";
import { canonicalJson } from "./canonical-json";
import { effectSchema } from "./effect";
import { toolIdSchema } from "./ids";
import { lookUpByToolSchema, type Tool, type Undo, undoInputsSchema } from "./tool";

/** What a person says of how a call is undone: not at all, or by which tool with which values. */
export const declaredUndoSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("tool"), toolId: toolIdSchema, inputs: undoInputsSchema }),
]);
export type DeclaredUndo = z.infer<typeof declaredUndoSchema>;

/** What a person changed of an imported tool: kept apart from what was imported, and laid over it when it is read. */
export const toolEditsSchema = z.strictObject({
  title: z.string().trim().min(1).max(120).optional(),
  description: z.string().trim().max(4000).optional(),
  effect: effectSchema.optional(),
  examples: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
  undo: declaredUndoSchema.optional(),
  lookUp: lookUpByToolSchema.optional(),
  /** Switched off: not offered, and no plan that uses it runs. */
  off: z.literal(true).optional(),
});
export type ToolEdits = z.infer<typeof toolEditsSchema>;

/** A change of the edits: `null` takes one back, what is left out stays. */
export const toolEditsPatchSchema = z.strictObject({
  title: toolEditsSchema.shape.title.nullable(),
  description: toolEditsSchema.shape.description.nullable(),
  effect: toolEditsSchema.shape.effect.nullable(),
  examples: toolEditsSchema.shape.examples.nullable(),
  undo: toolEditsSchema.shape.undo.nullable(),
  lookUp: toolEditsSchema.shape.lookUp.nullable(),
  off: z.boolean().nullable().optional(),
});
export type ToolEditsPatch = z.infer<typeof toolEditsPatchSchema>;

/** The imported tool with the edits laid over it; its version is not that of the result yet. */
export function layOverEdits(imported: Tool, edits: ToolEdits): Tool {
  const { effect = imported.effect, undo, lookUp, off, ...words } = edits;
  const tool: Tool = { ...imported, ...words, effect };
  if (off) tool.off = "by-person";
  if (effect !== imported.effect && effect !== "read" && imported.effect === "read") {
    // What was thought to be harmless to repeat is not any more.
    tool.idempotency = "none";
    tool.retry = { attempts: 1, backoffMs: 0 };
  }
  if (lookUp && effect !== "read" && tool.idempotency === "none") tool.lookUp = lookUp;
  tool.undo = (effect !== "read" && undo) || undeclaredUndo(imported, effect);
  return tool;
}

/** How an imported tool is undone where no person has said it, were its effect this one. */
export function undeclaredUndo(imported: Tool, effect: Tool["effect"]): Undo {
  if (effect === imported.effect) return imported.undo;
  if (effect === "write" && imported.effect === "irreversible") return imported.undo;
  return { kind: effect === "write" ? "unknown" : "none" };
}

/** The edits after a patch; those that say what is so without them are dropped. Null when none is left. */
export function patchEdits(imported: Tool, edits: ToolEdits, patch: ToolEditsPatch): ToolEdits | null {
  const merged = { ...edits, ...patch };
  const effect = merged.effect ?? imported.effect;
  const without: Partial<Tool> = { ...imported, undo: undeclaredUndo(imported, effect) };
  const kept = Object.entries(merged).filter(([name, value]) => {
    if (value === null || value === undefined || value === false) return false;
    // What only looks has nothing to take back.
    if ((name === "undo" || name === "lookUp") && effect === "read") return false;
    return canonicalJson(value) !== canonicalJson(without[name as keyof Tool]);
  });
  return kept.length === 0 ? null : toolEditsSchema.parse(Object.fromEntries(kept));
}

/**
 * The edits that outlive an import which changed the tool. An effect that a person chose was said of one call, and so was
 * how it is undone; of another one it would let pass what nobody has looked at.
 */
export function keptEdits(edits: ToolEdits, before: Tool, after: Tool): ToolEdits | null {
  const { effect, undo, lookUp, ...rest } = edits;
  const isSameCall = before.effect === after.effect && callOf(before) === callOf(after);
  const kept = isSameCall ? edits : rest;
  return Object.keys(kept).length === 0 ? null : kept;
}

/** What a call of the tool does outside, as far as its source tells. */
function callOf({ source }: Tool): string {
  switch (source.kind) {
    case "builtin":
      return "";
    case "openapi":
      return `${source.method} ${source.path}`;
    case "mcp":
      return `${source.serverId} ${source.name}`;
    case "plan":
      return `${source.planId} ${source.planRevision}`;
    default:
      return source satisfies never;
  }
}
