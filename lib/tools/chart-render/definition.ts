import { defineTool } from "@/lib/tools/define-tool";
import { columnInput, tableOf } from "@/lib/tools/table-schemas";

export const chartRender = defineTool({
  id: "chart.render",
  title: "Draw a chart",
  description:
    "Draws a chart or graph of a table as an image: bar, line, area, pie or scatter plot. Gives an SVG and a PNG to show, attach or post.",
  examples: [
    "Draw a bar chart of sales by region",
    "Plot revenue over time",
    "Make a pie chart of orders per category",
    "Visualize the quarterly figures",
  ],
  icon: "chart-column",
  effect: "read",
  undo: { kind: "none" },
  input: {
    type: "object",
    properties: {
      table: tableOf("Data", "The rows to draw."),
      kind: {
        type: "string",
        title: "Kind of chart",
        description: "Left out: a line for figures over time, bars for anything else.",
        enum: ["bar", "line", "area", "pie", "scatter"],
      },
      x: columnInput("Along the bottom", "The column of the horizontal axis, or the slices of a pie."),
      y: columnInput("Upwards", "The number column of the vertical axis, or the size of a slice."),
      color: columnInput("Colour by", "A column whose values get a colour each."),
      title: { type: "string", title: "Title", description: "Shown above the chart.", maxLength: 200 },
      spec: {
        type: "object",
        format: "vega-lite",
        title: "Vega-Lite specification",
        description:
          "For charts the fields above can't describe. The data is always the table; addresses of other data are refused.",
      },
    },
    required: ["table"],
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: {
      png: {
        type: "string",
        format: "file",
        title: "PNG image",
        description: "The chart as pixels; fits mail.",
      },
      svg: { type: "string", format: "file", title: "SVG image", description: "The chart as a drawing." },
      altText: {
        type: "string",
        title: "In words",
        description: "What the chart shows, for those who can't see it.",
      },
    },
    required: ["png", "svg", "altText"],
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
