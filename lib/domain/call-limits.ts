// How many calls of tools may be under way at once, of all workers together.
import { z } from "zod";
import { toolIdSchema } from "./ids";

/** The most a limit may allow. */
export const mostAtOnce = 1000;

/** Calls under way at once. */
export const atOnceSchema = z.int().min(1).max(mostAtOnce);

/** Of each service, until a person says otherwise. */
export const defaultEach = 10;

const serviceKindSchema = z.enum(["connection", "api", "mcp-server"]);

/** What a limit is about: everything, each service, one service, or one tool. */
export const limitedSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("each") }),
  z.strictObject({ kind: serviceKindSchema, id: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal("tool"), id: toolIdSchema }),
]);
export type Limited = z.infer<typeof limitedSchema>;

/** Null takes the limit back. */
export const setCallLimitSchema = z.strictObject({ of: limitedSchema, atOnce: atOnceSchema.nullable() });
export type SetCallLimit = z.infer<typeof setCallLimitSchema>;

/** One service or tool that something of its own could be said of. */
const limitableSchema = z.object({
  kind: z.enum([...serviceKindSchema.options, "tool"]),
  id: z.string(),
  /** What people know it as. */
  title: z.string(),
});
export type Limitable = z.infer<typeof limitableSchema>;

/** The limits that hold. */
export const callLimitsSchema = z.object({
  /** Of all calls together; null: as many as the workers take, each of them 50. */
  all: atOnceSchema.nullable(),
  /** Of each connection, imported API and MCP server that has no limit of its own. */
  each: atOnceSchema,
  /** Those that have one. */
  exceptions: z.array(limitableSchema.extend({ atOnce: atOnceSchema })),
  /** Services that have none; a tool is given one on its page. */
  services: z.array(limitableSchema),
});
export type CallLimits = z.infer<typeof callLimitsSchema>;
