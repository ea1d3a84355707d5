import { z } from "zod";
import { approvalCardSchema } from "@/lib/domain/approval";
import { callCostSchema } from "@/lib/domain/call-cost";
import { decidedTestSchema } from "@/lib/domain/condition";
import { questionFormSchema } from "@/lib/domain/elicitation";
import { observationSchema } from "@/lib/domain/expectation";
import {
  approvalIdSchema,
  planIdSchema,
  questionIdSchema,
  runIdSchema,
  stepIdSchema,
} from "@/lib/domain/ids";
import { jsonObjectSchema, jsonSchema } from "@/lib/domain/json";
import { lookSchema } from "@/lib/domain/look-up";
import { provenanceSchema } from "@/lib/domain/origin";
import { outputSourceSchema } from "@/lib/domain/output-source";
import { stepSchema } from "@/lib/domain/plan";
import { receiptSchema } from "@/lib/domain/receipt";
import { rerunSchema, takenFromSchema } from "@/lib/domain/rerun";
import { rollbackSchema } from "@/lib/domain/rollback";
import type { Run } from "@/lib/domain/run";
import { progressSchema } from "@/lib/domain/run-event";
import { runStatusSchema } from "@/lib/domain/summaries";
import { toolFailureSchema } from "@/lib/domain/tool-error";
import { givenValueSchema, triggerSchema } from "@/lib/domain/trigger";

const moment = z.iso.datetime();

const looks = z.array(lookSchema.extend({ at: moment }));

const stepBase = z.object({
  stepId: stepIdSchema,
  item: z.int().nullable(),
  condition: z.object({ holds: z.boolean(), tests: z.array(decidedTestSchema) }).nullable(),
  repeated: z.object({ items: z.array(jsonSchema), provenance: provenanceSchema }).nullable(),
  revision: z.int(),
  takenFrom: takenFromSchema.nullable(),
  repairs: z.array(
    z.discriminatedUnion("outcome", [
      z.object({ key: z.string(), title: z.string(), outcome: z.literal("taken") }),
      z.object({ key: z.string(), title: z.string(), outcome: z.literal("denied"), reason: z.string() }),
    ]),
  ),
  amended: stepSchema.nullable(),
  inputs: jsonObjectSchema.nullable(),
  provenance: z.record(z.string(), provenanceSchema),
  attempts: z.array(
    z.object({
      attempt: z.int(),
      startedAt: moment,
      finishedAt: moment.nullable(),
      inputs: jsonObjectSchema,
      failure: toolFailureSchema.nullable(),
      progress: progressSchema.nullable(),
      cost: callCostSchema.nullable(),
      nestedRunId: runIdSchema.optional(),
    }),
  ),
  tries: z.int(),
  generation: z.int(),
  approvedHash: z.string().nullable(),
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
});

const stepRunSchema = z.discriminatedUnion("status", [
  stepBase.extend({ status: z.literal("pending") }),
  stepBase.extend({ status: z.literal("running") }),
  stepBase.extend({
    status: z.literal("waiting-approval"),
    approvalId: approvalIdSchema,
    contentHash: z.string(),
    card: approvalCardSchema,
  }),
  stepBase.extend({
    status: z.literal("waiting-answer"),
    questionId: questionIdSchema,
    question: z.string(),
    options: z.array(z.string()),
    form: questionFormSchema.nullable(),
  }),
  stepBase.extend({ status: z.literal("retrying"), retryAt: moment, failure: toolFailureSchema }),
  stepBase.extend({
    status: z.literal("completed"),
    output: jsonSchema,
    receipt: receiptSchema.nullable(),
    source: outputSourceSchema,
    observation: observationSchema.nullable(),
  }),
  stepBase.extend({
    status: z.literal("unexpected"),
    output: jsonSchema,
    receipt: receiptSchema.nullable(),
    source: outputSourceSchema,
    observation: observationSchema,
  }),
  stepBase.extend({ status: z.literal("failed"), failure: toolFailureSchema }),
  stepBase.extend({
    status: z.literal("looking-up"),
    attempt: z.int(),
    failure: toolFailureSchema.nullable(),
    lookAt: moment,
    left: z.int(),
    byPerson: z.boolean(),
    looks,
  }),
  stepBase.extend({ status: z.literal("outcome-unknown"), failure: toolFailureSchema.nullable(), looks }),
  stepBase.extend({ status: z.literal("skipped"), reason: z.string() }),
  stepBase.extend({ status: z.literal("denied"), reason: z.string() }),
  stepBase.extend({ status: z.literal("canceled") }),
]);

/** A run as `GET /api/runs/{id}` answers with it. */
export const runSchema: z.ZodType<Run> = z.object({
  id: runIdSchema,
  planId: planIdSchema,
  planRevision: z.int(),
  rerun: rerunSchema.nullable(),
  rollback: rollbackSchema.nullable(),
  trigger: triggerSchema.nullable(),
  given: z.array(givenValueSchema),
  status: runStatusSchema,
  reason: z.string().nullable(),
  executorId: z.string().nullable(),
  queuedAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  seq: z.int(),
  steps: z.record(z.string(), stepRunSchema),
});
