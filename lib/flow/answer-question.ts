import { db } from "@/lib/db/client";
import { findQuestion, settleQuestion } from "@/lib/db/questions";
import { appendEvents } from "@/lib/db/runs";
import type { QuestionId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Question } from "@/lib/domain/question";
import { isFinishedRun, type Run, stepRunOf } from "@/lib/domain/run";
import { storableJson } from "@/lib/domain/storable-json";

export type AnsweredQuestion =
  | { kind: "answered"; question: Question }
  /** Somebody answered first, or the run has ended; `question` is as it is now. */
  | { kind: "conflict"; question: Question }
  | { kind: "refused"; message: string }
  | { kind: "not-found" };

const maxAnswerLength = 20_000;

/** What is wrong with an answer; null when nothing is. */
function answerProblem(question: Question, answer: Json): string | null {
  if (typeof answer !== "string" || answer.trim() === "") return "The answer is empty. Write or choose one.";
  if (answer.length > maxAnswerLength) {
    return `The answer is ${answer.length} characters long; at most ${maxAnswerLength} are possible.`;
  }
  if (question.options.length > 0 && !question.options.includes(answer)) {
    return `The answer must be one of those offered: ${question.options.join(", ")}.`;
  }
  return null;
}

/** Records the answer to a running step's question, and completes the step with it. It counts once (R5). */
export async function answerQuestion(request: {
  questionId: QuestionId;
  answer: Json;
}): Promise<AnsweredQuestion> {
  const { questionId } = request;
  const answer = storableJson(request.answer);
  const question = await findQuestion(questionId);
  if (!question) return { kind: "not-found" };
  if (question.status !== "pending") return { kind: "conflict", question };
  const problem = answerProblem(question, answer);
  if (problem) return { kind: "refused", message: problem };
  const { runId, stepId } = question;
  const isAsked = (run: Run) => {
    const step = stepRunOf(run, stepId);
    return !isFinishedRun(run) && step.status === "waiting-answer" && step.questionId === questionId;
  };
  const settled = await db().transaction(async (tx) => {
    const appended = await appendEvents(tx, runId, (run) =>
      isAsked(run)
        ? [
            { type: "question-answered", stepId, questionId, answer },
            { type: "step-completed", stepId, output: { answer }, receipt: null, source: "tool" },
          ]
        : [],
    );
    if (!appended || appended.events.length === 0) return null;
    const row = await settleQuestion(questionId, answer, tx);
    if (!row) throw new Error(`question ${questionId} is pending in its run, but its row is not`);
    return row;
  });
  if (settled) return { kind: "answered", question: settled };
  const current = await findQuestion(questionId);
  return current ? { kind: "conflict", question: current } : { kind: "not-found" };
}
