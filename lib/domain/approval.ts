import { z } from "zod";
import { effectSchema } from "./effect";
import { envelopeGrantSchema } from "./envelope";
import {
  approvalIdSchema,
  connectionIdSchema,
  planIdSchema,
  runIdSchema,
  stepIdSchema,
  toolIdSchema,
} from "./ids";
import { jsonObjectSchema, jsonSchemaSchema } from "./json";
import { originSchema, provenanceSchema } from "./origin";
import { undoSchema } from "./tool";

/** Exactly what will be sent, and what a person needs to judge it. Rendered from these bytes only (A3). */
export const approvalCardSchema = z.object({
  goal: z.string(),
  stepTitle: z.string(),
  toolId: toolIdSchema,
  toolTitle: z.string(),
  toolVersion: z.string(),
  icon: z.string(),
  effect: effectSchema,
  undo: undoSchema,
  /** The title of the tool that undoes it; left out where it can't be undone. */
  undoneBy: z.string().optional(),
  /** It is the first step after which the run can't be rolled back entirely. */
  isPointOfNoReturn: z.boolean().optional(),
  inputSchema: jsonSchemaSchema,
  inputs: jsonObjectSchema,
  /** Inputs that choose what is reached; cards of an earlier release don't say. */
  controlInputs: z.array(z.string()).optional(),
  /** Per input. */
  provenance: z.record(z.string(), provenanceSchema),
  connection: z.object({ id: connectionIdSchema, name: z.string(), origin: z.string() }).nullable(),
  /** Why a person is asked, a sentence each. */
  reasons: z.array(z.string()),
  /** Of a repeated step: which item of how many, from 1. */
  item: z.object({ number: z.int().positive(), total: z.int().positive() }).optional(),
  /** What a condition found, where one decided that it comes to this call. */
  because: z.array(z.object({ words: z.string(), origin: originSchema })).optional(),
});
export type ApprovalCard = z.infer<typeof approvalCardSchema>;

const approvalBase = z.object({
  id: approvalIdSchema,
  runId: runIdSchema,
  planId: planIdSchema,
  planRevision: z.int(),
  stepId: stepIdSchema,
  /** Of a repeated step: which item, from 0. */
  item: z.int().nonnegative().nullable(),
  /** SHA-256 over what the card shows; a decision names it. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  card: approvalCardSchema,
  createdAt: z.iso.datetime(),
});

/** A person's decision on one action. `withdrawn`: the run ended or the step changed before anybody decided. */
export const approvalSchema = z.discriminatedUnion("status", [
  approvalBase.extend({ status: z.literal("pending") }),
  approvalBase.extend({
    status: z.literal("approved"),
    decidedAt: z.iso.datetime(),
    /** The hash that may execute: of the edited inputs when the person edited, else `contentHash`. */
    approvedHash: z.string(),
    editedInputs: jsonObjectSchema.nullable(),
  }),
  approvalBase.extend({ status: z.literal("denied"), decidedAt: z.iso.datetime(), reason: z.string() }),
  approvalBase.extend({ status: z.literal("withdrawn"), decidedAt: z.iso.datetime() }),
]);
export type Approval = z.infer<typeof approvalSchema>;

/** What a person says to a card. */
export const decisionSchema = z.discriminatedUnion("decision", [
  z.strictObject({
    decision: z.literal("approve"),
    contentHash: z.string(),
    /** All inputs, when the person changed some. */
    inputs: jsonObjectSchema.optional(),
    /** What is approved along with it, without being asked about again; not together with changed inputs. */
    envelope: envelopeGrantSchema.optional(),
  }),
  z.strictObject({
    decision: z.literal("deny"),
    contentHash: z.string(),
    reason: z.string().max(2000).default(""),
  }),
]);
export type Decision = z.infer<typeof decisionSchema>;
