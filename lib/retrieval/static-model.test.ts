import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dot, StaticModel, staticModel } from "./static-model";
import { firstTools } from "./testing/catalogues";
import { goalExamples } from "./testing/foreign-goals";
import { facetsOf, toolText } from "./tool-text";

const file = path.join(process.cwd(), "lib", "retrieval", "model", "static-embedding.bin");
const model = staticModel();
const alike = (one: string, other: string) => dot(model.embed(one), model.embed(other));

describe("StaticModel", () => {
  it("is at most 10 MB", () => {
    expect(statSync(file).size).toBeLessThanOrEqual(10_000_000);
  });

  it("is the file that its card describes", () => {
    const card = readFileSync(path.join(path.dirname(file), "MODEL_CARD.md"), "utf8");
    expect(card).toContain(createHash("sha256").update(readFileSync(file)).digest("hex"));
  });

  it("gives the same unit vector for the same text, however often it is loaded", () => {
    const text = "Send a notification to the on-call engineer";
    const again = new StaticModel(readFileSync(file)).embed(text);
    expect([...again]).toEqual([...model.embed(text)]);
    expect(dot(again, again)).toBeCloseTo(1, 5);
  });

  it.each([
    ["email a summary to the marketing team", "Send an e-mail", "Get the weather forecast"],
    ["will it rain tomorrow", "Get the weather forecast", "Send an e-mail"],
    ["plane tickets to Rome", "Book a flight", "Draw a chart"],
    ["graph of revenue", "Draw a chart of sales", "Look up people in the staff directory"],
    ["refund the customer's money", "Create a credit note for a charge", "List all webhooks"],
    ["open a bug", "Create an issue in a repository", "Get the weather forecast"],
  ])("finds “%s” nearer to “%s” than to “%s”", (query, near, far) => {
    expect(alike(query, near)).toBeGreaterThan(alike(query, far) + 0.15);
  });

  it("knows forms and compounds of known words", () => {
    expect(dot(vector("reschedules"), vector("reschedule"))).toBeGreaterThan(0.5);
    expect(dot(vector("spreadsheetrow"), vector("spreadsheet"))).toBeGreaterThan(0.5);
    expect(dot(vector("visualise"), vector("visualize"))).toBeCloseTo(1, 5);
    expect(dot(vector("wettervorhersage"), vector("forecast"))).toBeGreaterThan(0.5);
    expect(model.wordVector("qzxwvk")).toBeNull();
  });

  it("reads identifiers as the words they are made of", () => {
    const plain = model.embed("create calendar event");
    for (const identifier of ["createCalendarEvent", "create_calendar_event", "create-calendar-event"])
      expect(dot(model.embed(identifier), plain)).toBeCloseTo(1, 5);
  });

  it("guesses at an unknown word from its pieces, without claiming to know it", () => {
    expect(model.weight("emailinatoring")).toBeNull();
    const guessed = model.embed("emailinatoring");
    expect(dot(guessed, guessed)).toBeCloseTo(1, 5);
  });

  it("weighs grammar nothing and rare words much", () => {
    expect(model.weight("the")).toBe(0);
    expect(model.weight("get")).toBeLessThan(0.4);
    expect(model.weight("forecast")).toBeGreaterThan(0.7);
    expect(model.weight("qzxwvk")).toBeNull();
  });

  it.each([
    "",
    " ",
    "😀😀",
    "天気",
    "Погода завтра",
    "الطقس",
    "a".repeat(10_000),
    "weather ".repeat(1250),
    "__proto__",
    "\u0000",
  ])("gives zeros or a unit vector for %j", (text) => {
    const embedded = model.embed(text);
    const length = Math.sqrt(dot(embedded, embedded));
    expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true);
  });

  it("refuses a file that is no model, or is cut short", () => {
    expect(() => new StaticModel(Buffer.from("something else altogether"))).toThrow("LSE2");
    expect(() => new StaticModel(readFileSync(file).subarray(0, 5_000_000))).toThrow("damaged");
  });
});

const tools = (await firstTools()).map((tool) => ({
  id: tool.id,
  facets: facetsOf(toolText(tool)).map((text) => model.embed(text)),
}));

describe("Goals in other languages and of compound words", () => {
  it.each(goalExamples)("finds a tool for “$goal” by meaning alone", ({ goal, tools: right }) => {
    const query = model.embed(goal);
    const ranked = tools
      .map(({ id, facets }) => ({ id, cosine: Math.max(...facets.map((facet) => dot(facet, query))) }))
      .sort((a, b) => b.cosine - a.cosine);
    expect(ranked.slice(0, 3).some(({ id }) => right.includes(id))).toBe(true);
  });
});

function vector(word: string): Float32Array {
  return model.wordVector(word) ?? new Float32Array(model.dimensions);
}
