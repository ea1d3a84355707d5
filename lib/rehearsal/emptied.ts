// As little as a tool may come back with: lists and tables without anything in them, counts of nothing.
import { isJsonObject, type Json, type JsonSchema } from "@/lib/domain/json";
import { isTable } from "@/lib/domain/table";
import { typeOf } from "@/lib/planning/output-fields";

const countNames =
  /^(count|total|totals?_?(count|results|items|elements)|row_?count|size|length|number_?of.*|.*_?count)$/i;

/**
 * An output with every list, table and count in it empty, as far as its schema lets them. One without any has what it
 * must have and no more.
 */
export function emptied(value: Json, schema: JsonSchema): Json {
  return hasList(value) ? withoutItems(value, schema, null) : leastOf(value, schema);
}

const hasList = (value: Json): boolean =>
  Array.isArray(value) || (isJsonObject(value) && (isTable(value) || Object.values(value).some(hasList)));

function withoutItems(value: Json, schema: JsonSchema, name: string | null): Json {
  if (Array.isArray(value)) return value.slice(0, schema.minItems ?? 0);
  if (isTable(value)) {
    const { fileId: _, ...table } = value;
    return { ...table, rows: [], rowCount: 0 };
  }
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, withoutItems(inner, propertyOf(schema, key), key)]),
    );
  }
  const isCount = typeof value === "number" && name !== null && countNames.test(name);
  return isCount ? Math.max(0, schema.minimum ?? 0) : value;
}

function leastOf(value: Json, schema: JsonSchema): Json {
  if (!isJsonObject(value)) return value;
  const required = schema.required ?? [];
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
      if (!required.includes(name)) return [];
      const property = propertyOf(schema, name);
      return [[name, mayBeNull(property) ? null : leastOf(inner, property)]];
    }),
  );
}

function mayBeNull({ type, nullable, anyOf, oneOf }: JsonSchema): boolean {
  const alternatives = [...(anyOf ?? []), ...(oneOf ?? [])];
  return (
    nullable === true ||
    (Array.isArray(type) && type.includes("null")) ||
    alternatives.some((one) => typeOf(one) === "null" || one.type === "null")
  );
}

const propertyOf = ({ properties }: JsonSchema, name: string): JsonSchema =>
  (properties && Object.hasOwn(properties, name) ? properties[name] : undefined) ?? {};
