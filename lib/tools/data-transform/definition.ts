import type { JsonSchema } from "@/lib/domain/json";
import { defineTool } from "@/lib/tools/define-tool";
import {
  aggregateInput,
  columnInput,
  columnsInput,
  directionInput,
  filtersInput,
  measuresInput,
  orderByInput,
  tableOf,
} from "@/lib/tools/table-schemas";

const limitInput: JsonSchema = {
  type: "integer",
  title: "First",
  description: "Keep only this many rows: 5 for the top five.",
  minimum: 1,
  maximum: 1_000_000,
};

const joinKindInput: JsonSchema = {
  type: "string",
  title: "Rows without a match",
  description: "“inner” leaves them out, “left” keeps them with empty cells.",
  enum: ["inner", "left"],
  default: "inner",
};

function operation(kind: string, title: string, properties: Record<string, JsonSchema>): JsonSchema {
  return {
    type: "object",
    title,
    properties: { operation: { type: "string", const: kind, title: "Operation" }, ...properties },
    required: ["operation", ...Object.keys(properties).filter((name) => name !== "kind")],
    additionalProperties: false,
  };
}

export const dataTransform = defineTool({
  id: "data.transform",
  title: "Filter, group and sort data",
  description:
    "Works on a table: finds the top or bottom rows, such as the customers with the highest revenue, ranks, filters rows, groups and adds up, joins two tables, sorts, picks columns, keeps the first few.",
  examples: [
    "Which customers in this list signed up in May",
    "Find the five customers with the highest revenue in this file",
    "Top ten products by profit",
    "Add up the amounts per customer",
    "Keep only the rows from Germany and sort them by date",
    "Join the orders with the customer list",
  ],
  icon: "list-filter",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      table: tableOf("Data", "The rows to work on."),
      filters: filtersInput,
      groupBy: columnsInput(
        "One row per",
        "Columns to group by: customer, product. Left out: rows are kept as they are.",
      ),
      measure: columnInput("Figure", "The number worked out for each group: revenue, amount."),
      aggregate: aggregateInput,
      sortBy: columnInput(
        "Sorted by",
        "The column to sort by. Left out: the figure, when there is one and an order or a number of rows is given.",
      ),
      direction: directionInput,
      limit: limitInput,
      columns: columnsInput("Columns", "The columns to keep, in this order. Left out: all."),
      joinTable: tableOf("Second table", "A table whose columns are added to matching rows."),
      joinOn: columnsInput(
        "Matched on",
        "Columns both tables have that say which rows belong together. Left out: all they share.",
      ),
      joinKind: joinKindInput,
      operations: {
        type: "array",
        title: "Further operations",
        description: "Applied in order, after the ones above.",
        maxItems: 50,
        items: {
          oneOf: [
            operation("filter", "Filter", { filters: filtersInput }),
            operation("group", "Group", {
              by: columnsInput("One row per", "Columns to group by."),
              measures: measuresInput,
            }),
            operation("join", "Join with the second table", {
              on: columnsInput("Matched on", "Columns both tables have."),
              kind: joinKindInput,
            }),
            operation("sort", "Sort", { by: orderByInput }),
            operation("pick", "Pick columns", { columns: columnsInput("Columns", "The columns to keep.") }),
            operation("limit", "First rows", { count: limitInput }),
          ],
        },
      },
    },
    required: ["table"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      table: tableOf("Result", "The rows that came out."),
      rowCount: { type: "integer", title: "Rows", description: "How many rows came out." },
      text: {
        type: "string",
        format: "text",
        title: "As text",
        description: "The first rows as a short list for a message, one line each.",
      },
      markdown: {
        type: "string",
        format: "text",
        title: "As a Markdown table",
        description: "The first rows as a table in Markdown.",
      },
    },
    required: ["table", "rowCount", "text", "markdown"],
    additionalProperties: false,
  },
  outputTrust: "derived",
  controlInputs: [],
  connectionKind: null,
  timeoutMs: 30_000,
  retry: { attempts: 1, backoffMs: 0 },
  idempotency: "natural",
  asksPerson: false,
});
