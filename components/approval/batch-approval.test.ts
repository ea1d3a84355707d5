import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import type { BatchItem } from "./batch-approval";
import { sharedInputs } from "./batch-approval";

const withInputs = (...all: JsonObject[]) =>
  all.map((inputs) => ({ card: { inputs } as unknown as BatchItem["card"] }));

describe("sharedInputs", () => {
  it("are those that every call is given alike, and nothing else", () => {
    const items = withInputs(
      { to: ["a@x.example"], subject: "Hi", text: "Dear A", cc: { b: 1, a: 2 } },
      { to: ["b@x.example"], subject: "Hi", text: "Dear B", cc: { a: 2, b: 1 } },
      { to: ["c@x.example"], subject: "Hi", cc: { a: 2, b: 1 }, bcc: ["d@x.example"] },
    );
    expect(sharedInputs(items)).toEqual({ subject: "Hi", cc: { a: 2, b: 1 } });
  });

  it("are none of a single call: everything stands at the item", () => {
    expect(sharedInputs(withInputs({ subject: "Hi" }))).toEqual({});
  });

  it("never take an inherited name for a value", () => {
    expect(sharedInputs(withInputs({ constructor: "x" }, {}))).toEqual({});
  });
});
