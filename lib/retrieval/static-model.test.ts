import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dot, StaticModel, staticModel } from "./static-model";

const file = path.join(process.cwd(), "lib", "retrieval", "model", "static-embedding.bin");
const model = staticModel();
const alike = (one: string, other: string) => dot(model.embed(one), model.embed(other));

describe("StaticModel", () => {
  it("is at most 5 MB", () => {
    expect(statSync(file).size).toBeLessThanOrEqual(5_000_000);
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
  ])("finds “%s” nearer to “%s” than to “%s”", (query, near, far) => {
    expect(alike(query, near)).toBeGreaterThan(alike(query, far) + 0.15);
  });

  it("knows forms and compounds of known words", () => {
    expect(dot(vector("repainting"), vector("repaint"))).toBeGreaterThan(0.5);
    expect(dot(vector("spreadsheetrow"), vector("spreadsheet"))).toBeGreaterThan(0.5);
    expect(dot(vector("visualise"), vector("visualize"))).toBeCloseTo(1, 5);
    expect(model.wordVector("qzxwvk")).toBeNull();
  });

  it("weighs grammar nothing and rare words much", () => {
    expect(model.weight("the")).toBe(0);
    expect(model.weight("get")).toBeLessThan(0.4);
    expect(model.weight("forecast")).toBeGreaterThan(0.7);
    expect(model.weight("qzxwvk")).toBeNull();
  });

  it.each(["", " ", "😀😀", "天気", "a".repeat(10_000), "__proto__", "\u0000"])(
    "gives zeros or a unit vector for %j",
    (text) => {
      const embedded = model.embed(text);
      const length = Math.sqrt(dot(embedded, embedded));
      expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true);
    },
  );

  it("refuses a file that is no model", () => {
    expect(() => new StaticModel(Buffer.from("something else altogether"))).toThrow("LSE1");
  });
});

function vector(word: string): Float32Array {
  return model.wordVector(word) ?? new Float32Array(model.dimensions);
}
