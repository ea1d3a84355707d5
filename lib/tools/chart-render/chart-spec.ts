// The Vega-Lite specification of a chart: the light theme, the data, and what is drawn.
import type { JsonObject } from "@/lib/domain/json";
import type { TableColumn, TableRow } from "@/lib/domain/table";
import { findColumn, requireColumn } from "@/lib/tools/find-column";
import { formatCell, formatPeriod } from "@/lib/tools/format-value";
import { type TimeGrain, timeGrains } from "@/lib/tools/table-schemas";
import { cellOf } from "@/lib/tools/table-text";
import { ToolError } from "@/lib/tools/tool-contract";
import { wordsOf } from "@/lib/tools/words";

export const chartKinds = ["bar", "line", "area", "pie", "scatter"] as const;
export type ChartKind = (typeof chartKinds)[number];

export interface ChartChoice {
  kind?: ChartKind | undefined;
  x?: string | undefined;
  y?: string | undefined;
  color?: string | undefined;
  title?: string | undefined;
}

/** What a chart shows, all columns settled. */
export interface Chart {
  kind: ChartKind;
  x: TableColumn;
  y: TableColumn;
  color: TableColumn | null;
  title: string | null;
}

const ink = "#1f1d1a";
const quiet = "#6b6660";
const grid = "#e7e4de";
/** The lamp's amber first, then calm, well separated hues. */
const palette = ["#b86a12", "#3b6ea5", "#4d8b5b", "#9a4f78", "#6d6a9c", "#8a7a2f", "#3f8c8c", "#a5533b"];

/** Light theme of every chart, the person's own specifications included. */
export const chartConfig: JsonObject = {
  background: "#ffffff",
  font: "Inter",
  padding: 16,
  title: { color: ink, fontSize: 16, fontWeight: 600, anchor: "start", offset: 14 },
  axis: {
    labelColor: quiet,
    titleColor: quiet,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 400,
    gridColor: grid,
    domainColor: grid,
    tickColor: grid,
    labelLimit: 180,
  },
  axisX: { grid: false },
  legend: {
    labelColor: quiet,
    titleColor: quiet,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 400,
  },
  view: { stroke: "transparent" },
  range: { category: palette },
  bar: { color: "#b86a12", cornerRadiusEnd: 2 },
  line: { color: "#b86a12", strokeWidth: 2 },
  area: { color: "#b86a12", fillOpacity: 0.35, line: true },
  point: { color: "#b86a12", size: 45, filled: true, opacity: 0.7 },
  arc: { stroke: "#ffffff" },
};

/** Settles what is drawn. Throws a `bad-input` ToolError for a column that is not there or is no number. */
export function chooseChart(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  choice: ChartChoice,
): Chart {
  const numbers = columns.filter(({ type }) => type === "number");
  const named = (wanted: string | undefined, preferred?: TableColumn["type"]) =>
    wanted === undefined ? null : requireColumn(columns, wanted, { preferred });
  const y = named(choice.y, "number") ?? defaultNumber(numbers, choice);
  if (y?.type !== "number") {
    const what = y ? `“${y.name}” holds no numbers` : "The table has no number column";
    throw new ToolError("bad-input", `${what}, so there is nothing to draw. Choose a column of numbers.`);
  }
  const x = named(choice.x) ?? defaultAxis(columns, y, choice.kind);
  if (!x) throw new ToolError("bad-input", "The table has one column only. A chart needs two.");
  const kind = choice.kind ?? (x.type === "date" ? "line" : x.type === "number" ? "scatter" : "bar");
  const color = named(choice.color) ?? (kind === "pie" ? null : seriesColumn(columns, rows, { x, y }));
  return { kind, x, y, color, title: choice.title?.trim() || null };
}

function defaultNumber(numbers: readonly TableColumn[], choice: ChartChoice): TableColumn | null {
  const free = numbers.filter(({ name }) => name !== choice.x);
  const amounts = free.filter(
    ({ name }) => !wordsOf(name).some((word) => ["id", "year", "code"].includes(word)),
  );
  return findColumn(amounts, "revenue") ?? amounts[0] ?? free[0] ?? null;
}

function defaultAxis(
  columns: readonly TableColumn[],
  y: TableColumn,
  kind: ChartKind | undefined,
): TableColumn | null {
  const others = columns.filter((column) => column !== y);
  if (kind === "scatter") return others.find(({ type }) => type === "number") ?? others[0] ?? null;
  return (
    others.find(({ type }) => type === "date") ??
    others.find(({ type }) => type === "text") ??
    others[0] ??
    null
  );
}

/** When a place on the axis comes more than once, the text that tells its rows apart. */
function seriesColumn(
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  { x, y }: { x: TableColumn; y: TableColumn },
): TableColumn | null {
  if (x.type === "number" || new Set(rows.map((row) => cellOf(row, x.name))).size === rows.length)
    return null;
  const candidates = columns.filter((column) => column !== x && column !== y && column.type === "text");
  return (
    candidates.find((column) => {
      const values = new Set(rows.map((row) => cellOf(row, column.name))).size;
      return values >= 2 && values <= 12;
    }) ?? null
  );
}

/** The grain of a column that holds periods, by the name other tools give it: `quarter`. */
function grainOfColumn({ name, type }: TableColumn): TimeGrain | null {
  return type === "date" ? (timeGrains.find((grain) => grain === name) ?? null) : null;
}

/** What a place on the axis is called: `Q4 2017` for the first day of a quarter. */
export function placeLabel(row: TableRow, x: TableColumn): string {
  const cell = cellOf(row, x.name);
  const grain = grainOfColumn(x);
  const label = grain && typeof cell === "string" ? formatPeriod(cell.slice(0, 10), grain) : formatCell(cell);
  return label === "" ? "(empty)" : label;
}

/** The specification of a chart. Fields are numbered (`f0`), so that no column's name is ever part of a path. */
export function specOf(chart: Chart, rows: readonly TableRow[]): JsonObject {
  const { kind, x, y, color, title } = chart;
  const isScale = axisType(chart) === "temporal" || axisType(chart) === "quantitative";
  const values = rows.map((row) => ({
    f0: isScale ? cellOf(row, x.name) : placeLabel(row, x),
    f1: cellOf(row, y.name),
    ...(color ? { f2: formatCell(cellOf(row, color.name)) || "(empty)" } : {}),
  }));
  const common = { data: { values }, ...(title === null ? {} : { title }) };
  if (kind === "pie") return { ...common, ...pieOf(x) };
  const places = new Set(values.map(({ f0 }) => f0)).size;
  const sideways = kind === "bar" && x.type === "text" && places > 8;
  const place: JsonObject = {
    field: "f0",
    type: axisType(chart),
    title: x.name,
    ...(isScale ? {} : { sort: null }),
    ...placeAxis(chart, sideways ? 0 : places),
  };
  const height: JsonObject = {
    field: "f1",
    type: "quantitative",
    title: y.name,
    axis: { format: "~s" },
    ...(kind === "scatter" ? { scale: { zero: false } } : { aggregate: "sum" }),
  };
  const series: JsonObject = color ? { color: { field: "f2", type: "nominal", title: color.name } } : {};
  return {
    ...common,
    ...(sideways ? { width: 520, height: { step: 22 } } : { width: 640, height: 320 }),
    mark: { type: kind === "scatter" ? "point" : kind },
    encoding: sideways ? { y: place, x: height, ...series } : { x: place, y: height, ...series },
  };
}

function pieOf(x: TableColumn): JsonObject {
  return {
    width: 320,
    height: 320,
    mark: { type: "arc", innerRadius: 60 },
    encoding: {
      theta: { field: "f1", type: "quantitative", aggregate: "sum", stack: true },
      color: { field: "f0", type: "nominal", title: x.name, sort: null },
      order: { field: "f1", type: "quantitative", aggregate: "sum", sort: "descending" },
    },
  };
}

function axisType({ kind, x }: Chart): "temporal" | "quantitative" | "ordinal" {
  if (kind === "bar" || kind === "pie") return "ordinal";
  return x.type === "date" ? "temporal" : x.type === "number" ? "quantitative" : "ordinal";
}

/** Labels are turned when they would run into each other; days are those of the calendar, in no time zone. */
function placeAxis(chart: Chart, places: number): JsonObject {
  if (axisType(chart) === "ordinal") return { axis: { labelAngle: places > 6 ? -40 : 0 } };
  if (axisType(chart) === "quantitative") return {};
  const grain = grainOfColumn(chart.x);
  const axis: Partial<Record<TimeGrain, JsonObject>> = {
    year: { format: "%Y", tickCount: { interval: "year", step: 1 } },
    quarter: { format: "Q%q %Y", tickCount: { interval: "month", step: 3 } },
    month: { format: "%b %Y", tickCount: { interval: "month", step: 1 } },
  };
  const own = grain === null || places > 60 ? undefined : axis[grain];
  return { scale: { type: "utc" }, ...(own ? { axis: { ...own, labelOverlap: true } } : {}) };
}
