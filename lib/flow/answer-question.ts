import { findQuestion, settleQuestion } from "@/lib/db/questions";
import { runTransaction } from "@/lib/db/run-transaction";
import { appendEvents } from "@/lib/db/runs";
import { formAnswerSchema, type QuestionForm } from "@/lib/domain/elicitation";
import type { QuestionId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Question } from "@/lib/domain/question";
import { isFinishedRun, placeInEvent, type Run, runAt } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { storableJson } from "@/lib/domain/storable-json";
import { checkSchema, describeProblems } from "@/lib/tools/check-schema";

export type AnsweredQuestion =
  | { kind: "answered"; question: Question }
  /** Somebody answered first, or the run has ended; `question` is as it is now. */
  | { kind: "conflict"; question: Question }
  | { kind: "refused"; message: string }
  | { kind: "not-found" };

const maxAnswerLength = 20_000;

/** What is wrong with the answer to a question with a form; null when nothing is. */
function formProblem(form: QuestionForm, answer: Json): string | null {
  const parsed = formAnswerSchema.safeParse(answer);
  if (!parsed.success)
    return 'The answer must be {"action": "accept", "content": {…}}, "decline" or "cancel".';
  if (JSON.stringify(answer).length > maxAnswerLength) {
    return `The answer is too long; at most ${maxAnswerLength} characters are possible.`;
  }
  if (parsed.data.action !== "accept" || form.kind === "page") return null;
  const problems = checkSchema(form.schema, parsed.data.content);
  return problems.length === 0 ? null : `The answer does not fit: ${describeProblems(problems)}.`;
}

/** What is wrong with an answer; null when nothing is. */
function answerProblem(question: Question, answer: Json): string | null {
  if (question.form) return formProblem(question.form, answer);
  if (typeof answer !== "string" || answer.trim() === "") return "The answer is empty. Write or choose one.";
  if (answer.length > maxAnswerLength) {
    return `The answer is ${answer.length} characters long; at most ${maxAnswerLength} are possible.`;
  }
  if (question.options.length > 0 && !question.options.includes(answer)) {
    return `The answer must be one of those offered: ${question.options.join(", ")}.`;
  }
  return null;
}

/** Records the answer to a running step's question; one in words completes the step. It counts once (R5). */
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
  const { runId } = question;
  const place = placeInEvent(question);
  const isAsked = (run: Run) => {
    const step = runAt(run, question);
    return !isFinishedRun(run) && step.status === "waiting-answer" && step.questionId === questionId;
  };
  // Asked in the middle of a call, the answer goes to the call, which ends when it ends.
  const completed: RunEventBody[] = question.form
    ? []
    : [{ type: "step-completed", ...place, output: { answer }, receipt: null, source: "tool" }];
  const settled = await runTransaction(async (tx) => {
    const appended = await appendEvents(tx, runId, (run) =>
      isAsked(run) ? [{ type: "question-answered", ...place, questionId, answer }, ...completed] : [],
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
