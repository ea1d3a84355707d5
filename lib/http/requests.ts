// What requests to the HTTP API carry; /api/openapi.json is made from the same schemas.
import { z } from "zod";
import { decisionSchema } from "@/lib/domain/approval";
import { bindingSchema } from "@/lib/domain/binding";
import {
  approvalIdSchema,
  connectionIdSchema,
  deliveryIdSchema,
  envelopeIdSchema,
  fileIdSchema,
  importIdSchema,
  planIdSchema,
  questionIdSchema,
  runIdSchema,
  signInIdSchema,
  stepIdSchema,
  toolIdSchema,
} from "@/lib/domain/ids";
import { jsonSchema } from "@/lib/domain/json";
import { serverIdSchema } from "@/lib/domain/mcp-server";
import { planChangeSchema, planChangesSchema } from "@/lib/domain/plan-change";
import { planToolEntrySchema } from "@/lib/domain/plan-tool";
import { recoverySchema } from "@/lib/domain/recovery";
import { isRefining } from "@/lib/domain/refinement";
import { rehearsalCaseSchema } from "@/lib/domain/rehearsal";
import { repairChoiceSchema } from "@/lib/domain/repair";
import { rerunScopeSchema } from "@/lib/domain/rerun";
import { scheduleTimesSchema } from "@/lib/domain/schedule";
import { toolErrorKindSchema } from "@/lib/domain/tool-error";
import { toolFiltersSchema } from "@/lib/domain/tool-search";
import { webhookEntrySchema } from "@/lib/domain/webhook";

/** Revisions and events are counted in 32 bits. */
const maxCount = 2_147_483_647;
const revisionSchema = z.int().positive().max(maxCount);

export const goalRequestSchema = z.strictObject({
  /** Length and content are judged by `proposePlan`, which says what to do about them. */
  goal: z.string(),
  fileIds: z.array(fileIdSchema).max(20).default([]),
  /** IANA name; default: the server's. */
  timeZone: z.string().max(100).optional(),
  /** An earlier plan whose steps it starts from; what came from that plan's goal is read anew from this one, or asked. */
  fromPlanId: planIdSchema.optional(),
});
export const planChangeRequestSchema = z.strictObject({
  /** The revision the changes were made to. */
  revision: revisionSchema,
  changes: planChangesSchema,
});
export const refinementRequestSchema = z.strictObject({
  /** The revision the request is about. */
  revision: revisionSchema,
  /** What is to change, in words. Length and content are judged by `refinementOf`. */
  request: z.string(),
});
export const runRequestSchema = z.strictObject({
  /** The revision that was reviewed; default: the newest. */
  revision: revisionSchema.optional(),
});
export const rerunRequestSchema = z.strictObject({
  scope: rerunScopeSchema,
  /** All inputs of the step, when they are to be others: the plan's next revision has them. */
  inputs: z.record(z.string().max(200), bindingSchema).optional(),
});
export const rollbackRequestSchema = z.strictObject({
  /** Of the ledger that was seen: nothing else is undone. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export const scheduleRequestSchema = z.strictObject({
  ...scheduleTimesSchema.shape,
  /** The revision that is to be run; default: the newest. */
  revision: revisionSchema.optional(),
});
export const webhookRequestSchema = z.strictObject({
  inputs: webhookEntrySchema.shape.inputs.default([]),
  /** The revision that is to be run; default: the newest. */
  revision: revisionSchema.optional(),
});
export const planToolRequestSchema = z.strictObject({
  title: planToolEntrySchema.shape.title,
  inputs: planToolEntrySchema.shape.inputs.default([]),
  /** The revision that is to be run; default: the newest. */
  revision: revisionSchema.optional(),
});
export const scheduleSwitchSchema = z.strictObject({ isOn: z.boolean() });
export const controlRequestSchema = z.strictObject({ reason: z.string().max(2000).optional() });
export const recoveryRequestSchema = recoverySchema;
export const takeRepairRequestSchema = z.strictObject({
  ...repairChoiceSchema.omit({ stepId: true }).shape,
  /** The revision of the run's plan the repair was made for. */
  revision: revisionSchema,
  /** Those of the parts that are taken. Who is asked is not among what they may change (A1). */
  changes: z.array(planChangeSchema.refine(isRefining, "is no part of a repair")).min(1).max(500),
});
export const denyRepairRequestSchema = z.strictObject({
  ...repairChoiceSchema.omit({ stepId: true }).shape,
  reason: z.string().max(2000).default(""),
});
export const decisionRequestSchema = decisionSchema;
export const answerRequestSchema = z.strictObject({ answer: jsonSchema });
export const importRequestSchema = z.union([
  z.strictObject({ document: z.string().max(10_000_000) }),
  z.strictObject({ address: z.url().max(2000) }),
]);
export const removeApiRequestSchema = z.strictObject({
  /** Removes the accounts it was called with, too. */
  withConnections: z.boolean().default(false),
});
export const importUploadQuerySchema = z.strictObject({
  /** The API to import again. */
  into: z.string().max(100).optional(),
  /** Imports all of it without waiting for somebody to look at it. */
  confirmed: z.stringbool().default(false),
});

export const planParamsSchema = z.object({ planId: planIdSchema });
export const planStepParamsSchema = z.object({ planId: planIdSchema, stepId: stepIdSchema });
export const runParamsSchema = z.object({ runId: runIdSchema });
export const runStepParamsSchema = z.object({ runId: runIdSchema, stepId: stepIdSchema });
export const approvalParamsSchema = z.object({ approvalId: approvalIdSchema });
export const envelopeParamsSchema = z.object({ envelopeId: envelopeIdSchema });
export const questionParamsSchema = z.object({ questionId: questionIdSchema });
export const fileParamsSchema = z.object({ fileId: fileIdSchema });
export const connectionParamsSchema = z.object({ connectionId: connectionIdSchema });
export const connectionKindParamsSchema = z.object({ kind: z.string().max(500) });
export const signInParamsSchema = z.object({ signInId: signInIdSchema });
export const importParamsSchema = z.object({ importId: importIdSchema });
export const apiParamsSchema = z.object({ apiId: z.string().max(100) });
export const toolParamsSchema = z.object({ toolId: toolIdSchema });
export const serverParamsSchema = z.object({ serverId: serverIdSchema });

/** Of a repeated step: which item, from 0. */
export const itemQuerySchema = z.strictObject({
  item: z.coerce.number().int().nonnegative().optional(),
});

const limit = (fallback: number, most: number) => z.coerce.number().int().min(1).max(most).default(fallback);
const before = z.iso
  .datetime()
  .refine((text) => Date.parse(text) >= 0, "must not lie before 1970")
  .optional();

// Strict, so that a misspelt name is an answer with all there is no more.
export const estimateQuerySchema = z.strictObject({
  revision: z.coerce.number().pipe(revisionSchema).optional(),
  /** Only runs begun before this moment count: what was expected then. */
  before: z.iso.datetime().optional(),
});
export const rehearsalQuerySchema = z.strictObject({
  case: rehearsalCaseSchema.default("normal"),
  revision: z.coerce.number().pipe(revisionSchema).optional(),
  /** In the erroneous case: the step whose calls fail in the run that is shown. */
  failing: stepIdSchema.optional(),
  /** What they fail with; left out: what is typical. */
  error: toolErrorKindSchema.optional(),
});
export const planQuerySchema = z.strictObject({
  revision: z.coerce.number().int().positive().max(maxCount).optional(),
});
export const episodesQuerySchema = z.strictObject({
  /** A goal: those for goals like it. */
  q: z.string().max(10_000).default(""),
  limit: limit(30, 100),
  before,
});
export const listQuerySchema = z.strictObject({ limit: limit(50, 200), before });
export const outboxQuerySchema = z.strictObject({
  limit: limit(50, 200),
  before: deliveryIdSchema.optional(),
});
export const candidatesQuerySchema = z.strictObject({ limit: limit(5, 20) });
export const searchQuerySchema = z.strictObject({
  q: z.string().max(10_000).default(""),
  limit: limit(20, 100),
  offset: z.coerce.number().int().nonnegative().max(1_000_000).default(0),
  ...toolFiltersSchema.shape,
  connected: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional(),
});
export const directorySearchQuerySchema = z.strictObject({
  q: z.string().max(10_000).default(""),
  limit: limit(20, 200),
  offset: z.coerce.number().int().nonnegative().max(1_000_000).default(0),
});
export const directoryApiQuerySchema = z.strictObject({ id: z.string().min(1).max(300) });
export const connectionKindsQuerySchema = z.strictObject({
  q: z.string().max(200).default(""),
  limit: limit(20, 100),
});
export const pendingQuerySchema = z.strictObject({ status: z.literal("pending").default("pending") });
/** The number of an event, 0 for none yet. */
export const eventSeqSchema = z.coerce.number().int().nonnegative().max(maxCount);
export const eventsQuerySchema = z.strictObject({ after: eventSeqSchema.optional() });
