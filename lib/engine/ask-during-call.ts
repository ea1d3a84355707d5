// A question a tool puts to the person in the middle of its call.
import type { Querier } from "@/lib/db/client";
import { findQuestion, insertQuestion, withdrawQuestion } from "@/lib/db/questions";
import { type FormAnswer, formAnswerSchema } from "@/lib/domain/elicitation";
import { newId, type QuestionId, type StepId } from "@/lib/domain/ids";
import { isFinishedRun, openAttempt, type Run, stepRunOf } from "@/lib/domain/run";
import { type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import type { ActiveRun } from "./active-run";
import type { Slots } from "./slots";

/** A place among the calls under way, which a call that waits for a person leaves to others. */
export class SlotHolder {
  private constructor(
    private readonly slots: Slots,
    private leave: () => void,
  ) {}

  static async take(slots: Slots): Promise<SlotHolder> {
    return new SlotHolder(slots, await slots.take());
  }

  giveBack(): void {
    this.leave();
  }

  async takeAgain(): Promise<void> {
    this.leave = await this.slots.take();
  }
}

/** Takes back the question a step waits for, in the transaction that records why nobody waits for it any more. */
export function withdrawAsked(run: Run, stepId: StepId): ((tx: Querier) => Promise<void>) | undefined {
  const step = stepRunOf(run, stepId);
  if (step.status !== "waiting-answer") return undefined;
  const { questionId } = step;
  return (tx) => withdrawQuestion(questionId, tx);
}

/** Asks for one attempt; one question after the other. */
export function askDuringCall(
  active: ActiveRun,
  { stepId, attempt }: { stepId: StepId; attempt: number },
  place: SlotHolder,
): NonNullable<ToolContext["askPerson"]> {
  let last: Promise<unknown> = Promise.resolve();
  return ({ question, form }, signal) => {
    const ask = async (): Promise<FormAnswer> => {
      signal.throwIfAborted();
      const questionId = newId("question");
      const { id: runId, planId } = active.run;
      const { events } = await active.append(
        (run) =>
          isCalling(run, stepId, attempt)
            ? [{ type: "question-asked", stepId, questionId, question, options: [], form }]
            : [],
        (tx) => insertQuestion({ id: questionId, runId, planId, stepId, question, options: [], form }, tx),
      );
      if (events.length === 0) throw new ToolError("transient", "The run had ended before this was asked.");
      place.giveBack();
      try {
        return await answerTo(active, { stepId, questionId, signal });
      } finally {
        await place.takeAgain();
      }
    };
    const answered = last.then(ask, ask);
    last = answered;
    return answered;
  };
}

function isCalling(run: Run, stepId: StepId, attempt: number): boolean {
  const step = stepRunOf(run, stepId);
  return !isFinishedRun(run) && step.status === "running" && openAttempt(step)?.attempt === attempt;
}

function isAsked(run: Run, stepId: StepId, questionId: QuestionId): boolean {
  const step = stepRunOf(run, stepId);
  return !isFinishedRun(run) && step.status === "waiting-answer" && step.questionId === questionId;
}

/** Waits until the question is answered; takes it back when whoever asked no longer waits. */
async function answerTo(
  active: ActiveRun,
  asked: { stepId: StepId; questionId: QuestionId; signal: AbortSignal },
): Promise<FormAnswer> {
  const { stepId, questionId, signal } = asked;
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  while (isAsked(active.run, stepId, questionId) && !signal.aborted) {
    active.assertOwned();
    await Promise.race([active.changed(active.run.seq), aborted]);
  }
  if (isAsked(active.run, stepId, questionId)) {
    await active.append(
      (run) => (isAsked(run, stepId, questionId) ? [{ type: "question-withdrawn", stepId, questionId }] : []),
      (tx) => withdrawQuestion(questionId, tx),
    );
  }
  const question = await findQuestion(questionId);
  if (question?.status === "answered") return formAnswerSchema.parse(question.answer);
  throw new ToolError("transient", "The question was taken back before it was answered.", {
    effectUncertain: true,
  });
}
