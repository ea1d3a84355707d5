import { listTables } from "@/lib/tools/describe-database";
import { parseInput } from "@/lib/tools/parse-input";
import { tableOfResult } from "@/lib/tools/query-result";
import { withReadOnlyDatabase } from "@/lib/tools/read-only-database";
import { requireConnection } from "@/lib/tools/require-connection";
import type { ExecuteTool } from "@/lib/tools/tool-contract";
import { compileQuery, querySchema } from "./compile-query";
import { databaseQuery } from "./definition";

/** Runs a structured query against the connection's database. */
export const executeDatabaseQuery: ExecuteTool = async (input, context) => {
  const query = parseInput(querySchema, input);
  const connection = requireConnection(context, databaseQuery);
  const options = {
    statementTimeoutMs: databaseQuery.timeoutMs - 5000,
    timeZone: context.timeZone,
    signal: context.signal,
  };
  const { compiled, result } = await withReadOnlyDatabase(connection, options, async (database) => {
    const compiled = compileQuery(query, await listTables(database));
    return { compiled, result: await database.query(compiled.sql, compiled.parameters) };
  });
  const { columns, rows } = tableOfResult(result);
  const kept = rows.slice(0, query.limit);
  const table = await context.files.writeTable(columns, kept);
  const output = {
    table,
    rowCount: kept.length,
    truncated: rows.length > kept.length,
    sql: readableSql(compiled.sql, compiled.parameters),
  };
  return { output };
};

/** The statement with its values written in, for people; what ran had them bound. */
function readableSql(sql: string, parameters: readonly (string | number | boolean)[]): string {
  return sql.replace(/\$(\d+)/g, (_match, position: string) => {
    const value = parameters[Number(position) - 1];
    return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
  });
}
