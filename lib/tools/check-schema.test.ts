import { describe, expect, it } from "vitest";
import type { JsonSchema } from "@/lib/domain/json";
import { timed } from "@/lib/testing/idle-time";
import { checkSchema, describeProblems } from "./check-schema";

const email: JsonSchema = {
  type: "object",
  properties: {
    to: { type: "array", items: { type: "string", format: "email" }, minItems: 1 },
    subject: { type: "string" },
    priority: { enum: ["low", "high"] },
    table: { type: "object", properties: { rows: { type: "array" } }, required: ["rows"] },
  },
  required: ["to"],
  additionalProperties: false,
};

describe("checkSchema", () => {
  it("names the input and what is wrong with it", () => {
    expect(checkSchema(email, { to: ["a@x.example"] })).toEqual([]);
    expect(checkSchema(email, {})).toEqual([{ input: "to", message: "is missing" }]);
    expect(checkSchema(email, { to: [], more: 1 })[0]).toEqual({
      input: "more",
      message: "is not an input of this tool",
    });
    expect(checkSchema(email, { to: "a" })).toEqual([{ input: "to", message: "must be array" }]);
    expect(checkSchema(email, { to: [1] })).toEqual([
      { input: "to", message: 'has "0", which must be string' },
    ]);
    expect(checkSchema(email, { to: ["a"], priority: "mid" })).toEqual([
      { input: "priority", message: 'must be one of "low", "high"' },
    ]);
    expect(checkSchema(email, { to: ["a"], table: {} })).toEqual([
      { input: "table", message: 'must have "rows"' },
    ]);
    expect(describeProblems(checkSchema(email, {}))).toBe('"to" is missing');
    expect(describeProblems(checkSchema(email, 5))).toBe("it must be object");
  });

  it("N3: is not stopped by a pattern that would run for ever", async () => {
    const schema: JsonSchema = {
      type: "object",
      properties: { a: { type: "string", pattern: "^(a+)+$" } },
      patternProperties: { "^(a+)+$": { type: "string" } },
    };
    const value = { a: `${"a".repeat(40)}!`, ["a".repeat(40)]: "x!" };
    const { ms, result } = await timed(() => checkSchema(schema, value));
    expect(result).toEqual([]);
    expect(ms).toBeLessThan(5000);
  });

  it("N3: takes schemas as imported documents have them", () => {
    const schemas: JsonSchema[] = [
      { type: "object", $schema: "http://json-schema.org/draft-04/schema#", $id: "https://x.example/1" },
      { type: "object", $id: "https://x.example/1" },
      { type: "number", minimum: 1, exclusiveMinimum: true },
      { type: "string", nullable: true, format: "made-up" },
      {
        type: "object",
        "x-extension": { anything: [1] },
        example: 1,
        discriminator: { propertyName: "kind" },
      },
      { $ref: "https://evil.example/schema.json" },
      JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}'),
    ];
    const values = [{}, {}, 1, null, {}, "anything", {}];
    expect(schemas.map((schema, index) => checkSchema(schema, values[index] ?? null))).toEqual(
      schemas.map(() => []),
    );
  });

  it("says so when a schema can't be used, and does not throw", () => {
    const broken: JsonSchema = { type: "object", properties: { a: { type: "strange" } } };
    expect(checkSchema(broken, { a: 1 })[0]?.message).toContain("its schema is broken");
    expect(checkSchema({ $ref: "#/nowhere" }, 1)[0]?.message).toContain("its schema is broken");
  });

  it("follows references inside the schema", () => {
    const schema: JsonSchema = {
      type: "object",
      properties: { child: { $ref: "#/$defs/node" } },
      $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" } }, required: ["name"] } },
    };
    expect(checkSchema(schema, { child: { name: "a", next: { name: "b" } } })).toEqual([]);
    expect(checkSchema(schema, { child: { name: "a", next: {} } })).toEqual([
      { input: "child", message: 'has "next", which must have "name"' },
    ]);
  });
});
