import { z } from "zod";
import { effectSchema } from "./effect";
import type { Tool } from "./tool";

/** What a person changed of an imported tool: kept apart from what was imported, and laid over it when it is read. */
export const toolEditsSchema = z.strictObject({
  title: z.string().trim().min(1).max(120).optional(),
  description: z.string().trim().max(4000).optional(),
  effect: effectSchema.optional(),
  examples: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
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
  off: z.boolean().nullable().optional(),
});
export type ToolEditsPatch = z.infer<typeof toolEditsPatchSchema>;

/** The imported tool with the edits laid over it; its version is not that of the result yet. */
export function layOverEdits(imported: Tool, edits: ToolEdits): Tool {
  const { effect, off, ...words } = edits;
  const tool: Tool = { ...imported, ...words };
  if (off) tool.off = "by-person";
  if (effect === undefined || effect === imported.effect) return tool;
  tool.effect = effect;
  if (effect === "read") tool.undo = { kind: "none" };
  else if (imported.effect === "read") {
    // What was thought to be harmless to repeat is not any more.
    tool.undo = { kind: effect === "irreversible" ? "none" : "unknown" };
    tool.idempotency = "none";
    tool.retry = { attempts: 1, backoffMs: 0 };
  } else if (effect === "irreversible") tool.undo = { kind: "none" };
  return tool;
}

/** The edits after a patch; those that say what the import says anyway are dropped. Null when none is left. */
export function patchEdits(imported: Tool, edits: ToolEdits, patch: ToolEditsPatch): ToolEdits | null {
  const merged = Object.entries({ ...edits, ...patch }).filter(([name, value]) => {
    if (value === null || value === undefined || value === false) return false;
    const before = imported[name as keyof Tool];
    return JSON.stringify(value) !== JSON.stringify(before);
  });
  return merged.length === 0 ? null : toolEditsSchema.parse(Object.fromEntries(merged));
}

/**
 * The edits that outlive an import which changed the tool. An effect that a person chose was said of one call; of
 * another one it would let pass what nobody has looked at.
 */
export function keptEdits(edits: ToolEdits, before: Tool, after: Tool): ToolEdits | null {
  const { effect, ...rest } = edits;
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
