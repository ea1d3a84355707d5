// A structured query as parameterised SQL. Identifiers are only ever those information_schema listed, quoted;
// values are only ever parameters (N5).
import pg from "pg";
import { z } from "zod";
import type { DatabaseColumn, DatabaseTable } from "@/lib/tools/describe-database";
import { requireColumn } from "@/lib/tools/find-column";
import { type Aggregate, aggregates, type TimeGrain, timeGrains } from "@/lib/tools/table-schemas";
import { ToolError } from "@/lib/tools/tool-contract";
import { isSubset, nearestNames, wordsOf } from "@/lib/tools/words";
import { compileFilter, filterSchema, type Scalar } from "./compile-filter";

export const querySchema = z.object({
  table: z.string().default("sales"),
  measures: z
    .array(z.object({ column: z.string(), aggregate: z.enum(aggregates), as: z.string().optional() }))
    .default([]),
  dimensions: z.array(z.string()).default([]),
  timeColumn: z.string().optional(),
  timeGrain: z.enum(timeGrains).optional(),
  filters: z.array(filterSchema).default([]),
  orderBy: z
    .array(
      z.object({ column: z.string(), direction: z.enum(["ascending", "descending"]).default("descending") }),
    )
    .default([]),
  limit: z.int().min(1).max(100_000).default(10_000),
});
export type Query = z.infer<typeof querySchema>;

export interface CompiledQuery {
  sql: string;
  parameters: Scalar[];
}

/** One column of the result: its expression and what it is called. */
interface Output {
  name: string;
  type: DatabaseColumn["type"];
  expression: string;
  grouped: boolean;
}

/**
 * Compiles a query for one of the listed tables. It asks for one row more than the limit, so that the caller sees
 * whether there are more. Throws a `bad-input` ToolError for a table or column that is not there.
 */
export function compileQuery(query: Query, tables: readonly DatabaseTable[]): CompiledQuery {
  const table = requireTable(tables, query.table);
  const outputs = outputsOf(query, table);
  const parameters: Scalar[] = [];
  const bind = (value: Scalar) => `$${parameters.push(value)}`;
  const aggregated = outputs.some(({ grouped }) => !grouped);
  const conditions = query.filters.map((filter) => compileFilter(filter, table, bind));
  const groups = aggregated ? outputs.filter(({ grouped }) => grouped) : [];
  const lines = [
    `select ${outputs.map(({ expression, name }) => `${expression} as ${pg.escapeIdentifier(name)}`).join(",\n       ")}`,
    `from ${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`,
    ...(conditions.length > 0 ? [`where ${conditions.join("\n  and ")}`] : []),
    ...(groups.length > 0 ? [`group by ${groups.map(({ expression }) => expression).join(", ")}`] : []),
    ...orderLines(query, table, outputs, aggregated),
    `limit ${bind(query.limit + 1)}`,
  ];
  return { sql: lines.join("\n"), parameters };
}

function requireTable(tables: readonly DatabaseTable[], wanted: string): DatabaseTable {
  const lower = wanted.trim().toLowerCase();
  const nameOf = (table: DatabaseTable) => `${table.schema}.${table.name}`.toLowerCase();
  const exact = tables.find((table) => nameOf(table) === lower || table.name.toLowerCase() === lower);
  if (exact) return exact;
  const words = wordsOf(wanted);
  const alike = tables.filter((table) => {
    const own = wordsOf(table.name);
    return isSubset(words, own) && own.length === words.length;
  });
  const [only, second] = alike;
  if (only && !second) return only;
  const names = tables.map((table) => `${table.schema}.${table.name}`);
  const near = nearestNames(wanted, names);
  const offered = near.length > 0 ? near : names.slice(0, 20);
  const hint =
    names.length === 0 ? "The connection's user can read no table." : `There is: ${offered.join(", ")}.`;
  throw new ToolError("bad-input", `There is no table “${wanted}” in the database. ${hint}`, {
    evidence: { wanted, tables: offered },
  });
}

function outputsOf(query: Query, table: DatabaseTable): Output[] {
  const of = `table “${table.name}”`;
  const column = (wanted: string, preferred?: DatabaseColumn["type"]) =>
    requireColumn(table.columns, wanted, { preferred, of });
  const isGrouped = query.timeGrain !== undefined || query.measures.length > 0;
  const outputs: Output[] = [];
  if (query.timeGrain !== undefined) outputs.push(periodOutput(query.timeGrain, timeColumnOf(query, table)));
  for (const wanted of query.dimensions) {
    const found = column(wanted);
    outputs.push({ ...found, expression: pg.escapeIdentifier(found.name), grouped: true });
  }
  if (!isGrouped && query.dimensions.length === 0) {
    return table.columns.map((found) => ({
      ...found,
      expression: pg.escapeIdentifier(found.name),
      grouped: true,
    }));
  }
  const measures = query.measures.length > 0 ? query.measures : defaultMeasures(table, query.dimensions);
  for (const { column: wanted, aggregate, as } of measures) {
    const rowCount = aggregate === "count" && isRowWord(wanted);
    const found = rowCount ? null : column(wanted, needsNumber(aggregate) ? "number" : undefined);
    const name = as ?? measureName(aggregate, found?.name ?? "rows", measures.length, query);
    outputs.push({ name, type: "number", expression: aggregateOf(aggregate, found, of), grouped: false });
  }
  return withDistinctNames(outputs);
}

const isRowWord = (wanted: string) => wanted === "*" || ["row", "record"].includes(wordsOf(wanted).join(" "));
const needsNumber = (aggregate: Aggregate) => aggregate === "sum" || aggregate === "avg";

/** The plain name for a sum, as in "sales per quarter"; others say what was worked out. */
function measureName(aggregate: Aggregate, column: string, count: number, query: Query): string {
  const alone = count === 1 || query.measures.filter((measure) => measure.column === column).length <= 1;
  if (aggregate === "sum" && alone) return column;
  const words: Record<Aggregate, string> = {
    sum: "total",
    avg: "average",
    min: "smallest",
    max: "largest",
    count: "number of",
    "count-distinct": "number of different",
  };
  return `${words[aggregate]} ${column}`;
}

function aggregateOf(aggregate: Aggregate, column: DatabaseColumn | null, of: string): string {
  if (column === null) return "count(*)";
  if (needsNumber(aggregate) && column.type !== "number") {
    const message = `“${column.name}” in ${of} holds no numbers, so it has no ${aggregate === "sum" ? "sum" : "average"}. Count it, or choose another column.`;
    throw new ToolError("bad-input", message);
  }
  const name = pg.escapeIdentifier(column.name);
  return aggregate === "count-distinct" ? `count(distinct ${name})` : `${aggregate}(${name})`;
}

/** What there is to add up when nobody said: number columns that are amounts, not keys, rates or dates. */
function defaultMeasures(table: DatabaseTable, dimensions: readonly string[]): Query["measures"] {
  const notAmounts = [
    "id",
    "key",
    "code",
    "number",
    "zip",
    "postal",
    "year",
    "month",
    "quarter",
    "rate",
    "discount",
    "percent",
    "price",
    "row",
    "latitude",
    "longitude",
  ];
  const amounts = table.columns.filter(
    ({ name, type }) =>
      type === "number" &&
      !dimensions.includes(name) &&
      !wordsOf(name).some((word) => notAmounts.includes(word)),
  );
  if (amounts.length === 0) return [{ column: "*", aggregate: "count", as: "rows" }];
  return amounts.map(({ name }) => ({ column: name, aggregate: "sum" }));
}

function timeColumnOf(query: Query, table: DatabaseTable): DatabaseColumn {
  const dates = table.columns.filter(({ type }) => type === "date");
  if (query.timeColumn !== undefined) {
    const found = requireColumn(table.columns, query.timeColumn, {
      preferred: "date",
      of: `table “${table.name}”`,
    });
    if (found.type === "date") return found;
    const hint = dates.length > 0 ? `Dates are: ${dates.map(({ name }) => name).join(", ")}.` : "";
    throw new ToolError(
      "bad-input",
      `“${found.name}” in table “${table.name}” is not a date. ${hint}`.trim(),
    );
  }
  const [first] = dates;
  if (first) return first;
  throw new ToolError("bad-input", `Table “${table.name}” has no date to make periods from.`);
}

function periodOutput(grain: TimeGrain, column: DatabaseColumn): Output {
  const name = pg.escapeIdentifier(column.name);
  // The grain is one of a closed set; a literal, so that GROUP BY sees the same expression.
  return { name: grain, type: "date", expression: `date_trunc('${grain}', ${name})::date`, grouped: true };
}

function withDistinctNames(outputs: Output[]): Output[] {
  const taken = new Set<string>();
  return outputs.map((output) => {
    let { name } = output;
    for (let count = 2; taken.has(name); count += 1) name = `${output.name} ${count}`;
    taken.add(name);
    return { ...output, name };
  });
}

function orderLines(
  query: Query,
  table: DatabaseTable,
  outputs: readonly Output[],
  aggregated: boolean,
): string[] {
  const keys = query.orderBy.map(({ column, direction }) => {
    const position = outputs.indexOf(
      requireColumn(outputs, column, { of: `the result from “${table.name}”` }),
    );
    return `${position + 1} ${direction === "ascending" ? "asc" : "desc"} nulls last`;
  });
  if (keys.length > 0) return [`order by ${keys.join(", ")}`];
  const groups = outputs.flatMap(({ grouped }, index) => (grouped ? [`${index + 1}`] : []));
  // Groups in their own order: periods from the earliest on.
  return aggregated && groups.length > 0 ? [`order by ${groups.join(", ")}`] : [];
}
