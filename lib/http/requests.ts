// What requests to the HTTP API carry; /api/openapi.json is made from the same schemas.
import { z } from "zod";
import { decisionSchema } from "@/lib/domain/approval";
import { bindingSchema } from "@/lib/domain/binding";
import {
  approvalIdSchema,
  deliveryIdSchema,
  fileIdSchema,
  planIdSchema,
  questionIdSchema,
  runIdSchema,
  stepIdSchema,
  toolIdSchema,
} from "@/lib/domain/ids";
import { jsonSchema } from "@/lib/domain/json";
import { planChangesSchema } from "@/lib/domain/plan-change";

export const goalRequestSchema = z.strictObject({
  /** Length and content are judged by `proposePlan`, which says what to do about them. */
  goal: z.string(),
  fileIds: z.array(fileIdSchema).max(20).default([]),
  /** IANA name; default: the server's. */
  timeZone: z.string().max(100).optional(),
});
export const planChangeRequestSchema = z.strictObject({
  /** The revision the changes were made to. */
  revision: z.int().positive(),
  changes: planChangesSchema,
});
export const runRequestSchema = z.strictObject({
  /** The revision that was reviewed; default: the newest. */
  revision: z.int().positive().optional(),
});
export const controlRequestSchema = z.strictObject({ reason: z.string().max(2000).optional() });
export const recoveryRequestSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("retry") }),
  z.strictObject({ kind: z.literal("edit"), inputs: z.record(z.string(), bindingSchema) }),
  z.strictObject({
    kind: z.literal("swap"),
    toolId: toolIdSchema,
    inputs: z.record(z.string(), bindingSchema),
  }),
  z.strictObject({ kind: z.literal("skip") }),
  z.strictObject({ kind: z.literal("stop") }),
  /** After an unknown outcome: the person checked, and it had taken place. */
  z.strictObject({ kind: z.literal("confirm-completed") }),
]);
export const decisionRequestSchema = decisionSchema;
export const answerRequestSchema = z.strictObject({ answer: jsonSchema });
export const importRequestSchema = z.union([
  z.strictObject({ document: z.string().max(10_000_000) }),
  z.strictObject({ address: z.url() }),
]);

export const planParamsSchema = z.object({ planId: planIdSchema });
export const planStepParamsSchema = z.object({ planId: planIdSchema, stepId: stepIdSchema });
export const runParamsSchema = z.object({ runId: runIdSchema });
export const runStepParamsSchema = z.object({ runId: runIdSchema, stepId: stepIdSchema });
export const approvalParamsSchema = z.object({ approvalId: approvalIdSchema });
export const questionParamsSchema = z.object({ questionId: questionIdSchema });
export const fileParamsSchema = z.object({ fileId: fileIdSchema });
export const toolParamsSchema = z.object({ toolId: toolIdSchema });

const limit = (fallback: number, most: number) => z.coerce.number().int().min(1).max(most).default(fallback);
const before = z.iso.datetime().optional();

export const planQuerySchema = z.object({ revision: z.coerce.number().int().positive().optional() });
export const listQuerySchema = z.object({ limit: limit(50, 200), before });
export const outboxQuerySchema = z.object({ limit: limit(50, 200), before: deliveryIdSchema.optional() });
export const candidatesQuerySchema = z.object({ limit: limit(5, 20) });
export const searchQuerySchema = z.object({ q: z.string().max(10_000).default(""), limit: limit(20, 100) });
export const pendingQuerySchema = z.object({ status: z.literal("pending").default("pending") });
export const eventsQuerySchema = z.object({ after: z.coerce.number().int().nonnegative().optional() });
