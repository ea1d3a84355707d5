import { z } from "zod";
import { connectionIdSchema } from "./ids";
import { jsonObjectSchema } from "./json";

/** An account of an outside service. Its secret is stored encrypted and is never part of this. */
export const connectionSchema = z.object({
  id: connectionIdSchema,
  /** `smtp`, `slack`, `twilio`, `postgres`, `scim`, or `api:<apiId>`. */
  kind: z.string(),
  name: z.string(),
  /** The one place its credentials may go: `https://slack.com`, `smtp://127.0.0.1:2525`, `postgres://host:5432/db`. */
  origin: z.string(),
  /** Settings that are not secret: sender, user, account id. */
  config: jsonObjectSchema,
  hasSecret: z.boolean(),
  /** Used by tools of its kind when a step names no other. */
  isDefault: z.boolean(),
  /** Made by the first start; its origin is on this machine. */
  isSandbox: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Connection = z.infer<typeof connectionSchema>;
