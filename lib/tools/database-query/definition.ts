import { defineTool } from "@/lib/tools/define-tool";
import {
  columnInput,
  columnsInput,
  filtersInput,
  measuresInput,
  orderByInput,
  tableOf,
  timeGrainInput,
} from "@/lib/tools/table-schemas";

export const databaseQuery = defineTool({
  id: "database.query",
  title: "Get data from the database",
  description:
    "Fetches rows, totals and trends from the connected database: sales, revenue, profit, orders, customers, products, regions. Sums, counts and averages figures per quarter, month, region, category or any other column, filtered and sorted. Reads only; no SQL needed.",
  examples: [
    "Get quarterly sales data",
    "Total sales per country last year",
    "Which products sold best this month",
    "Where did we lose the most money",
    "How many orders did we get per month in 2017",
    "Show the ten customers with the most orders",
  ],
  icon: "database",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      table: {
        type: "string",
        title: "Table",
        description: "The table or view to read, with its schema if need be: sales, sandbox_sales.orders.",
        default: "sales",
        minLength: 1,
        maxLength: 200,
      },
      measures: measuresInput,
      dimensions: columnsInput(
        "Grouped by",
        "Columns to group by: region, category, customer. Left out: no groups.",
      ),
      timeColumn: columnInput(
        "Date column",
        "The date that decides which period a row belongs to. Left out: the table's first date.",
      ),
      timeGrain: timeGrainInput,
      filters: filtersInput,
      orderBy: orderByInput,
      limit: {
        type: "integer",
        title: "At most",
        description: "The largest number of rows to return.",
        minimum: 1,
        maximum: 100_000,
        default: 10_000,
      },
    },
    required: [],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      table: tableOf("Result", "The rows found, one per group and period when grouped."),
      rowCount: { type: "integer", title: "Rows", description: "How many rows the result has." },
      truncated: {
        type: "boolean",
        title: "Cut off",
        description: "True when there were more rows than were asked for.",
      },
      sql: { type: "string", title: "SQL", description: "The statement that was run." },
    },
    required: ["table", "rowCount", "truncated", "sql"],
    additionalProperties: false,
  },
  // The organisation's own records, through a connection somebody here made.
  outputTrust: "trusted",
  controlInputs: ["table", "measures", "dimensions", "timeColumn"],
  connectionKind: "postgres",
  timeoutMs: 30_000,
  retry: { attempts: 3, backoffMs: 500 },
  idempotency: "natural",
  asksPerson: false,
});
