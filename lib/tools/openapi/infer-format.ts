// Planning chains on formats; most documents leave them out where a name says as much.
import type { JsonSchema } from "@/lib/domain/json";
import { splitWords } from "./names";

/** The schema with a format, where it has none and its name and words leave no doubt. */
export function inferFormat(name: string, schema: JsonSchema): JsonSchema {
  if (schema.type !== "string" || schema.format !== undefined || schema.enum || schema.contentEncoding)
    return schema;
  const format = formatOf(splitWords(name), schema.description ?? "");
  return format === null ? schema : { ...schema, format };
}

function formatOf(words: readonly string[], description: string): string | null {
  const last = words.at(-1) ?? "";
  if (/\bIATA\b/.test(description) && /\bairport/i.test(`${words.join(" ")} ${description}`))
    return "airport";
  if (last === "email" || (last === "address" && words.includes("email"))) return "email";
  if (/\bE\.?164\b/.test(description)) return "phone";
  if (/\b(YYYY-MM-DD|yyyy-mm-dd)\b(?!T)/.test(description) && !/hh:mm/i.test(description)) return "date";
  return last === "city" || (words.length === 1 && last === "place") ? "place" : null;
}
