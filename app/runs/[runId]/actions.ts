"use server";

import { z } from "zod";
import { approvalIdSchema, questionIdSchema, runIdSchema, stepIdSchema } from "@/lib/domain/ids";
import { maxItems } from "@/lib/domain/repeat";
import { type AnsweredQuestion, answerQuestion } from "@/lib/flow/answer-question";
import { type ControlledRun, controlRun } from "@/lib/flow/control-run";
import { approveReads, type Decided, decideApproval, decideApprovals } from "@/lib/flow/decide-approval";
import { denyRepair } from "@/lib/flow/deny-repair";
import { type RecoveredStep, recoverStep } from "@/lib/flow/recover-step";
import { type RerunStep, rerunStep } from "@/lib/flow/rerun-step";
import type { RevisedRun } from "@/lib/flow/revise-run";
import { type RolledBack, rollBackRun } from "@/lib/flow/roll-back-run";
import { takeRepair } from "@/lib/flow/take-repair";
import { requireOwnPage } from "@/lib/http/own-page";
import {
  answerRequestSchema,
  decisionRequestSchema,
  denyRepairRequestSchema,
  recoveryRequestSchema,
  rerunRequestSchema,
  rollbackRequestSchema,
  takeRepairRequestSchema,
} from "@/lib/http/requests";

const decideSchema = z.strictObject({ approvalId: approvalIdSchema, decision: decisionRequestSchema });

/** Approves or denies one action. */
export async function decideApprovalAction(request: unknown): Promise<Decided> {
  await requireOwnPage();
  return decideApproval(decideSchema.parse(request));
}

const decideManySchema = z.strictObject({ decisions: z.array(decideSchema).min(1).max(maxItems) });

/** Approves or denies several actions, each by its own hash: the items of a repeated step. */
export async function decideApprovalsAction(request: unknown): Promise<Decided["kind"][]> {
  await requireOwnPage();
  const decided = await decideApprovals(decideManySchema.parse(request).decisions);
  return decided.map(({ kind }) => kind);
}

const runSchema = z.strictObject({ runId: runIdSchema });

/** Approves the reads of a run that wait. Returns how many. */
export async function approveReadsAction(request: unknown): Promise<number> {
  await requireOwnPage();
  return approveReads(runSchema.parse(request));
}

const answerSchema = answerRequestSchema.extend({ questionId: questionIdSchema });

/** Answers a question a running step put. */
export async function answerQuestionAction(request: unknown): Promise<AnsweredQuestion> {
  await requireOwnPage();
  return answerQuestion(answerSchema.parse(request));
}

const controlSchema = z.strictObject({
  runId: runIdSchema,
  action: z.enum(["cancel", "pause", "resume"]),
  reason: z.string().max(2000).optional(),
});

/** Cancels, pauses or resumes a run. */
export async function controlRunAction(request: unknown): Promise<ControlledRun> {
  await requireOwnPage();
  return controlRun(controlSchema.parse(request));
}

const recoverSchema = z.strictObject({
  runId: runIdSchema,
  stepId: stepIdSchema,
  item: z.int().nonnegative().optional(),
  recovery: recoveryRequestSchema,
});

/** What the person chose for a step that failed or whose outcome is unknown. */
export async function recoverStepAction(request: unknown): Promise<RecoveredStep> {
  await requireOwnPage();
  return recoverStep(recoverSchema.parse(request));
}

const stepSchema = { runId: runIdSchema, stepId: stepIdSchema };
const takeSchema = takeRepairRequestSchema.extend(stepSchema);

/** Takes the chosen parts of a repair. */
export async function takeRepairAction(request: unknown): Promise<RevisedRun> {
  await requireOwnPage();
  return takeRepair(takeSchema.parse(request));
}

const denySchema = denyRepairRequestSchema.extend(stepSchema);

/** Denies a repair, with a reason or without: another is proposed. */
export async function denyRepairAction(request: unknown): Promise<ControlledRun> {
  await requireOwnPage();
  const { runId, stepId, key, title, reason } = denySchema.parse(request);
  return denyRepair({ runId, repair: { stepId, key, title }, reason });
}

const rerunSchema = rerunRequestSchema.extend(stepSchema);

/** Runs a step of a run that has ended once more, alone or with all that needs it. */
export async function rerunStepAction(request: unknown): Promise<RerunStep> {
  await requireOwnPage();
  return rerunStep(rerunSchema.parse(request));
}

const rollbackSchema = rollbackRequestSchema.extend({ runId: runIdSchema });

/** Starts the run that undoes what can be undone of another, as the person saw it. */
export async function rollBackRunAction(request: unknown): Promise<RolledBack> {
  await requireOwnPage();
  return rollBackRun(rollbackSchema.parse(request));
}
