import { describe, expect, it } from "vitest";
import { boundChoices, boundOf, draftOf } from "./bound-draft";

describe("bounds as a form holds them", () => {
  it("offers what fits the value, and never leaves open what is reached", () => {
    const kinds = (value: Parameters<typeof draftOf>[0], isControl = false) =>
      boundChoices(value, isControl).map((one) => one.value);
    expect(kinds(["a@corp.example"], true)).toEqual(["exact", "domain"]);
    expect(kinds("#sales", true)).toEqual(["exact", "any-of"]);
    expect(kinds(3)).toEqual(["exact", "range", "vary"]);
    expect(kinds("two\nlines")).toEqual(["exact", "vary"]);
  });

  it("begins with exactly what is approved, and with that as the first of what may be", () => {
    const draft = draftOf(["a@corp.example", "b@x.example"]);
    expect(boundOf(draft, ["a@corp.example", "b@x.example"])).toMatchObject({ kind: "exact" });
    expect(boundOf({ ...draft, kind: "domain" }, null)).toEqual({
      ...{ kind: "domain", domains: ["corp.example", "x.example"] },
    });
    expect(boundOf({ ...draftOf(200), kind: "range" }, 200)).toEqual({ kind: "range", least: 0, most: 200 });
  });

  it("says what is wrong", () => {
    const draft = draftOf("x");
    expect(boundOf({ ...draft, kind: "domain", lines: "a b" }, "x")).toHaveProperty("problem");
    expect(boundOf({ ...draft, kind: "any-of", lines: " \n" }, "x")).toHaveProperty("problem");
    expect(boundOf({ ...draft, kind: "range", least: "", most: "1" }, 1)).toHaveProperty("problem");
    expect(boundOf({ ...draft, kind: "range", least: "2", most: "1" }, 1)).toHaveProperty("problem");
  });
});
