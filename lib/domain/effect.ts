import { z } from "zod";

/** What calling a tool does to the world outside: nothing, something that can be changed back, or neither. */
export const effectSchema = z.enum(["read", "write", "irreversible"]);
export type Effect = z.infer<typeof effectSchema>;
