// Values that show how a tool is called: what its schema gives as examples, or else what fits its types.
import type { Json, JsonObject, JsonSchema } from "@/lib/domain/json";
import { typeOf } from "@/lib/planning/output-fields";

const byFormat: Record<string, string> = {
  email: "ada@example.com",
  phone: "+15550100",
  uri: "https://example.com",
  date: "2026-01-31",
  "date-time": "2026-01-31T09:00:00Z",
  time: "09:00:00Z",
  uuid: "00000000-0000-4000-8000-000000000000",
  ipv4: "192.0.2.1",
  hostname: "example.com",
  "time-zone": "Europe/Paris",
  file: "file_0000000000000000",
};
const deepest = 4;

/** Inputs a call could have: all that is required, and what has an example. */
export function exampleInputs(schema: JsonSchema): JsonObject {
  const value = objectOf(schema, deepest);
  return value;
}

function objectOf(schema: JsonSchema, depth: number): JsonObject {
  const required = schema.required ?? [];
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([name, property]): [string, Json][] => {
      const given = givenExample(property);
      if (given !== undefined) return [[name, given]];
      return required.includes(name) ? [[name, exampleOf(property, name, depth - 1)]] : [];
    }),
  );
}

function givenExample(schema: JsonSchema): Json | undefined {
  const single = schema.example as Json | undefined;
  return schema.examples?.[0] ?? single ?? schema.const;
}

function exampleOf(schema: JsonSchema, name: string, depth: number): Json {
  const given = givenExample(schema) ?? schema.default ?? schema.enum?.[0];
  if (given !== undefined) return given;
  const variant = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (variant && schema.type === undefined) return depth > 0 ? exampleOf(variant, name, depth - 1) : null;
  switch (typeOf(schema)) {
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    case "array":
      return depth > 0 && schema.items ? [exampleOf(schema.items, name, depth - 1)] : [];
    case "object":
      return depth > 0 ? objectOf(schema, depth) : {};
    default:
      return byFormat[schema.format ?? ""] ?? name;
  }
}
