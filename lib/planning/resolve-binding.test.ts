import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StepId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { outputOrigin, readPath, resolveInputs, type StepOutput } from "./resolve-binding";
import { analyze, email, exampleStep, fetchPage, query, stepId } from "./testing/example-tools";

const outputs = new Map<StepId, StepOutput>([
  [stepId("s2"), { output: { summary: "Up 12 %." }, origin: "untrusted" }],
  [stepId("s3"), { output: { emails: ["a@x.example", "b@x.example"] }, origin: "trusted" }],
]);

describe("readPath", () => {
  const value: Json = {
    people: [{ email: "a" }, { name: "no address" }, { email: "b" }],
    n: 0,
    nothing: null,
  };

  it("reads names, positions and every item, leaving out items without the place", () => {
    expect(readPath(value, ["people", 0, "email"])).toBe("a");
    expect(readPath(value, ["people", "*", "email"])).toEqual(["a", "b"]);
    expect(readPath(value, ["nothing"])).toBeNull();
    expect(readPath(value, ["people", 7])).toBeUndefined();
    expect(readPath(value, ["n", "toFixed"])).toBeUndefined();
  });

  it("P1: reaches own properties only, whatever the path", () => {
    const inherited = [
      "constructor",
      "__proto__",
      "prototype",
      "toString",
      "valueOf",
      "hasOwnProperty",
      "length",
    ];
    for (const first of inherited) {
      expect(readPath(value, [first])).toBeUndefined();
      for (const second of inherited) expect(readPath(value, ["people", first, second])).toBeUndefined();
    }
    const segment = fc.oneof(fc.constantFrom(...inherited, "people", "*"), fc.nat(3), fc.string());
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), (path) => {
        expect(typeof readPath(value, path)).not.toBe("function");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("resolveInputs", () => {
  it("gives the exact inputs and where each came from", () => {
    const step = exampleStep("s4", email, {
      to: {
        kind: "list",
        items: [
          { kind: "output", stepId: stepId("s3"), path: ["emails"] },
          { kind: "literal", value: "c@x.example", origin: "person", words: "and c@x.example" },
        ],
      },
      subject: { kind: "literal", value: "Sales", origin: "constant" },
      body: {
        kind: "template",
        parts: [
          "Dear ",
          { kind: "output", stepId: stepId("s3"), path: ["emails"] },
          ": ",
          {
            kind: "output",
            stepId: stepId("s2"),
            path: ["summary"],
          },
        ],
      },
    });
    expect(resolveInputs(step, { outputs, item: null })).toEqual({
      kind: "resolved",
      inputs: {
        to: ["a@x.example", "b@x.example", "c@x.example"],
        subject: "Sales",
        body: "Dear a@x.example, b@x.example: Up 12 %.",
      },
      provenance: {
        to: {
          origin: "trusted",
          sources: [
            { origin: "trusted", stepId: "s3" },
            { origin: "person", words: "and c@x.example" },
          ],
        },
        subject: { origin: "constant", sources: [{ origin: "constant" }] },
        body: {
          origin: "untrusted",
          sources: [
            { origin: "constant" },
            { origin: "trusted", stepId: "s3" },
            { origin: "untrusted", stepId: "s2" },
          ],
        },
      },
    });
  });

  it("names the input and the place that came back without a value", () => {
    const step = exampleStep("s4", email, {
      subject: { kind: "output", stepId: stepId("s2"), path: ["offers", 0, "title"] },
    });
    expect(resolveInputs(step, { outputs, item: null })).toEqual({
      kind: "unresolved",
      input: "subject",
      message: 'Step s2 came back without "offers[0].title".',
    });
  });

  it("keeps names like __proto__ as plain properties", () => {
    const fields = JSON.parse('{"__proto__": {"kind":"literal","value":"x","origin":"constant"}}');
    const step = exampleStep("s4", email, { body: { kind: "object", fields } });
    const result = resolveInputs(step, { outputs, item: null });
    expect(Object.hasOwn({}, "polluted")).toBe(false);
    expect(result.kind === "resolved" && JSON.stringify(result.inputs.body)).toBe('{"__proto__":"x"}');
  });
});

describe("outputOrigin", () => {
  const from = (origin: "person" | "untrusted") => ({ table: { origin, sources: [{ origin }] } });

  it("A5: carries distrust through tools that only transform", () => {
    expect(outputOrigin(analyze, from("untrusted"))).toBe("untrusted");
    expect(outputOrigin(analyze, from("person"))).toBe("trusted");
    expect(outputOrigin(fetchPage, from("person"))).toBe("untrusted");
    expect(outputOrigin(query, from("untrusted"))).toBe("trusted");
  });
});
