import { z } from "zod";
import { type JsonObject, jsonObjectSchema } from "@/lib/domain/json";
import { type TableRow, tableSchema } from "@/lib/domain/table";
import { formatNumber } from "@/lib/tools/format-value";
import { parseInput } from "@/lib/tools/parse-input";
import { cellOf } from "@/lib/tools/table-text";
import { type ExecuteTool, ToolError } from "@/lib/tools/tool-contract";
import { type Chart, chartKinds, chooseChart, placeLabel, specOf } from "./chart-spec";
import { checkedSpec } from "./check-spec";
import { renderPng } from "./render-png";
import { renderSvg } from "./render-svg";

const inputSchema = z.object({
  table: tableSchema,
  kind: z.enum(chartKinds).optional(),
  x: z.string().optional(),
  y: z.string().optional(),
  color: z.string().optional(),
  title: z.string().max(200).optional(),
  spec: jsonObjectSchema.optional(),
});
type Options = z.infer<typeof inputSchema>;

const maxRows = 5000;

/** Draws a table and stores the drawing twice: as SVG and as PNG. */
export const executeChartRender: ExecuteTool = async (input, context) => {
  const options = parseInput(inputSchema, input);
  const rows = await context.files.readRows(options.table);
  if (rows.length === 0)
    throw new ToolError("bad-input", "The table has no rows, so there is nothing to draw.");
  if (rows.length > maxRows) {
    const message = `The table has ${formatNumber(rows.length)} rows, more than a chart can show (${formatNumber(maxRows)}). Group or filter it first.`;
    throw new ToolError("bad-input", message);
  }
  const { spec, altText } = drawingOf(options, rows);
  const svg = await renderSvg(spec);
  const png = await renderPng(svg);
  const name = fileName(options.title);
  const [svgFile, pngFile] = [
    await context.files.write({
      name: `${name}.svg`,
      mediaType: "image/svg+xml",
      content: Buffer.from(svg, "utf8"),
    }),
    await context.files.write({ name: `${name}.png`, mediaType: "image/png", content: png }),
  ];
  return { output: { png: pngFile.id, svg: svgFile.id, altText } };
};

function drawingOf(options: Options, rows: readonly TableRow[]): { spec: JsonObject; altText: string } {
  const { columns } = options.table;
  if (options.spec) {
    const spec = checkedSpec(options.spec, rows);
    const titled = options.title ? { ...spec, title: options.title } : spec;
    return {
      spec: titled,
      altText: `${options.title ?? "A chart"}, of ${formatNumber(rows.length)} rows with ${columns.map(({ name }) => name).join(", ")}.`,
    };
  }
  const chart = chooseChart(columns, rows, options);
  return { spec: specOf(chart, rows), altText: describeChart(chart, rows) };
}

const kindNames = {
  bar: "Bar chart",
  line: "Line chart",
  area: "Area chart",
  pie: "Pie chart",
  scatter: "Scatter plot",
};

/** What the chart shows, for those who can't see it: kind, axes, the highest and the lowest. */
function describeChart({ kind, x, y, color, title }: Chart, rows: readonly TableRow[]): string {
  const values = rows.flatMap((row) => {
    const value = cellOf(row, y.name);
    return typeof value === "number" ? [{ value, label: placeLabel(row, x) }] : [];
  });
  const [first, ...rest] = values;
  const heading = `${kindNames[kind]} of ${y.name} by ${x.name}${color ? ` and ${color.name}` : ""}${title ? `: ${title}` : ""}.`;
  if (!first) return `${heading} There are no values.`;
  const highest = rest.reduce((best, one) => (one.value > best.value ? one : best), first);
  const lowest = rest.reduce((best, one) => (one.value < best.value ? one : best), first);
  const range = `Highest: ${highest.label} with ${formatNumber(highest.value)}; lowest: ${lowest.label} with ${formatNumber(lowest.value)}.`;
  return `${heading} ${formatNumber(values.length)} values. ${range}`;
}

function fileName(title: string | undefined): string {
  const plain = (title ?? "")
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .trim()
    .replace(/\s+/g, "-")
    .slice(0, 60)
    .toLowerCase();
  return plain === "" ? "chart" : plain;
}
