import { z } from "zod";
import { signInIdSchema } from "./ids";

/** What a sign-in is for: a connection, or an MCP server. */
export const signInPurposeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("connection"), connectionId: z.string() }),
  z.object({ kind: z.literal("mcp"), serverId: z.string() }),
]);
export type SignInPurpose = z.infer<typeof signInPurposeSchema>;

/** `answered`: the service sent the person back, and what it sent is being exchanged for tokens. */
const signInStatusSchema = z.enum(["waiting", "answered", "completed", "failed"]);
export type SignInStatus = z.infer<typeof signInStatusSchema>;

/** A person's way to a service's sign-in page and back. */
export const signInSchema = z.object({
  id: signInIdSchema,
  purpose: signInPurposeSchema,
  status: signInStatusSchema,
  /** What came of it, in a sentence. It may quote the service: show it as text. */
  message: z.string().nullable(),
});
export type SignIn = z.infer<typeof signInSchema>;
