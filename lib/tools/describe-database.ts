import type { ColumnType } from "@/lib/domain/table";
import { type ReadOnlyDatabase, withReadOnlyDatabase } from "./read-only-database";
import type { OpenConnection } from "./tool-contract";

export interface DatabaseColumn {
  name: string;
  type: ColumnType;
  /** As in information_schema: `numeric`, `timestamp with time zone`. */
  dataType: string;
}
export interface DatabaseTable {
  schema: string;
  name: string;
  kind: "table" | "view";
  columns: DatabaseColumn[];
}

/**
 * Tables and views the connection's user may read, with their columns, those of its search path first: for
 * planning and forms. Throws a ToolError when the database can't be reached.
 */
export async function describeDatabase(
  connection: OpenConnection,
  signal?: AbortSignal,
): Promise<DatabaseTable[]> {
  const options = { statementTimeoutMs: 10_000, timeZone: "UTC", signal };
  return withReadOnlyDatabase(connection, options, listTables);
}

/** The same inside a transaction that is already open. */
export async function listTables(database: ReadOnlyDatabase): Promise<DatabaseTable[]> {
  const { rows } = await database.query(
    `select c.table_schema, c.table_name, t.table_type, c.column_name, c.data_type
       from information_schema.columns c
       join information_schema.tables t using (table_catalog, table_schema, table_name)
      where c.table_schema not in ('pg_catalog', 'information_schema')
        and has_column_privilege(
              format('%I.%I', c.table_schema, c.table_name), c.column_name::text, 'select')
      order by array_position(current_schemas(false), c.table_schema::name) nulls last,
               c.table_schema, c.table_name, c.ordinal_position
      limit 20000`,
  );
  const tables = new Map<string, DatabaseTable>();
  for (const [schema, name, kind, column, dataType] of rows) {
    if (!schema || !name || !column || !dataType) continue;
    const key = `${schema}\u0000${name}`;
    const table = tables.get(key) ?? { schema, name, kind: kind === "VIEW" ? "view" : "table", columns: [] };
    table.columns.push({ name: column, type: columnTypeOf(dataType), dataType });
    tables.set(key, table);
  }
  return [...tables.values()];
}

const numberTypes = new Set([
  "smallint",
  "integer",
  "bigint",
  "numeric",
  "real",
  "double precision",
  "money",
]);

function columnTypeOf(dataType: string): ColumnType {
  if (numberTypes.has(dataType)) return "number";
  if (dataType === "boolean") return "boolean";
  return dataType === "date" || dataType.startsWith("timestamp") ? "date" : "text";
}
