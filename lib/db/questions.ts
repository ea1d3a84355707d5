import { and, asc, eq, sql } from "drizzle-orm";
import type { QuestionId, RunId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Question } from "@/lib/domain/question";
import { db, type Querier } from "./client";
import { questions } from "./schema";

function toQuestion(row: typeof questions.$inferSelect): Question {
  const { id, runId, planId, stepId, item, question, options, form, createdAt } = row;
  const asked = { id, runId, planId, stepId, item, question, options, form };
  const base = { ...asked, createdAt: createdAt.toISOString() };
  const decidedAt = (row.decidedAt ?? row.createdAt).toISOString();
  switch (row.status) {
    case "pending":
      return { ...base, status: "pending" };
    case "answered":
      return { ...base, status: "answered", answer: row.answer, decidedAt };
    case "withdrawn":
      return { ...base, status: "withdrawn", decidedAt };
    default:
      return row.status satisfies never;
  }
}

/** Stores a pending question; in the transaction that appends `question-asked`. */
export async function insertQuestion(
  question: Omit<Extract<Question, { status: "pending" }>, "createdAt" | "status">,
  tx: Querier,
): Promise<void> {
  await tx.insert(questions).values({ ...question, status: "pending" });
}

/** A question; null when there is none. */
export async function findQuestion(id: QuestionId, querier: Querier = db()): Promise<Question | null> {
  const [row] = await querier.select().from(questions).where(eq(questions.id, id));
  return row ? toQuestion(row) : null;
}

/** Questions waiting for a person, the longest waiting first; of all runs or of one. */
export async function pendingQuestions(
  options: { runId?: RunId; limit?: number } = {},
  querier: Querier = db(),
): Promise<Question[]> {
  const rows = await querier
    .select()
    .from(questions)
    .where(
      and(eq(questions.status, "pending"), options.runId ? eq(questions.runId, options.runId) : undefined),
    )
    .orderBy(asc(questions.createdAt))
    .limit(options.limit ?? 1000);
  return rows.map(toQuestion);
}

/** Stores the answer to a pending question; null when it is not pending any more. */
export async function settleQuestion(id: QuestionId, answer: Json, tx: Querier): Promise<Question | null> {
  const [row] = await tx
    .update(questions)
    .set({ status: "answered", answer, decidedAt: sql`clock_timestamp()` })
    .where(and(eq(questions.id, id), eq(questions.status, "pending")))
    .returning();
  return row ? toQuestion(row) : null;
}

/** Takes back the pending question of a step, when what asked it is not there any more. */
export async function withdrawQuestion(id: QuestionId, tx: Querier): Promise<void> {
  await tx
    .update(questions)
    .set({ status: "withdrawn", decidedAt: sql`clock_timestamp()` })
    .where(and(eq(questions.id, id), eq(questions.status, "pending")));
}

/** Takes back the pending questions of a run that has ended. */
export async function withdrawQuestions(runId: RunId, tx: Querier): Promise<void> {
  await tx
    .update(questions)
    .set({ status: "withdrawn", decidedAt: sql`clock_timestamp()` })
    .where(and(eq(questions.runId, runId), eq(questions.status, "pending")));
}
