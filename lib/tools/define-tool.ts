import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Tool, ToolSource } from "@/lib/domain/tool";
import type { ToolDefinition } from "./tool-contract";

/** A tool from its definition: its version is a hash over all of it, so that any change shows. */
export function defineTool(definition: ToolDefinition, source: ToolSource = { kind: "builtin" }): Tool {
  const tool = { ...definition, id: toolIdSchema.parse(definition.id), source };
  const version = createHash("sha256").update(canonicalJson(tool)).digest("hex").slice(0, 16);
  return { ...tool, version };
}
