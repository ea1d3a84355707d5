import pg from "pg";
import { z } from "zod";
import type { DatabaseColumn, DatabaseTable } from "@/lib/tools/describe-database";
import { requireColumn } from "@/lib/tools/find-column";
import { filterOperators } from "@/lib/tools/table-schemas";
import { ToolError } from "@/lib/tools/tool-contract";

const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);
export const filterSchema = z.object({
  column: z.string(),
  operator: z.enum(filterOperators),
  value: z.union([scalarSchema, z.array(scalarSchema)]).optional(),
});

type Filter = z.infer<typeof filterSchema>;
export type Scalar = z.infer<typeof scalarSchema>;

/** Takes a value as a parameter; gives its place: `$3`. */
export type Bind = (value: Scalar) => string;

/** A condition as SQL. Throws a `bad-input` ToolError for an unknown column or a value of the wrong kind. */
export function compileFilter(filter: Filter, table: DatabaseTable, bind: Bind): string {
  const column = requireColumn(table.columns, filter.column, { of: `table “${table.name}”` });
  const name = pg.escapeIdentifier(column.name);
  if (filter.operator === "is-empty") return isEmpty(name, column);
  if (filter.operator === "is-not-empty") return `not (${isEmpty(name, column)})`;
  const values = filter.value === undefined ? [] : [filter.value].flat();
  checkValues(filter, column, values);
  const [first = "", last = ""] = values;
  const { left, right } = comparison(name, column, values, bind);
  switch (filter.operator) {
    case "=":
    case "in":
      return `${left} in (${values.map(right).join(", ")})`;
    case "≠":
      return `${left} is distinct from ${right(first)}`;
    case "<":
    case ">":
      return `${left} ${filter.operator} ${right(first)}`;
    case "≤":
    case "≥":
      return `${left} ${filter.operator === "≤" ? "<=" : ">="} ${right(first)}`;
    case "between":
      return `${left} between ${right(first)} and ${right(last)}`;
    case "contains":
      return `${name}::text ilike ${bind(`%${String(first).replace(/[\\%_]/g, "\\$&")}%`)}`;
    default:
      return filter.operator satisfies never;
  }
}

function isEmpty(name: string, column: DatabaseColumn): string {
  return column.type === "text" ? `(${name} is null or ${name}::text = '')` : `${name} is null`;
}

/** Both sides of a comparison. Texts are compared without regard to case; a day with the day of a time. */
function comparison(
  name: string,
  column: DatabaseColumn,
  values: readonly Scalar[],
  bind: Bind,
): { left: string; right: (value: Scalar) => string } {
  switch (column.type) {
    case "number":
      return { left: name, right: (value) => `${bind(value)}::numeric` };
    case "boolean":
      return { left: name, right: (value) => `${bind(value)}::boolean` };
    case "text":
      return { left: `lower(${name}::text)`, right: (value) => `lower(${bind(String(value))}::text)` };
    case "date": {
      const daysOnly = values.every((value) => /^\d{4}-\d{2}-\d{2}$/.test(String(value)));
      return daysOnly
        ? { left: `${name}::date`, right: (value) => `${bind(value)}::date` }
        : { left: name, right: (value) => `${bind(value)}::timestamptz` };
    }
    default:
      return column.type satisfies never;
  }
}

function checkValues(filter: Filter, column: DatabaseColumn, values: readonly Scalar[]): void {
  const wrong = (message: string) =>
    new ToolError("bad-input", `The condition on “${column.name}” ${message}`, {
      evidence: { column: column.name, operator: filter.operator },
    });
  if (values.length === 0) throw wrong("has no value to compare with.");
  if (filter.operator === "between" && values.length !== 2) {
    throw wrong("needs two values for “between”: the first and the last.");
  }
  if (!["in", "between", "="].includes(filter.operator) && values.length !== 1) {
    throw wrong(`takes one value for “${filter.operator}”.`);
  }
  if (filter.operator === "contains") return;
  const bad = values.find((value) => !fits(column, value));
  if (bad === undefined) return;
  const expected = {
    number: "a number",
    boolean: "true or false",
    date: "a date such as 2026-11-24",
    text: "a text",
  };
  throw wrong(`compares it with “${String(bad)}”, which is not ${expected[column.type]}.`);
}

function fits(column: DatabaseColumn, value: Scalar): boolean {
  switch (column.type) {
    case "number":
      return (
        typeof value === "number" || (typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value.trim()))
      );
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "date":
      return (
        typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value))
      );
    case "text":
      return true;
    default:
      return column.type satisfies never;
  }
}
