import { z } from "zod";
import {
  approvalIdSchema,
  connectionIdSchema,
  planIdSchema,
  questionIdSchema,
  recipientIdSchema,
  runIdSchema,
  stepIdSchema,
} from "./ids";
import { isFinishedRun, type Run } from "./run";
import type { RunEvent } from "./run-event";

/** What somebody may be told of: what waits for them, what went wrong, and that runs nobody started have completed. */
export const notificationTopics = ["decisions", "failures", "completed"] as const;
export const notificationTopicSchema = z.enum(notificationTopics);
export type NotificationTopic = z.infer<typeof notificationTopicSchema>;

/** What one notification is about. It names things only: what is said of them is read when the message is written. */
export const notificationSubjectSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("approval"), approvalId: approvalIdSchema }),
  z.object({ kind: z.literal("question"), questionId: questionIdSchema }),
  /** A step failed, gave something unexpected, or nobody knows what came of it. */
  z.object({ kind: z.literal("trouble"), runId: runIdSchema, stepId: stepIdSchema, seq: z.int().positive() }),
  z.object({ kind: z.literal("completed"), runId: runIdSchema }),
  /** A time at which a schedule started nothing. */
  z.object({ kind: z.literal("not-started"), planId: planIdSchema, problem: z.string() }),
]);
export type NotificationSubject = z.infer<typeof notificationSubjectSchema>;

export interface NotificationBody {
  topic: NotificationTopic;
  subject: NotificationSubject;
}

export const recipientKinds = ["smtp", "slack"] as const;

/** Seconds between the first thing to tell and the message that tells it, with all that has come by then. */
export const gatherChoices = [5, 60, 600] as const;

/** Who is told, as a person enters it. Whether the address makes sense is judged by `saveRecipient`. */
export const recipientEntrySchema = z.strictObject({
  /** What it is sent through: a connection of the kind `smtp` or `slack`. */
  connectionId: connectionIdSchema,
  /** An e-mail address; a channel or a person of Slack's: `#operations`, `@ada`. */
  address: z.string().max(300),
  topics: z.array(notificationTopicSchema).max(notificationTopics.length),
  gatherSeconds: z.union(gatherChoices.map((seconds) => z.literal(seconds))),
});
export type RecipientEntry = z.infer<typeof recipientEntrySchema>;

/** Somebody who is told by message. */
export const recipientSchema = z.object({
  ...recipientEntrySchema.shape,
  id: recipientIdSchema,
  /** Of the connection. */
  kind: z.enum(recipientKinds),
  connectionName: z.string(),
  isOn: z.boolean(),
  /** What is to be told and has not been. */
  waiting: z.int(),
  lastSentAt: z.iso.datetime().nullable(),
  /** Why the last message did not go out, or perhaps not; null when it did. */
  lastProblem: z.string().nullable(),
  /** When it is tried again; null when nothing has failed. */
  retryAt: z.iso.datetime().nullable(),
});
export type Recipient = z.infer<typeof recipientSchema>;

/** What is to be told of events that a run has just had. */
export function notificationsOf(run: Run, events: readonly RunEvent[]): NotificationBody[] {
  return events.flatMap(({ body, seq }): NotificationBody[] => {
    switch (body.type) {
      case "approval-requested":
        return [{ topic: "decisions", subject: { kind: "approval", approvalId: body.approvalId } }];
      case "question-asked":
        return [{ topic: "decisions", subject: { kind: "question", questionId: body.questionId } }];
      case "attempt-failed":
      case "step-failed":
      case "outcome-unknown":
      case "step-unexpected": {
        const isRetried = body.type === "attempt-failed" && body.retryAt !== null;
        if (isRetried || isFinishedRun(run)) return [];
        const subject = { kind: "trouble", runId: run.id, stepId: body.stepId, seq } as const;
        return [{ topic: "failures", subject }];
      }
      case "run-completed":
        // Of a nested run, the run that started it is told about.
        return run.trigger && run.trigger.kind !== "run"
          ? [{ topic: "completed", subject: { kind: "completed", runId: run.id } }]
          : [];
      default:
        return [];
    }
  });
}
