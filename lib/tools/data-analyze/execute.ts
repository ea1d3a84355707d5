import { z } from "zod";
import { type TableColumn, type TableRow, tableSchema } from "@/lib/domain/table";
import { formatPeriod } from "@/lib/tools/format-value";
import { parseInput } from "@/lib/tools/parse-input";
import { timeGrains } from "@/lib/tools/table-schemas";
import type { ExecuteTool } from "@/lib/tools/tool-contract";
import { type Analysis, analyzeRows } from "./analyze-rows";
import { chooseColumns } from "./choose-columns";
import { writeReport } from "./write-report";
import { currencyOf, outlierName, writeSummary, writeTitle } from "./write-summary";

const inputSchema = z.object({
  table: tableSchema,
  measure: z.string().optional(),
  timeColumn: z.string().optional(),
  timeGrain: z.enum(timeGrains).optional(),
  groupBy: z.array(z.string()).default([]),
  focus: z.string().max(200).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "write the currency as three capital letters, such as USD")
    .optional(),
});

/** Works out the figures of a table and writes them up. */
export const executeDataAnalyze: ExecuteTool = async (input, context) => {
  const options = parseInput(inputSchema, input);
  const rows = await context.files.readRows(options.table);
  const chosen = chooseColumns(options.table.columns, rows, options);
  const analysis = analyzeRows(rows, chosen, options.timeGrain ?? null);
  const wording = {
    currency: options.currency ?? currencyOf(analysis.measure),
    focus: options.focus ?? null,
  };
  const figures = figuresTable(analysis);
  const output = {
    title: writeTitle(analysis, wording),
    summary: writeSummary(analysis, wording),
    markdown: writeReport(analysis, wording),
    totals: analysis.totals.map((total) => ({ ...total })),
    growthByPeriod: growthByPeriod(analysis),
    topGroups: analysis.groups.flatMap(({ groups }) => groups.slice(0, 5).map((group) => ({ ...group }))),
    bottomGroups: analysis.groups.flatMap(({ groups }) =>
      groups
        .slice(-5)
        .reverse()
        .map((group) => ({ ...group })),
    ),
    outliers: analysis.outliers.map((outlier) => ({
      what: outlierName(outlier, analysis.grain),
      column: outlier.column,
      value: outlier.value,
      direction: outlier.direction,
    })),
    table: await context.files.writeTable(figures.columns, figures.rows),
  };
  return { output };
};

function growthByPeriod({ grain, periods }: Analysis) {
  if (!grain) return [];
  return periods.map(({ firstDay, value, changePercent, changeFromYearBeforePercent }) => ({
    period: formatPeriod(firstDay, grain),
    value,
    changePercent,
    changeFromYearBeforePercent,
  }));
}

/** The figure per period, else per group of the first compared column, else the totals: what a chart would show. */
function figuresTable(analysis: Analysis): { columns: TableColumn[]; rows: TableRow[] } {
  const { grain, periods, groups, measure, totals } = analysis;
  if (grain) {
    const columns: TableColumn[] = [
      { name: grain, type: "date" },
      { name: measure, type: "number" },
    ];
    return { columns, rows: periods.map(({ firstDay, value }) => ({ [grain]: firstDay, [measure]: value })) };
  }
  const [first] = groups;
  if (first) {
    const columns: TableColumn[] = [
      { name: first.column, type: "text" },
      { name: measure, type: "number" },
    ];
    return {
      columns,
      rows: first.groups.map(({ group, value }) => ({ [first.column]: group, [measure]: value })),
    };
  }
  const columns: TableColumn[] = [
    { name: "figure", type: "text" },
    { name: "sum", type: "number" },
    { name: "average", type: "number" },
  ];
  return { columns, rows: totals.map(({ column, sum, average }) => ({ figure: column, sum, average })) };
}
