import { describe, expect, it } from "vitest";
import type { JsonObject, JsonSchema } from "@/lib/domain/json";
import { tableJsonSchema } from "@/lib/domain/table";
import { outputParts, wordsOf } from "./output-parts";

const table = { columns: [], rows: [], rowCount: 0 };
const names = (output: JsonObject, properties: Record<string, JsonSchema> = {}) => {
  const { lead, rest } = outputParts(output, { type: "object", properties });
  return { lead: lead.map((part) => part.name), rest: rest.map((part) => part.name) };
};

describe("outputParts", () => {
  it("shows a report and folds away the figures it is made of", () => {
    const output = {
      title: "Sales",
      summary: "Up.",
      markdown: "# Sales",
      totals: [{ sum: 1 }],
      table,
      outliers: [],
    };
    const shown = names(output, { summary: { format: "text" }, table: tableJsonSchema });
    expect(shown).toEqual({ lead: ["markdown"], rest: ["summary", "table", "totals", "title"] });
  });

  it("shows a sentence together with its figures", () => {
    const output = { place: "Paris", temperatureMax: 21, summary: "Sunny in Paris." };
    expect(names(output, { summary: { type: "string", format: "text" } })).toEqual({
      lead: ["summary", "place", "temperatureMax"],
      rest: [],
    });
  });

  it("shows people rather than the lists of their addresses", () => {
    const output = { emails: ["a@example.com"], people: [{ name: "Ada" }], count: 1, phones: [] };
    expect(names(output)).toEqual({ lead: ["people"], rest: ["count", "emails"] });
  });

  it("shows a table rather than its text, its query or how many rows it has", () => {
    const output = { sql: "select\n1", text: "a,b\n".repeat(200), table, rowCount: 0, note: "Sorted." };
    expect(names(output, { text: { format: "text" }, note: { format: "text" } })).toEqual({
      lead: ["note", "table"],
      rest: ["text", "rowCount", "sql"],
    });
  });

  it("names a property in words when its schema doesn't", () => {
    expect(["departsAt", "max_stops", "x"].map(wordsOf)).toEqual(["Departs at", "Max stops", "X"]);
  });
});
