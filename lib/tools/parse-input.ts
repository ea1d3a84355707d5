import type { z } from "zod";
import type { JsonObject } from "@/lib/domain/json";
import { ToolError } from "./tool-contract";

/**
 * The input as typed values with defaults filled in. The engine has checked it against the JSON Schema; this is
 * the boundary in code. Throws a `bad-input` ToolError that names the field.
 */
export function parseInput<T extends z.ZodType>(schema: T, input: JsonObject): z.infer<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.map(String).join(".") ?? "";
  const message = `${place === "" ? "The input" : `“${place}”`} can't be used: ${issue?.message ?? "unknown"}.`;
  throw new ToolError("bad-input", message, { evidence: result.error.issues.map((one) => one.message) });
}
