import { z } from "zod";
import { connectionSchema } from "./connection";

/** What a service said when a connection was tried. */
export const connectionTestSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("works"), detail: z.string() }),
  z.object({ kind: z.literal("fails"), message: z.string() }),
]);
export type ConnectionTest = z.infer<typeof connectionTestSchema>;

/** A connection, and whether it can be used now. */
export const connectionStateSchema = connectionSchema.extend({
  /** `none`: nobody has to. `needed`: never done. `held`: done. `lost`: it has ended, a person has to do it again. */
  signIn: z.enum(["none", "needed", "held", "lost"]),
  /** Null when it was never tried as it is now. */
  lastTest: z.intersection(connectionTestSchema, z.object({ at: z.iso.datetime() })).nullable(),
});
export type ConnectionState = z.infer<typeof connectionStateSchema>;
