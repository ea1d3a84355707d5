// Pieces of tools' schemas that speak about tables, shared so that forms and planning see one shape.
import type { JsonSchema } from "@/lib/domain/json";
import { tableJsonSchema } from "@/lib/domain/table";

/** A table as an input or output, with its own title and description. */
export function tableOf(title: string, description: string): JsonSchema {
  return { ...tableJsonSchema, title, description };
}

export const filterOperators = [
  "=",
  "≠",
  "<",
  "≤",
  ">",
  "≥",
  "in",
  "contains",
  "between",
  "is-empty",
  "is-not-empty",
] as const;
export type FilterOperator = (typeof filterOperators)[number];

export const aggregates = ["sum", "avg", "min", "max", "count", "count-distinct"] as const;
export type Aggregate = (typeof aggregates)[number];

export const timeGrains = ["day", "week", "month", "quarter", "year"] as const;
export type TimeGrain = (typeof timeGrains)[number];

export const columnInput = (title: string, description: string): JsonSchema => ({
  type: "string",
  title,
  description,
  minLength: 1,
  maxLength: 200,
});

export const columnsInput = (title: string, description: string): JsonSchema => ({
  type: "array",
  title,
  description,
  items: { type: "string", title: "Column", minLength: 1, maxLength: 200 },
  maxItems: 100,
});

export const aggregateInput: JsonSchema = {
  type: "string",
  title: "Calculation",
  description:
    "What is worked out for each group: the sum, the average, the smallest, the largest, how many.",
  enum: [...aggregates],
  default: "sum",
};

export const timeGrainInput: JsonSchema = {
  type: "string",
  title: "Per",
  description: "Length of a period: daily, weekly, monthly, quarterly or yearly figures.",
  enum: [...timeGrains],
};

export const directionInput: JsonSchema = {
  type: "string",
  title: "Order",
  description: "Ascending: smallest or earliest first. Descending: largest or latest first.",
  enum: ["ascending", "descending"],
  default: "descending",
};

export const filtersInput: JsonSchema = {
  type: "array",
  title: "Only rows where",
  description: "Conditions on columns; a row is kept when all of them hold.",
  maxItems: 50,
  items: {
    type: "object",
    title: "Condition",
    properties: {
      column: columnInput("Column", "The column looked at."),
      operator: {
        type: "string",
        title: "Comparison",
        description:
          "How the column is compared. “in” takes a list of values, “between” a list of the first and the last.",
        enum: [...filterOperators],
      },
      value: {
        type: ["string", "number", "boolean", "array"],
        title: "Value",
        description: "What the column is compared with. Dates are written 2026-11-24.",
        items: { type: ["string", "number", "boolean"] },
      },
    },
    required: ["column", "operator"],
    additionalProperties: false,
  },
};

export const orderByInput: JsonSchema = {
  type: "array",
  title: "Sorted by",
  description: "Columns to sort by, the most important first.",
  maxItems: 10,
  items: {
    type: "object",
    title: "Column and order",
    properties: {
      column: columnInput("Column", "The column to sort by."),
      direction: directionInput,
    },
    required: ["column"],
    additionalProperties: false,
  },
};

export const measuresInput: JsonSchema = {
  type: "array",
  title: "Figures",
  description:
    "What is worked out: the sum of sales, the number of orders, the average discount. Left out while rows are grouped: every amount is summed.",
  maxItems: 20,
  items: {
    type: "object",
    title: "Figure",
    properties: {
      column: columnInput("Column", "The column it is worked out from; for a count of rows, any."),
      aggregate: aggregateInput,
      as: columnInput("Name", "What the figure's column is called in the result."),
    },
    required: ["column", "aggregate"],
    additionalProperties: false,
  },
};
