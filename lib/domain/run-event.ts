import { z } from "zod";
import { approvalCardSchema } from "./approval";
import { callCostSchema } from "./call-cost";
import { decidedTestSchema } from "./condition";
import { questionFormSchema } from "./elicitation";
import { observationSchema } from "./expectation";
import {
  approvalIdSchema,
  envelopeIdSchema,
  planIdSchema,
  questionIdSchema,
  runIdSchema,
  stepIdSchema,
} from "./ids";
import { jsonObjectSchema, jsonSchema } from "./json";
import { lookSchema } from "./look-up";
import { provenanceSchema } from "./origin";
import { outputSourceSchema } from "./output-source";
import { stepSchema } from "./plan";
import { receiptSchema } from "./receipt";
import { repairChoiceSchema } from "./repair";
import { maxItems } from "./repeat";
import { rerunSchema, takenFromSchema } from "./rerun";
import { rollbackSchema } from "./rollback";
import { toolFailureSchema } from "./tool-error";
import { givenValueSchema, triggerSchema } from "./trigger";
import { wholeOutputSchema } from "./whole-output";

/** How far a call is, as its tool says. */
export const progressSchema = z.object({
  done: z.number(),
  /** What `done` counts up to; null when nobody knows. */
  total: z.number().nullable(),
  message: z.string().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

/** Which step; of a repeated one, which item of its list, from 0. */
const step = { stepId: stepIdSchema, item: z.int().nonnegative().optional() };

/** What happens in a run. The status of a run and of its steps is a fold over these (`reduceRun`). */
export const runEventBodySchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("run-queued"),
    planId: planIdSchema,
    planRevision: z.int(),
    /** What it is of an earlier run; left out for a run of the whole plan. */
    rerun: rerunSchema.optional(),
    /** What it takes back of an earlier run. */
    rollback: rollbackSchema.optional(),
    /** What started it; left out where a person or a program did. */
    trigger: triggerSchema.optional(),
    /** Values that came with what started it. */
    given: z.array(givenValueSchema).optional(),
  }),
  /** A worker began, or took over after another died. */
  z.object({ type: z.literal("run-started"), executorId: z.string() }),
  z.object({ type: z.literal("run-paused") }),
  z.object({ type: z.literal("run-resumed") }),
  z.object({ type: z.literal("run-completed") }),
  z.object({ type: z.literal("run-failed"), reason: z.string() }),
  z.object({ type: z.literal("run-canceled"), reason: z.string() }),
  /** The run goes on with another revision of its plan; the steps in which that differs are told one by one after it. */
  z.object({
    type: z.literal("plan-revised"),
    planRevision: z.int(),
    /** The repair that was taken; left out where a person changed the step themselves. */
    repair: repairChoiceSchema.optional(),
  }),
  /** A person wants no such repair: it is never proposed again. */
  z.object({ type: z.literal("repair-denied"), repair: repairChoiceSchema, reason: z.string() }),

  /** Whether the step is done, and what that was decided on: the tests that were looked at, in order. */
  z.object({
    type: z.literal("condition-decided"),
    ...step,
    holds: z.boolean(),
    tests: z.array(decidedTestSchema),
    /** Why it is not done, as a sentence; empty when it is. */
    reason: z.string(),
  }),
  /** The list a repeated step is done for, and where it came from. Nothing of it changes any more. */
  z.object({
    type: z.literal("items-resolved"),
    stepId: stepIdSchema,
    items: z.array(jsonSchema).max(maxItems),
    provenance: provenanceSchema,
  }),
  /** Every item has come to its end: what the step gives follows from theirs. */
  z.object({ type: z.literal("items-ended"), stepId: stepIdSchema }),
  /** All dependencies are done: the exact inputs, and where each came from. */
  z.object({
    type: z.literal("step-resolved"),
    ...step,
    inputs: jsonObjectSchema,
    provenance: z.record(z.string(), provenanceSchema),
  }),
  z.object({
    type: z.literal("approval-requested"),
    ...step,
    approvalId: approvalIdSchema,
    contentHash: z.string(),
    card: approvalCardSchema,
  }),
  z.object({
    type: z.literal("approval-granted"),
    ...step,
    approvalId: approvalIdSchema,
    approvedHash: z.string(),
    editedInputs: jsonObjectSchema.nullable(),
  }),
  /** It is within bounds a person has set: nobody was asked. */
  z.object({
    type: z.literal("envelope-used"),
    ...step,
    envelopeId: envelopeIdSchema,
    approvedHash: z.string(),
    /** When the bounds were set, which call within them this is, and of how many. */
    grantedAt: z.iso.datetime(),
    use: z.int().positive(),
    most: z.int().positive(),
  }),
  z.object({ type: z.literal("approval-denied"), ...step, approvalId: approvalIdSchema, reason: z.string() }),
  z.object({
    type: z.literal("question-asked"),
    ...step,
    questionId: questionIdSchema,
    question: z.string(),
    options: z.array(z.string()),
    /** Asked by a tool in the middle of a call; null for a question answered in words. */
    form: questionFormSchema.nullable().optional(),
  }),
  /** Whoever asked no longer waits for the answer. */
  z.object({ type: z.literal("question-withdrawn"), ...step, questionId: questionIdSchema }),
  z.object({
    type: z.literal("question-answered"),
    ...step,
    questionId: questionIdSchema,
    answer: jsonSchema,
  }),
  z.object({
    type: z.literal("attempt-started"),
    ...step,
    attempt: z.int().positive(),
    inputs: jsonObjectSchema,
    /** Where the tool is a plan: its run, which was started in the transaction of this event. */
    nestedRunId: runIdSchema.optional(),
  }),
  /** Not every report of a tool: the longer a call takes, the fewer are kept. */
  z.object({
    type: z.literal("attempt-progressed"),
    ...step,
    attempt: z.int().positive(),
    progress: progressSchema,
  }),
  /** What an attempt cost, told before what came of it; left out where nothing is known to be paid for. */
  z.object({
    type: z.literal("attempt-cost"),
    ...step,
    attempt: z.int().positive(),
    cost: callCostSchema,
  }),
  z.object({
    type: z.literal("attempt-failed"),
    ...step,
    attempt: z.int().positive(),
    failure: toolFailureSchema,
    /** When the next attempt begins by itself; null: a person decides. */
    retryAt: z.iso.datetime().nullable(),
  }),
  /** Nothing was sent: an input has no value or does not fit, the tool or its connection is not there. */
  z.object({ type: z.literal("step-failed"), ...step, failure: toolFailureSchema }),
  /**
   * The effect may have taken place, and repeating the call could repeat it: the answer was lost, or the process
   * died between sending and recording (`failure` null).
   */
  z.object({
    type: z.literal("outcome-unknown"),
    ...step,
    attempt: z.int().positive(),
    failure: toolFailureSchema.nullable(),
  }),
  /** The same, where it can be looked up at the service: that is done first, at most so often. */
  z.object({
    type: z.literal("outcome-uncertain"),
    ...step,
    attempt: z.int().positive(),
    failure: toolFailureSchema.nullable(),
    lookAt: z.iso.datetime(),
    looks: z.int().positive(),
    /** A person asked for it. */
    byPerson: z.literal(true).optional(),
  }),
  /** Recorded before the service is asked, so that a look that ends its worker counts (R11). `lookAt`: of the next one. */
  z.object({
    type: z.literal("look-started"),
    ...step,
    attempt: z.int().positive(),
    lookAt: z.iso.datetime(),
  }),
  /** What one look has found; where it settles something, that is told next. */
  z.object({
    type: z.literal("outcome-looked-up"),
    ...step,
    attempt: z.int().positive(),
    look: lookSchema,
  }),
  z.object({
    type: z.literal("step-completed"),
    ...step,
    output: jsonSchema,
    whole: wholeOutputSchema.optional(),
    receipt: receiptSchema.nullable(),
    source: outputSourceSchema,
    /** What was expected of the output, all of which came out; left out where nothing was. */
    observation: observationSchema.optional(),
  }),
  /** The call came to its end, and what it gave is not as expected: a person decides what is next. */
  z.object({
    type: z.literal("step-unexpected"),
    ...step,
    output: jsonSchema,
    whole: wholeOutputSchema.optional(),
    receipt: receiptSchema.nullable(),
    /** Left out where its tool gave it. */
    source: outputSourceSchema.optional(),
    observation: observationSchema,
  }),
  /** What the step gave in an earlier run is what it gives in this one: it is not done again. */
  z.object({
    type: z.literal("step-taken-over"),
    stepId: stepIdSchema,
    from: takenFromSchema,
    inputs: jsonObjectSchema.nullable(),
    provenance: z.record(z.string(), provenanceSchema),
    output: jsonSchema,
    whole: wholeOutputSchema.optional(),
    receipt: receiptSchema.nullable(),
    source: outputSourceSchema,
    observation: observationSchema.nullable(),
  }),
  /** A person goes on with what was not as expected. */
  z.object({ type: z.literal("step-accepted"), ...step }),
  z.object({ type: z.literal("step-skipped"), ...step, reason: z.string() }),
  /** The person's way out of a failure or an unknown outcome: try again, perhaps changed. */
  z.object({
    type: z.literal("step-retried"),
    ...step,
    /** The step as it is from now on, when its inputs or its tool were changed. */
    amended: stepSchema.nullable(),
  }),
  /** The step, or what is left of its items, begins anew as the run's plan has it now. */
  z.object({ type: z.literal("step-revised"), ...step }),
  /** The run's plan has the step no more. */
  z.object({ type: z.literal("step-dropped"), stepId: stepIdSchema }),
  /** A person lets a step that failed be tried again later. */
  z.object({
    type: z.literal("step-postponed"),
    ...step,
    until: z.iso.datetime(),
    repair: repairChoiceSchema.optional(),
  }),
]);
export type RunEventBody = z.infer<typeof runEventBodySchema>;

/** A recorded event. `seq` counts from 1 in each run without gaps: the id in the event stream. */
export const runEventSchema = z.object({
  runId: runIdSchema,
  seq: z.int().positive(),
  at: z.iso.datetime(),
  body: runEventBodySchema,
});
export type RunEvent = z.infer<typeof runEventSchema>;
