import type { ReactNode } from "react";
import { cn } from "./cn";

export interface KeyValueItem {
  /** Unique within the list. */
  label: string;
  value: ReactNode;
  /** Stands beside the label, for example an OriginMark. */
  mark?: ReactNode;
}

export interface KeyValueListProps {
  items: readonly KeyValueItem[];
  /** The labels' width. */
  labelWidth?: string;
  /** `stacked` puts the label above, for narrow panels and long values. */
  layout?: "columns" | "stacked";
  /** Lines between rows. */
  divided?: boolean;
  className?: string;
}

export function KeyValueList(props: KeyValueListProps) {
  const { items, labelWidth = "132px", layout = "columns", divided, className } = props;
  return (
    <dl
      className={cn(
        "flex flex-col text-sm",
        divided ? "divide-y" : layout === "columns" ? "gap-1.5" : "gap-3",
        className,
      )}
    >
      {items.map((item) => (
        <div
          key={item.label}
          className={cn(layout === "columns" && "grid gap-x-4", divided && "py-2 first:pt-0 last:pb-0")}
          style={layout === "columns" ? { gridTemplateColumns: `${labelWidth} minmax(0, 1fr)` } : undefined}
        >
          <dt className="flex h-5 min-w-0 items-center gap-1.5 text-text-subtle">
            <span className="truncate" title={item.label}>
              {item.label}
            </span>
            {item.mark ? <span className="flex shrink-0">{item.mark}</span> : null}
          </dt>
          <dd className="min-w-0 break-words tabular-nums">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
