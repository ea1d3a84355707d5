import { describe, expect, it } from "vitest";
import type { JsonSchema } from "@/lib/domain/json";
import { checkSchema } from "./check-schema";
import { builtinTools } from "./definitions";
import { exampleInputs } from "./example-inputs";

describe("exampleInputs", () => {
  it("gives what is required and what the schema shows, and leaves the rest out", () => {
    const schema: JsonSchema = {
      type: "object",
      properties: {
        city: { type: "string", examples: ["Paris"] },
        days: { type: "integer", minimum: 2 },
        units: { type: "string", enum: ["metric", "imperial"] },
        note: { type: "string" },
        to: { type: "array", items: { type: "string", format: "email" } },
        guest: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      },
      required: ["days", "units", "to", "guest"],
    };
    expect(exampleInputs(schema)).toEqual({
      city: "Paris",
      days: 2,
      units: "metric",
      to: ["ada@example.com"],
      guest: { name: "name" },
    });
  });

  it("ends for a schema that contains itself", () => {
    const tree: JsonSchema = { type: "object", required: ["child"] };
    tree.properties = { child: tree };
    expect(JSON.stringify(exampleInputs(tree))).toBe('{"child":{"child":{"child":{"child":{}}}}}');
  });

  it("gives every built-in tool inputs that are valid by its schema", () => {
    for (const tool of builtinTools) {
      expect([tool.id, checkSchema(tool.input, exampleInputs(tool.input))]).toEqual([tool.id, []]);
    }
  });
});
