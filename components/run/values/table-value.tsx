import { RevealedText } from "@/components/approval/revealed-text";
import { DataTable, type DataTableColumn } from "@/components/ui/data-table";
import type { Json, JsonObject, JsonSchema } from "@/lib/domain/json";
import type { Table } from "@/lib/domain/table";
import { FileValue } from "./file-value";
import { wordsOf } from "./output-parts";

interface IndexedRow {
  index: number;
  cells: Readonly<Record<string, Json>>;
}

export interface TableValueProps {
  table: Table;
  caption: string;
  /** Every digit as it is, instead of figures rounded for reading. */
  exact?: boolean;
  maxHeight?: number | string;
}

/** A table as a table; when only its first rows are at hand, with the file that has all of them. */
export function TableValue({ table, caption, exact, maxHeight = 360 }: TableValueProps) {
  const columns = table.columns.map(
    (column): DataTableColumn<IndexedRow> => ({
      key: column.name,
      header: <RevealedText text={column.name} />,
      numeric: column.type === "number",
      width: "auto",
      render: ({ cells }) => <Cell value={cells[column.name] ?? null} exact={exact} />,
      title: ({ cells }) => cellText(cells[column.name] ?? null, true),
    }),
  );
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <DataTable
        dense
        caption={caption}
        columns={columns}
        rows={table.rows.map((cells, index) => ({ index, cells }))}
        rowKey={(row) => String(row.index)}
        total={table.rowCount}
        maxHeight={maxHeight}
        className="overflow-hidden rounded-md border bg-surface"
        empty={<p className="px-3 py-4 text-center text-text-subtle">No rows</p>}
      />
      {table.fileId ? <FileValue fileId={table.fileId} linkOnly /> : null}
    </div>
  );
}

/** A list of objects as a table: a column for each property any of them has. */
export function RecordsValue(props: {
  records: readonly JsonObject[];
  caption: string;
  titles?: Record<string, string>;
  exact?: boolean;
}) {
  const { records, caption, titles = {}, exact } = props;
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const isNumeric = (name: string) =>
    records.every((record) => ["number", "undefined"].includes(typeof record[name]));
  const columns = names.map(
    (name): DataTableColumn<IndexedRow> => ({
      key: name,
      header: <RevealedText text={titles[name] ?? wordsOf(name)} />,
      numeric: isNumeric(name),
      width: "auto",
      render: ({ cells }) => <Cell value={cells[name] ?? null} exact={exact} />,
      title: ({ cells }) => cellText(cells[name] ?? null, true),
    }),
  );
  return (
    <DataTable
      dense
      caption={caption}
      columns={columns}
      rows={records.map((cells, index) => ({ index, cells }))}
      rowKey={(row) => String(row.index)}
      maxHeight={360}
      className="overflow-hidden rounded-md border bg-surface"
    />
  );
}

function Cell({ value, exact }: { value: Json; exact?: boolean }) {
  if (typeof value !== "string") return cellText(value, exact ?? false);
  return (
    <span className="block w-max max-w-[36ch] whitespace-pre-wrap break-words py-1">
      <RevealedText text={value} multiline />
    </span>
  );
}

const rounded = new Intl.NumberFormat("en", { maximumFractionDigits: 2, useGrouping: "min2" });
const small = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

function cellText(value: Json, exact: boolean): string {
  if (value === null) return "–";
  if (typeof value === "number" && !exact)
    return Math.abs(value) < 1 ? small.format(value) : rounded.format(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What a schema of an object calls its properties. */
export function columnTitles(schema: JsonSchema): Record<string, string> {
  const properties = Object.entries(schema.properties ?? {});
  return Object.fromEntries(properties.flatMap(([name, { title }]) => (title ? [[name, title]] : [])));
}
