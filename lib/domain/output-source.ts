import { z } from "zod";

/**
 * Who says what a step gave: its tool; a person, of an unknown outcome of which they have seen that it took place; or the
 * service, where it was looked up afterwards.
 */
export const outputSourceSchema = z.enum(["tool", "person", "look-up"]);
export type OutputSource = z.infer<typeof outputSourceSchema>;
