import type { Grain } from "./calendar";
import type { DataFilter } from "./data-filters";
import type { ColumnFacts, TableFacts } from "./planning-request";

export type Aggregate = "sum" | "avg" | "min" | "max" | "count" | "count-distinct";

/** What a goal asks of a table. `words` everywhere: the words of the goal it was read from. */
export interface DataQuestion {
  table: TableFacts;
  /** Figures worked out; none when rows are wanted as they are. */
  measures: { column: string; aggregate: Aggregate; words: string }[];
  /** `isGrouping`: said with "by" or "per", as against "which customers …". */
  dimensions: { column: string; words: string; isGrouping: boolean }[];
  grain: { value: Grain; words: string } | null;
  timeColumn: string | null;
  filters: DataFilter[];
  order: { column: string; direction: "ascending" | "descending"; words: string } | null;
  limit: { value: number; words: string } | null;
  /** 0 to 1: the share of the question's words that mean something in this table. */
  strength: number;
  /** Words that mean nothing in this table. */
  missed: readonly string[];
}

/** A word of the goal and the column it names. `at`: which token it is. */
export interface Link {
  column: ColumnFacts;
  words: string;
  at: number;
  likeness: number;
}
