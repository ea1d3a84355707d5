import { defineTool } from "@/lib/tools/define-tool";
import { columnInput, columnsInput, tableOf, timeGrainInput } from "@/lib/tools/table-schemas";

const period = {
  type: "object",
  properties: {
    period: { type: "string", title: "Period", description: "2017 Q4, 2017-03, 2017." },
    value: { type: "number", title: "Value" },
    changePercent: {
      type: ["number", "null"],
      title: "Change",
      description: "Per cent against the period before.",
    },
    changeFromYearBeforePercent: {
      type: ["number", "null"],
      title: "Change on the year",
      description: "Per cent against the same period a year before.",
    },
  },
  required: ["period", "value", "changePercent", "changeFromYearBeforePercent"],
};

const group = {
  type: "object",
  properties: {
    column: { type: "string", title: "Column", description: "What was grouped by: region, category." },
    group: { type: "string", title: "Group" },
    value: { type: "number", title: "Value" },
    sharePercent: { type: ["number", "null"], title: "Share", description: "Per cent of the total." },
  },
  required: ["column", "group", "value", "sharePercent"],
};

const total = {
  type: "object",
  properties: {
    column: { type: "string", title: "Column" },
    sum: { type: "number", title: "Sum" },
    average: { type: "number", title: "Average" },
    minimum: { type: "number", title: "Smallest" },
    maximum: { type: "number", title: "Largest" },
    count: { type: "integer", title: "Values" },
  },
  required: ["column", "sum", "average", "minimum", "maximum", "count"],
};

const outlier = {
  type: "object",
  properties: {
    what: { type: "string", title: "What", description: "The period or the row that stands out." },
    column: { type: "string", title: "Column" },
    value: { type: "number", title: "Value" },
    direction: { type: "string", title: "Direction", enum: ["high", "low"] },
  },
  required: ["what", "column", "value", "direction"],
};

export const dataAnalyze = defineTool({
  id: "data.analyze",
  title: "Analyze data",
  description:
    "Analyzes a table of figures, such as sales, and writes a summary report: totals, growth and trends by quarter, month or year, best and worst periods, top and bottom groups, outliers. The numbers and the written summary are computed from the rows.",
  examples: [
    "Analyze quarterly sales data",
    "Summarize the trends in this spreadsheet",
    "What stands out in last year's figures",
    "Write a report on sales growth by region",
    "Find outliers in these numbers",
    "Compare sales and revenue of two years or regions",
  ],
  icon: "chart-no-axes-combined",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      table: tableOf("Data", "The rows to analyze."),
      measure: columnInput(
        "Figure",
        "The number column the analysis is about: sales, revenue, profit. Left out: the main amount.",
      ),
      timeColumn: columnInput("Date column", "The date or period of a row. Left out: found in the data."),
      timeGrain: timeGrainInput,
      groupBy: columnsInput(
        "Compare by",
        "Columns whose groups are compared: region, category. Left out: found in the data.",
      ),
      focus: {
        type: "string",
        title: "Focus",
        description: "Names the report: “Quarterly sales”. Left out: named after the figure.",
        maxLength: 200,
      },
      currency: {
        type: "string",
        title: "Currency",
        description:
          "Three-letter code for amounts of money: USD, EUR. Left out: seen from the column’s name, or plain numbers.",
        pattern: "^[A-Z]{3}$",
      },
    },
    required: ["table"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      title: { type: "string", title: "Title", description: "One line: what was analyzed and for when." },
      summary: {
        type: "string",
        format: "text",
        title: "Summary",
        description: "A paragraph: total, best and worst period, growth, what stands out.",
      },
      markdown: {
        type: "string",
        format: "text",
        title: "Report",
        description:
          "The whole report in Markdown: the summary, then the figures per period and group as tables.",
      },
      totals: {
        type: "array",
        title: "Totals",
        description: "Sum, average, smallest and largest of each number column.",
        items: total,
      },
      growthByPeriod: {
        type: "array",
        title: "Growth by period",
        description: "The figure per period, with the change.",
        items: period,
      },
      topGroups: { type: "array", title: "Top groups", description: "The largest groups.", items: group },
      bottomGroups: {
        type: "array",
        title: "Bottom groups",
        description: "The smallest groups.",
        items: group,
      },
      outliers: {
        type: "array",
        title: "Outliers",
        description: "Values far from the rest.",
        items: outlier,
      },
      table: tableOf("Figures", "The figure per period; without periods, per group. Fit for a chart."),
    },
    required: [
      "title",
      "summary",
      "markdown",
      "totals",
      "growthByPeriod",
      "topGroups",
      "bottomGroups",
      "outliers",
      "table",
    ],
    additionalProperties: false,
  },
  outputTrust: "derived",
  controlInputs: [],
  connectionKind: null,
  timeoutMs: 30_000,
  retry: { attempts: 1, backoffMs: 0 },
  idempotency: "natural",
  asksPerson: false,
});
