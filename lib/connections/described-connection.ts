// Connections as the HTTP API and the page show them.
import { z } from "zod";
import { connectionStateSchema } from "@/lib/domain/connection-state";
import { planIdSchema } from "@/lib/domain/ids";
import { jsonObjectSchema } from "@/lib/domain/json";
import { connectionFormSchema } from "./connection-form";

export const listedConnectionSchema = connectionStateSchema.extend({
  /** What it is a connection to: "Slack". */
  title: z.string(),
  icon: z.string(),
  /** How many tools and plans use connections of its kind: this one when it is the default. */
  usage: z.object({ tools: z.int(), plans: z.int() }),
});
export type ListedConnection = z.infer<typeof listedConnectionSchema>;

export const describedConnectionSchema = listedConnectionSchema.extend({
  /** Null when the API it belongs to was removed. */
  form: connectionFormSchema.nullable(),
  /** What the form is filled with to edit it; never a secret. */
  values: jsonObjectSchema,
  /** The plans that use it, the latest first, at most twenty. */
  plans: z.array(z.object({ id: planIdSchema, goal: z.string() })),
});
export type DescribedConnection = z.infer<typeof describedConnectionSchema>;
