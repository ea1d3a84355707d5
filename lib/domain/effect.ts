import { z } from "zod";

/** What calling a tool does to the world outside: nothing, something that can be changed back, or neither. */
export const effectSchema = z.enum(["read", "write", "irreversible"]);
export type Effect = z.infer<typeof effectSchema>;

/** Whether an effect is less than another: calls of it would ask less often. */
export function isLower(effect: Effect, than: Effect): boolean {
  return effectSchema.options.indexOf(effect) < effectSchema.options.indexOf(than);
}
