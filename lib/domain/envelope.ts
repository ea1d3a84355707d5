// What a person lets be done without being asked each time: so often, until then, with inputs within bounds they saw.
import { z } from "zod";
import {
  approvalIdSchema,
  connectionIdSchema,
  envelopeIdSchema,
  planIdSchema,
  runIdSchema,
  toolIdSchema,
} from "./ids";
import { jsonSchema } from "./json";

/** Letters, digits and hyphens between dots, in small letters: `corp.com`. */
export const domainSchema = z
  .string()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "a domain is like example.com");

/** What an input may be. */
export const boundSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("exact"), value: jsonSchema }),
  z.strictObject({ kind: z.literal("any-of"), values: z.array(jsonSchema).min(1).max(50) }),
  /** One e-mail address or a list of them, each in one of these domains itself. */
  z.strictObject({ kind: z.literal("domain"), domains: z.array(domainSchema).min(1).max(20) }),
  z
    .strictObject({ kind: z.literal("range"), least: z.number(), most: z.number() })
    .refine(({ least, most }) => least <= most, "the least is more than the most"),
  /** Anything of which no part comes from outside content. Never of an input that chooses what is reached. */
  z.strictObject({ kind: z.literal("vary") }),
]);
export type Bound = z.infer<typeof boundSchema>;

/** Calls one envelope allows at most, and days it holds at most. */
export const mostUses = 100;
export const mostDays = 31;

/** What a person grants beside approving one action. */
export const envelopeGrantSchema = z.strictObject({
  /** Of this run alone, or of all runs of its plan. */
  scope: z.enum(["run", "plan"]),
  /** Calls beside the one that is approved. */
  most: z.int().min(1).max(mostUses),
  until: z.iso.datetime(),
  /** By input; one that is not named must not be given. */
  bounds: z.record(z.string().max(200), boundSchema),
});
export type EnvelopeGrant = z.infer<typeof envelopeGrantSchema>;

export const envelopeSchema = envelopeGrantSchema.extend({
  id: envelopeIdSchema,
  /** The approval it was granted with. */
  approvalId: approvalIdSchema,
  runId: runIdSchema,
  planId: planIdSchema,
  goal: z.string(),
  toolId: toolIdSchema,
  toolTitle: z.string(),
  toolVersion: z.string(),
  connectionId: connectionIdSchema.nullable(),
  connectionOrigin: z.string().nullable(),
  used: z.int().nonnegative(),
  createdAt: z.iso.datetime(),
});
export type Envelope = z.infer<typeof envelopeSchema>;
