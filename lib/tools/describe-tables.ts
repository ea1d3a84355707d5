// A database's tables as planning sees them: names, columns, and the values of columns that have only a few.
import pg from "pg";
import type { ColumnType } from "@/lib/domain/table";
import { type DatabaseTable, listTables } from "./describe-database";
import { type ReadOnlyDatabase, withReadOnlyDatabase } from "./read-only-database";
import { type OpenConnection, ToolError } from "./tool-contract";

export interface DescribedTable {
  /** With its schema unless that is on the connection's search path. */
  name: string;
  columns: { name: string; type: ColumnType; values?: string[] }[];
}

const mostTables = 60;
const mostTextColumns = 20;
const rowsLookedAt = 50_000;
/** A column with more different values than this is not a list to choose from. */
const mostValues = 100;

/** Tables with their columns; views first, as they are made to be read. Throws a ToolError when out of reach. */
export async function describeTables(
  connection: OpenConnection,
  signal?: AbortSignal,
): Promise<DescribedTable[]> {
  try {
    return await describeAll(connection, true, signal);
  } catch (error) {
    // A table that can't be looked into spoils the transaction; names and types are worth having without values.
    if (error instanceof ToolError && ["credentials", "transient"].includes(error.kind)) throw error;
    return describeAll(connection, false, signal);
  }
}

async function describeAll(connection: OpenConnection, withValues: boolean, signal?: AbortSignal) {
  const options = { statementTimeoutMs: 5000, timeZone: "UTC", signal };
  return withReadOnlyDatabase(connection, options, async (database) => {
    const tables = (await listTables(database)).slice(0, mostTables);
    const ambiguous = new Set(
      tables.map((table) => table.name).filter((name, i, all) => all.indexOf(name) !== i),
    );
    const described: DescribedTable[] = [];
    for (const table of [...tables].sort((a, b) => Number(b.kind === "view") - Number(a.kind === "view"))) {
      const values = withValues ? await valuesOf(database, table) : new Map<string, string[]>();
      described.push({
        name: ambiguous.has(table.name) ? `${table.schema}.${table.name}` : table.name,
        columns: table.columns.map(({ name, type }) => {
          const known = values.get(name);
          return known ? { name, type, values: known } : { name, type };
        }),
      });
    }
    return described;
  });
}

/** The values of the text columns that have few, by column. None when the table can't be read in time. */
async function valuesOf(database: ReadOnlyDatabase, table: DatabaseTable): Promise<Map<string, string[]>> {
  const columns = table.columns.filter((column) => column.type === "text").slice(0, mostTextColumns);
  if (columns.length === 0) return new Map();
  const names = columns.map((column) => pg.escapeIdentifier(column.name));
  const from = `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`;
  const each = names.map(
    (name, i) =>
      `select ${i}::text as i, v from (select distinct ${name}::text as v from sampled where ${name} is not null limit ${mostValues + 1}) as few`,
  );
  const sql = `with sampled as materialized (select ${names.join(", ")} from ${from} limit ${rowsLookedAt}) ${each.join(" union all ")}`;
  const { rows } = await database.query(sql);
  const found = new Map<string, string[]>();
  for (const [i, column] of columns.entries()) {
    const values = rows.flatMap(([index, value]) => (index === String(i) && value ? [value] : []));
    if (values.length > 0 && values.length <= mostValues && values.every((value) => value.length <= 60)) {
      found.set(column.name, values.sort());
    }
  }
  return found;
}
