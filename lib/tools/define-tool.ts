import { createHash } from "node:crypto";
import { toolIdSchema } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Tool, ToolSource } from "@/lib/domain/tool";
import type { ToolDefinition } from "./tool-contract";

/** JSON with the keys of every object sorted: the same text for the same value (RFC 8785 without its number rules). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: Json | undefined) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A tool from its definition: its version is a hash over all of it, so that any change shows. */
export function defineTool(definition: ToolDefinition, source: ToolSource = { kind: "builtin" }): Tool {
  const tool = { ...definition, id: toolIdSchema.parse(definition.id), source };
  const version = createHash("sha256").update(canonicalJson(tool)).digest("hex").slice(0, 16);
  return { ...tool, version };
}
