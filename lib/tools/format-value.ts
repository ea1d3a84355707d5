// Numbers and dates as people read them, in English.
import type { TableRow } from "@/lib/domain/table";
import type { TimeGrain } from "./table-schemas";

type Cell = TableRow[string];

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const fine = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

/** `1,234`, `1,234.50`, `0.1235`; with a currency `$1,234.50`. Figures are exact to the cent. */
export function formatNumber(value: number, currency: string | null = null): string {
  if (currency !== null) {
    const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    return new Intl.NumberFormat("en-US", { style: "currency", currency, ...digits }).format(value);
  }
  if (Number.isInteger(value)) return whole.format(value);
  return Math.abs(value) < 1 ? fine.format(value) : cents.format(value);
}

/** `12.3%`; `−4.0%` with a hyphen-minus, as mail and chat show it everywhere. */
export function formatPercent(value: number): string {
  return `${value.toFixed(1)}%`;
}

/** A cell as text; empty for none. */
export function formatCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return formatNumber(cell);
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return cell;
}

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A period by the day it begins (`2017-10-01`): `Q4 2017`, `October 2017`, `2017`, `week of 2017-10-02`. */
export function formatPeriod(firstDay: string, grain: TimeGrain): string {
  const year = firstDay.slice(0, 4);
  const month = Number(firstDay.slice(5, 7));
  switch (grain) {
    case "year":
      return year;
    case "quarter":
      return `Q${Math.ceil(month / 3)} ${year}`;
    case "month":
      return `${monthNames[month - 1] ?? month} ${year}`;
    case "week":
      return `week of ${firstDay}`;
    case "day":
      return firstDay;
    default:
      return grain satisfies never;
  }
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1);
  if (last === undefined) return "";
  return words.length === 1 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
