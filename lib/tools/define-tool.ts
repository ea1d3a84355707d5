import { createHash } from "node:crypto";
import { canonicalJson, type SharedTexts } from "@/lib/domain/canonical-json";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Tool, ToolSource } from "@/lib/domain/tool";
import { layOverEdits, type ToolEdits } from "@/lib/domain/tool-edits";
import type { ToolDefinition } from "./tool-contract";

/**
 * A tool from its definition: its version is a hash over all of it, so that any change shows.
 * @param written texts of schemas that many tools share, kept while they are made
 */
export function defineTool(
  definition: ToolDefinition,
  source: ToolSource = { kind: "builtin" },
  written?: SharedTexts,
): Tool {
  const tool = { ...definition, id: toolIdSchema.parse(definition.id), source };
  return sealedTool(tool, written);
}

/** The imported tool as a person changed it, with a version of its own. */
export function editedTool(imported: Tool, edits: ToolEdits | null): Tool {
  if (edits === null) return imported;
  const { version: _, ...tool } = layOverEdits(imported, edits);
  return sealedTool(tool);
}

/** A tool with the version that goes with everything else of it. */
export function sealedTool(tool: Omit<Tool, "version">, written?: SharedTexts): Tool {
  const version = createHash("sha256").update(canonicalJson(tool, written)).digest("hex").slice(0, 16);
  return { ...tool, version };
}
