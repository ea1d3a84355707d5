import { defineTool } from "@/lib/tools/define-tool";
import { tableOf } from "@/lib/tools/table-schemas";

export const databaseSql = defineTool({
  id: "database.sql",
  title: "Run a SQL query",
  description:
    "Runs one SELECT statement, written in SQL, on the connected PostgreSQL database and returns its rows. For joins, window functions and anything the form of “Get data from the database” can't say. Reads only: statements that change anything are refused.",
  examples: [
    "Run this SQL on the sales database",
    "Run a SELECT statement against Postgres",
    "Join orders with customers in SQL and list the result",
  ],
  icon: "square-terminal",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      sql: {
        type: "string",
        title: "SQL statement",
        description: "One SELECT (or WITH … SELECT) statement in PostgreSQL's dialect.",
        minLength: 1,
        maxLength: 50_000,
      },
      limit: {
        type: "integer",
        title: "At most",
        description: "The largest number of rows to return.",
        minimum: 1,
        maximum: 100_000,
        default: 1000,
      },
    },
    required: ["sql"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      table: tableOf("Result", "The rows the statement returned."),
      rowCount: { type: "integer", title: "Rows", description: "How many rows the result has." },
      truncated: {
        type: "boolean",
        title: "Cut off",
        description: "True when the statement had more rows than were asked for.",
      },
    },
    required: ["table", "rowCount", "truncated"],
    additionalProperties: false,
  },
  outputTrust: "trusted",
  controlInputs: ["sql"],
  connectionKind: "postgres",
  timeoutMs: 30_000,
  retry: { attempts: 2, backoffMs: 500 },
  idempotency: "natural",
  asksPerson: false,
});
