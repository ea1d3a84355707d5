import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Condition, operatorSchema, oppositeOf, type Test } from "@/lib/domain/condition";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { Table } from "@/lib/domain/table";
import { decideCondition } from "./decide-condition";
import type { Readable } from "./resolve-binding";
import { stepId } from "./testing/example-tools";

/** Decides one test of a value that stands at `v` in the output of s1. */
function decide(
  found: Json | undefined,
  operator: Test["operator"],
  operand: Test["operand"] = null,
  rest: { path?: (string | number)[]; of?: Test["of"] } = {},
): boolean | "undecidable" {
  const { path = ["v"], of = "any" } = rest;
  const value: Test["value"] = { kind: "output", stepId: stepId("s1"), path };
  const decision = decideCondition(
    { match: "all", tests: [{ value, of, operator, operand }] },
    readable(found),
  );
  return decision.kind === "decided" ? decision.holds : "undecidable";
}

const readable = (found: Json | undefined): Readable => ({
  outputs: new Map([
    [stepId("s1"), { output: found === undefined ? {} : ({ v: found } as JsonObject), origin: "untrusted" }],
  ]),
  item: null,
});

const table = (rowCount: number): Table => ({ columns: [{ name: "a", type: "text" }], rows: [], rowCount });

describe("decideCondition", () => {
  it.each<[Json | undefined, Test["operator"], Test["operand"], boolean | "undecidable"]>([
    [-0.5, "below", 0, true],
    [0, "below", 0, false],
    [0, "at-most", 0, true],
    [3, "above", 2.5, true],
    [3, "at-least", 4, false],
    [4, "is", 4, true],
    ["4.0", "is", 4, true],
    [" 12 ", "above", 10, true],
    ["twelve", "above", 10, "undecidable"],
    [undefined, "above", 10, "undecidable"],
    [null, "above", 10, "undecidable"],
    [null, "is", "x", false],
    [null, "is-not", "x", true],
    ["Berlin ", "is", "berlin", true],
    ["Berlin", "is-not", "Oslo", true],
    ["Invoice 12 is overdue", "contains", "OVERDUE", true],
    ["Invoice 12 is paid", "does-not-contain", "overdue", true],
    [["a", "b"], "contains", "B", true],
    [["a", "b"], "contains", "c", false],
    [["a", "b"], "above", 1, true],
    [["a", "b"], "at-least", 3, false],
    [{ ...table(7) }, "above", 6, true],
    [{ ...table(0) }, "is-empty", null, true],
    [true, "is", true, true],
    ["false", "is", false, true],
    [1, "is", true, "undecidable"],
    ["2026-03-04", "below", "2026-03-05", true],
    ["2026-03-05T23:30:00-08:00", "is", "2026-03-05", true],
    ["2026-03-05T10:00:00Z", "above", "2026-03-05T11:30:00+02:00", true],
    ["next week", "above", "2026-03-05", "undecidable"],
    ["", "is-empty", null, true],
    [undefined, "is-empty", null, true],
    [undefined, "is-not-empty", null, false],
    [{}, "is-empty", null, true],
    [0, "is-empty", null, false],
  ])("%j %s %j: %s", (found, operator, operand, outcome) => {
    expect(decide(found, operator, operand)).toBe(outcome);
  });

  it("asks of every item where the path says so: one of them is enough, or all have to fit", () => {
    const days: Json = [{ low: 3 }, { low: -2 }];
    const path = ["v", "*", "low"];
    expect(decide(days, "below", 0, { path })).toBe(true);
    expect(decide(days, "below", 0, { path, of: "every" })).toBe(false);
    expect(decide([], "below", 0, { path })).toBe(false);
    expect(decide([{ low: "cold" }, { low: -2 }], "below", 0, { path })).toBe("undecidable");
  });

  it("looks at no more tests than it has to, and says what it found and who it came from", () => {
    const at = (operand: number): Test => ({
      value: { kind: "output", stepId: stepId("s1"), path: ["v"] },
      of: "any",
      operator: "above",
      operand,
    });
    const condition: Condition = { match: "any", tests: [at(10), at(2), at(1)] };
    expect(decideCondition(condition, readable(5))).toEqual({
      kind: "decided",
      holds: true,
      tests: [
        { ...at(10), found: 5, origin: "untrusted", holds: false },
        { ...at(2), found: 5, origin: "untrusted", holds: true },
      ],
    });
  });

  it("A5: knows who a value that is not there would have come from", () => {
    const value: Test["value"] = { kind: "output", stepId: stepId("s1"), path: ["v"] };
    const tests: Test[] = [{ value, of: "any", operator: "is-empty", operand: null }];
    expect(decideCondition({ match: "all", tests }, readable(undefined))).toMatchObject({
      tests: [{ origin: "untrusted", holds: true }],
    });
  });

  it("reads the item of a repeated step", () => {
    const tests: Test[] = [
      { value: { kind: "item", path: ["total"] }, of: "any", operator: "above", operand: 100 },
    ];
    const item = (total: number) => ({ value: { total }, sources: [{ origin: "trusted" as const }] });
    const holds = (total: number) => {
      const decision = decideCondition({ match: "all", tests }, { outputs: new Map(), item: item(total) });
      return decision.kind === "decided" && decision.holds;
    };
    expect([holds(99), holds(101)]).toEqual([false, true]);
  });

  it("keeps of a long text or list only its beginning", () => {
    const tests: Test[] = [
      {
        value: { kind: "output", stepId: stepId("s1"), path: ["v"] },
        of: "any",
        operator: "is-not-empty",
        operand: null,
      },
    ];
    const decision = decideCondition({ match: "all", tests }, readable(Array(500).fill("x".repeat(5000))));
    expect(JSON.stringify(decision).length).toBeLessThan(10_000);
  });

  it("A1: compares whatever it reads and does nothing else with it; unless is its exact opposite", () => {
    const values = fc.oneof(
      fc.constantFrom(
        "__proto__",
        "constructor",
        "process.exit()",
        "{{7*7}}",
        "=cmd|' /C calc'!A0",
        "(a+)+$",
      ),
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string(), { maxLength: 3 }),
    );
    const operands = fc.oneof(fc.string({ minLength: 1 }), fc.double({ noNaN: true }), fc.boolean());
    fc.assert(
      fc.property(
        values,
        operands,
        fc.constantFrom(...operatorSchema.options),
        fc.boolean(),
        (found, operand, operator, isOfEvery) => {
          const isUnary = operator.endsWith("empty");
          const value: Test["value"] = {
            kind: "output",
            stepId: stepId("s1"),
            path: isOfEvery ? ["v", "*"] : ["v"],
          };
          const tests: Test[] = [{ value, of: "any", operator, operand: isUnary ? null : operand }];
          const condition: Condition = { match: "all", tests };
          const decision = decideCondition(condition, readable(found));
          const opposite = decideCondition(oppositeOf(condition), readable(found));
          expect(opposite.kind).toBe(decision.kind);
          if (decision.kind === "decided" && opposite.kind === "decided") {
            expect(opposite.holds).toBe(!decision.holds);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
