import { z } from "zod";
import { parseInput } from "@/lib/tools/parse-input";
import { tableOfResult } from "@/lib/tools/query-result";
import { type RawResult, type ReadOnlyDatabase, withReadOnlyDatabase } from "@/lib/tools/read-only-database";
import { requireConnection } from "@/lib/tools/require-connection";
import { type ExecuteTool, ToolError } from "@/lib/tools/tool-contract";
import { checkFunctions } from "./check-functions";
import { checkStatement } from "./check-statement";
import { databaseSql } from "./definition";

const inputSchema = z.object({ sql: z.string().min(1), limit: z.int().min(1).max(100_000).default(1000) });

const rowsPerFetch = 1000;
const maxResultBytes = 40 * 1024 * 1024;

/** Runs one checked SELECT through a cursor, so that no more is fetched than is wanted. */
export const executeDatabaseSql: ExecuteTool = async (input, context) => {
  const { sql, limit } = parseInput(inputSchema, input);
  const connection = requireConnection(context, databaseSql);
  const statement = await checkStatement(sql);
  const options = {
    statementTimeoutMs: databaseSql.timeoutMs - 5000,
    timeZone: context.timeZone,
    signal: context.signal,
  };
  const result = await withReadOnlyDatabase(connection, options, async (database) => {
    await checkFunctions(statement.functions, database);
    // A newline, so that a comment at the end of the statement ends there.
    await database.query(`declare lamplight_result no scroll cursor for ${statement.sql}\n`);
    return fetchRows(database, limit + 1);
  });
  const { columns, rows } = tableOfResult(result);
  const kept = rows.slice(0, limit);
  const table = await context.files.writeTable(columns, kept);
  return { output: { table, rowCount: kept.length, truncated: rows.length > kept.length } };
};

async function fetchRows(database: ReadOnlyDatabase, limit: number): Promise<RawResult> {
  let all: RawResult = { fields: [], rows: [] };
  let bytes = 0;
  while (all.rows.length < limit) {
    const count = Math.min(rowsPerFetch, limit - all.rows.length);
    const part = await database.query(`fetch forward ${count} from lamplight_result`);
    bytes += part.rows.reduce(
      (sum, row) => sum + row.reduce((size, cell) => size + (cell?.length ?? 0), 0),
      0,
    );
    if (bytes > maxResultBytes) {
      const message = "The result is larger than 40 MB. Ask for fewer rows or columns.";
      throw new ToolError("bad-input", message, { evidence: { rows: all.rows.length, bytes } });
    }
    all = { fields: part.fields, rows: [...all.rows, ...part.rows] };
    if (part.rows.length < count) break;
  }
  return all;
}
