// The figures of an analysis, computed from the rows and nothing else.
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { groupRows } from "@/lib/tools/aggregate-rows";
import { exactSum, median, percentChange, roundTo } from "@/lib/tools/numbers";
import { coarser, firstDayOf, grainOf, previousPeriod, startOfPeriod, yearBefore } from "@/lib/tools/periods";
import type { TimeGrain } from "@/lib/tools/table-schemas";
import { cellOf } from "@/lib/tools/table-text";
import { wordsOf } from "@/lib/tools/words";
import type { ChosenColumns } from "./choose-columns";

export interface Period {
  firstDay: string;
  value: number;
  /** Against the period before; null when that one is missing. */
  changePercent: number | null;
  changeFromYearBeforePercent: number | null;
}
export interface YearFigure {
  year: string;
  value: number;
  /** Against the year before, when both have the same periods. */
  changePercent: number | null;
}
export interface Group {
  column: string;
  group: string;
  value: number;
  sharePercent: number | null;
}
export interface Total {
  column: string;
  sum: number;
  average: number;
  minimum: number;
  maximum: number;
  count: number;
}
export interface Outlier {
  what: string;
  column: string;
  value: number;
  direction: "high" | "low";
}

export interface Analysis {
  /** The measure's column, or "rows" when rows were counted. */
  measure: string;
  /** Amounts are added up; rates, prices and temperatures are averaged. */
  method: "sum" | "average" | "count";
  rowCount: number;
  total: number;
  totals: Total[];
  grain: TimeGrain | null;
  periods: Period[];
  /** Empty unless the periods divide years. */
  years: YearFigure[];
  /** The groups of each compared column, the largest first. */
  groups: { column: string; groups: Group[] }[];
  outliers: (Outlier & { firstDay: string | null })[];
  /** Rows without a usable date, left out of the periods. */
  undatedRows: number;
}

const averagedWords = new Set([
  "rate",
  "percent",
  "percentage",
  "ratio",
  "share",
  "discount",
  "price",
  "average",
  "avg",
  "mean",
  "score",
  "rating",
  "temperature",
  "age",
  "speed",
]);

/** All figures of an analysis. */
export function analyzeRows(
  rows: readonly TableRow[],
  chosen: ChosenColumns,
  wantedGrain: TimeGrain | null,
): Analysis {
  const { measure } = chosen;
  const method = measure ? methodOf(measure) : "count";
  const measureOf = (some: readonly TableRow[]) => figure(some, measure, method);
  const days = chosen.time ? datedRows(rows, chosen.time) : [];
  const grain = days.length > 0 ? chooseGrain(days, wantedGrain) : null;
  const periods = grain ? periodsOf(days, grain, measureOf) : [];
  const total = measureOf(rows);
  const analysis = {
    measure: measure?.name ?? "rows",
    method,
    rowCount: rows.length,
    total,
    totals: chosen.numbers.map((column) => totalOf(rows, column)),
    grain,
    periods,
    years: grain ? yearsOf(days, grain, measureOf) : [],
    groups: chosen.groups.map((column) => groupsOf(rows, column, { measureOf, total, method })),
    undatedRows: chosen.time ? rows.length - days.length : 0,
  } satisfies Omit<Analysis, "outliers">;
  return { ...analysis, outliers: outliersOf(analysis, rows, chosen) };
}

/** Rates, prices and the like have no meaningful sum. */
export function methodOf(measure: Pick<TableColumn, "name">): "sum" | "average" {
  return wordsOf(measure.name).some((word) => averagedWords.has(word)) ? "average" : "sum";
}

function numbersOf(rows: readonly TableRow[], column: TableColumn): number[] {
  return rows.map((row) => cellOf(row, column.name)).filter((cell) => typeof cell === "number");
}

function figure(rows: readonly TableRow[], measure: TableColumn | null, method: Analysis["method"]): number {
  if (!measure) return rows.length;
  const numbers = numbersOf(rows, measure);
  const sum = exactSum(numbers);
  return method === "average" && numbers.length > 0 ? roundTo(sum / numbers.length, 4) : sum;
}

function totalOf(rows: readonly TableRow[], column: TableColumn): Total {
  const numbers = numbersOf(rows, column);
  const sum = exactSum(numbers);
  const least = numbers.reduce((best, value) => Math.min(best, value), Number.POSITIVE_INFINITY);
  const most = numbers.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  const count = numbers.length;
  return {
    column: column.name,
    sum,
    average: count === 0 ? 0 : roundTo(sum / count, 4),
    minimum: count === 0 ? 0 : least,
    maximum: count === 0 ? 0 : most,
    count,
  };
}

interface DatedRow {
  day: string;
  grain: TimeGrain;
  row: TableRow;
}

function datedRows(rows: readonly TableRow[], time: TableColumn): DatedRow[] {
  return rows.flatMap((row) => {
    const dated = firstDayOf(cellOf(row, time.name));
    return dated ? [{ ...dated, row }] : [];
  });
}

/** The wanted grain, unless the data is coarser than that. */
function chooseGrain(days: readonly DatedRow[], wanted: TimeGrain | null): TimeGrain {
  const written = days.map(({ grain }) => grain).reduce(coarser);
  const found = grainOf(days.map(({ day }) => day));
  if (wanted === null) return coarser(written, found);
  // Single days can be put into any period; data that is already in quarters can't be told apart by month.
  const isPeriodData = days.every(({ day }) => startOfPeriod(day, found) === day) && found !== "day";
  return coarser(written, isPeriodData ? coarser(found, wanted) : wanted);
}

function periodsOf(
  days: readonly DatedRow[],
  grain: TimeGrain,
  measureOf: (rows: readonly TableRow[]) => number,
): Period[] {
  const rowsByPeriod = Map.groupBy(days, ({ day }) => startOfPeriod(day, grain));
  const values = new Map(
    [...rowsByPeriod].map(([firstDay, some]) => [firstDay, measureOf(some.map(({ row }) => row))]),
  );
  const change = (from: string | null, value: number) => {
    const before = from === null ? undefined : values.get(from);
    return before === undefined ? null : percentChange(before, value);
  };
  return [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([firstDay, value]) => ({
      firstDay,
      value,
      changePercent: change(previousPeriod(firstDay, grain), value),
      changeFromYearBeforePercent: change(yearBefore(firstDay, grain), value),
    }));
}

/** Figures per calendar year, when the periods are parts of years. */
function yearsOf(
  days: readonly DatedRow[],
  grain: TimeGrain,
  measureOf: (rows: readonly TableRow[]) => number,
): YearFigure[] {
  if (grain !== "quarter" && grain !== "month") return [];
  const byYear = [...Map.groupBy(days, ({ day }) => day.slice(0, 4))].sort(([a], [b]) => (a < b ? -1 : 1));
  const years = byYear.map(([year, some]) => ({
    year,
    value: measureOf(some.map(({ row }) => row)),
    parts: [...new Set(some.map(({ day }) => startOfPeriod(day, grain).slice(5)))].sort().join(),
  }));
  return years.map(({ year, value, parts }, index) => {
    const before = years[index - 1];
    const comparable = before?.parts === parts && Number(before.year) === Number(year) - 1;
    return { year, value, changePercent: comparable ? percentChange(before.value, value) : null };
  });
}

function groupsOf(
  rows: readonly TableRow[],
  column: TableColumn,
  options: { measureOf: (rows: readonly TableRow[]) => number; total: number; method: Analysis["method"] },
): { column: string; groups: Group[] } {
  const { measureOf, total, method } = options;
  const groups = groupRows(rows, [column.name]).map(({ key, rows: some }) => {
    const value = measureOf(some);
    const hasShare = method !== "average" && total > 0;
    return {
      column: column.name,
      group: key[0] === null || key[0] === undefined || key[0] === "" ? "(empty)" : String(key[0]),
      value,
      sharePercent: hasShare ? roundTo((value / total) * 100, 1) : null,
    };
  });
  return { column: column.name, groups: groups.sort((a, b) => b.value - a.value) };
}

const minForOutliers = 8;
const maxOutliers = 5;

/** Periods far from the rest; without periods, rows far from the rest. */
function outliersOf(
  analysis: Omit<Analysis, "outliers">,
  rows: readonly TableRow[],
  { measure, time }: ChosenColumns,
): Analysis["outliers"] {
  if (analysis.periods.length >= minForOutliers) {
    const values = analysis.periods.map(({ value }) => value);
    return farFromRest(values).map(({ index, value, direction }) => {
      const firstDay = analysis.periods[index]?.firstDay ?? null;
      return { what: firstDay ?? "", firstDay, column: analysis.measure, value, direction };
    });
  }
  if (!measure || rows.length < minForOutliers) return [];
  const filled = rows.filter((row) => typeof cellOf(row, measure.name) === "number");
  return farFromRest(numbersOf(filled, measure)).map(({ index, value, direction }) => ({
    what: rowLabel(filled[index] ?? {}, new Set([measure.name, time?.name ?? ""]), index),
    firstDay: null,
    column: measure.name,
    value,
    direction,
  }));
}

/** A row by its first text that is not the figure or the date; else by its position. */
function rowLabel(row: TableRow, leftOut: ReadonlySet<string>, index: number): string {
  const label = Object.entries(row).find(
    ([name, cell]) => !leftOut.has(name) && typeof cell === "string" && cell !== "",
  );
  return label ? String(label[1]) : `row ${index + 1}`;
}

/**
 * Values more than 3.5 robust deviations (median absolute deviation, scaled to a normal distribution) from the
 * median: the usual bound of Iglewicz and Hoaglin. The most extreme ones, at most five.
 */
function farFromRest(
  values: readonly number[],
): { index: number; value: number; direction: "high" | "low" }[] {
  const middle = median(values);
  const deviation = median(values.map((value) => Math.abs(value - middle))) * 1.4826;
  if (deviation === 0) return [];
  return values
    .map((value, index) => ({ index, value, score: (value - middle) / deviation }))
    .filter(({ score }) => Math.abs(score) > 3.5)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, maxOutliers)
    .map(({ index, value, score }) => ({ index, value, direction: score > 0 ? "high" : "low" }));
}
