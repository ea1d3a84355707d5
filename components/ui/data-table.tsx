import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Skeleton } from "./skeleton";

export interface DataTableColumn<Row> {
  key: string;
  header: ReactNode;
  /** Left out, `row[key]` is shown as text. */
  render?: (row: Row) => ReactNode;
  /** Right aligned with tabular figures. */
  numeric?: boolean;
  /** A CSS width; the column without one takes the rest. */
  width?: string;
  /** The full text, as title of a truncated cell. Taken from a text cell by itself. */
  title?: (row: Row) => string;
  /** Hides the column below this width. */
  from?: "sm" | "md" | "lg";
}

export interface DataTableProps<Row> {
  columns: readonly DataTableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** For screen readers: what the table lists. */
  caption: string;
  /** How many there are in all; more than `rows` shows "First N of M". */
  total?: number;
  /** Makes the whole row a link, through its first cell. */
  rowHref?: (row: Row) => string;
  /** Shown instead of the table when there are no rows. */
  empty?: ReactNode;
  loading?: boolean;
  /** Scrolls inside this height, with the header in view. */
  maxHeight?: number | string;
  /** Tighter rows, for data inside cards. */
  dense?: boolean;
  className?: string;
}

const shownFrom = { sm: "max-sm:hidden", md: "max-md:hidden", lg: "max-lg:hidden" };
const count = new Intl.NumberFormat("en");

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, caption, total, rowHref, empty, loading, maxHeight, dense, className } =
    props;
  if (!loading && rows.length === 0) {
    return (
      <div className={className}>
        {empty ?? <p className="p-6 text-center text-text-subtle">Nothing here</p>}
      </div>
    );
  }
  const cellPadding = dense ? "h-7 px-2.5" : "h-10 px-3";
  return (
    <div className={cn("min-w-0", className)}>
      {/* In the tab order, because a region that scrolls must be reachable by keyboard. */}
      <div
        role="region"
        aria-label={caption}
        tabIndex={0}
        className="scroll-thin overflow-auto"
        style={{ maxHeight }}
      >
        <table className="w-full border-separate border-spacing-0 text-left text-sm">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.key}
                  scope="col"
                  style={{ width: column.width }}
                  className={cn(
                    "sticky top-0 z-10 whitespace-nowrap border-b bg-surface-sunken font-medium text-text-muted text-xs",
                    dense ? "h-7 px-2.5" : "h-8 px-3",
                    column.numeric && "text-right",
                    column.from && shownFrom[column.from],
                  )}
                >
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {loading
              ? [0, 1, 2, 3, 4].map((line) => (
                  <tr key={line}>
                    {columns.map((column) => (
                      <td
                        key={column.key}
                        className={cn("border-b", cellPadding, column.from && shownFrom[column.from])}
                      >
                        <Skeleton className={cn("h-3.5 w-3/5", column.numeric && "ml-auto")} />
                      </td>
                    ))}
                  </tr>
                ))
              : rows.map((row) => (
                  <tr
                    key={rowKey(row)}
                    className={cn(
                      "group/row",
                      rowHref && "relative hover:bg-hover [&:last-child>td]:border-b-0",
                    )}
                  >
                    {columns.map((column, index) => (
                      <DataTableCell
                        key={column.key}
                        column={column}
                        row={row}
                        href={index === 0 ? rowHref?.(row) : undefined}
                        className={cellPadding}
                      />
                    ))}
                  </tr>
                ))}
          </tbody>
        </table>
      </div>
      {total !== undefined && total > rows.length && !loading ? (
        <p className="border-t px-3 py-2 text-text-subtle text-xs tabular-nums">
          First {count.format(rows.length)} of {count.format(total)}
        </p>
      ) : null}
    </div>
  );
}

interface DataTableCellProps<Row> {
  column: DataTableColumn<Row>;
  row: Row;
  href: string | undefined;
  className: string;
}

function DataTableCell<Row extends object>({ column, row, href, className }: DataTableCellProps<Row>) {
  const plain = column.render ? undefined : textOf(Reflect.get(row, column.key));
  const content = column.render ? column.render(row) : plain;
  return (
    <td
      title={column.title?.(row) ?? plain}
      className={cn(
        "max-w-0 truncate border-b group-last/row:border-b-0",
        className,
        column.width && "max-w-none",
        column.numeric && "text-right tabular-nums",
        column.from && shownFrom[column.from],
      )}
    >
      {href ? (
        <Link href={href} className="font-medium outline-offset-[-2px] after:absolute after:inset-0">
          {content}
        </Link>
      ) : (
        content
      )}
    </td>
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
