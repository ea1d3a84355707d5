import { z } from "zod";
import { bindingSchema } from "./binding";
import type { Json, JsonSchema } from "./json";

/** Items a step may be repeated over, whatever its plan says (R10); an installation may allow fewer. */
export const maxItems = 1000;
const defaultItemLimit = 100;

/** The limit of a step nobody has given another. @param mostItems what the installation allows */
export function itemLimit(mostItems: number): number {
  return Math.min(defaultItemLimit, mostItems);
}

/** A step that is done once for each item of a list. */
export const repeatSchema = z.strictObject({
  /** A list or a table: rows are its items. */
  over: bindingSchema,
  /** More items than this are refused before the first call. */
  limit: z.int().min(1).max(maxItems),
  /** The words of the goal it was read from. */
  words: z.string().max(500).optional(),
});
export type Repeat = z.infer<typeof repeatSchema>;

/** An item that was not done, and why. */
export interface ItemLeft {
  /** Its place in the list, from 1. */
  number: number;
  item: Json;
  status: string;
  reason: string;
}

/** What a repeated step gives: what its tool gave for each item that was done, in order, and what was left out. */
export function repeatedOutputSchema(output: JsonSchema): JsonSchema {
  return {
    type: "object",
    properties: {
      results: { type: "array", items: output, description: "What each item that was done gave, in order." },
      done: { type: "integer", description: "How many items were done." },
      total: { type: "integer", description: "How many items there were." },
      left: {
        type: "array",
        description: "The items that were not done, and why.",
        items: {
          type: "object",
          properties: {
            number: { type: "integer" },
            item: {},
            status: { type: "string" },
            reason: { type: "string" },
          },
        },
      },
    },
    required: ["results", "done", "total", "left"],
  };
}
