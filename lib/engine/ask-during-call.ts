// A question a tool puts to the person in the middle of its call.
import type { Querier } from "@/lib/db/client";
import { findQuestion, insertQuestion, withdrawQuestion } from "@/lib/db/questions";
import { type FormAnswer, formAnswerSchema } from "@/lib/domain/elicitation";
import { newId, type QuestionId, type RunId } from "@/lib/domain/ids";
import { isFinishedRun, openAttempt, placeInEvent, type Run, runAt, type StepPlace } from "@/lib/domain/run";
import { type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import type { ActiveRun } from "./active-run";
import type { Places } from "./slots";

/** A place among the calls under way, which a call that waits for a person leaves to others. */
export class SlotHolder {
  private constructor(
    private readonly places: readonly Places[],
    private readonly runId: RunId,
    private leave: () => void,
  ) {}

  /** A place in each, in their order: whoever shares them takes them in the same. */
  static async take(places: readonly Places[], runId: RunId): Promise<SlotHolder> {
    return new SlotHolder(places, runId, await takeAll(places, runId));
  }

  giveBack(): void {
    this.leave();
  }

  async takeAgain(): Promise<void> {
    this.leave = await takeAll(this.places, this.runId);
  }
}

async function takeAll(places: readonly Places[], runId: RunId): Promise<() => void> {
  const leaves: (() => void)[] = [];
  for (const one of places) leaves.push(await one.take(runId));
  return () => {
    for (const leave of leaves) leave();
  };
}

/** Takes back the question a step waits for, in the transaction that records why nobody waits for it any more. */
export function withdrawAsked(run: Run, place: StepPlace): ((tx: Querier) => Promise<void>) | undefined {
  const step = runAt(run, place);
  if (step.status !== "waiting-answer") return undefined;
  const { questionId } = step;
  return (tx) => withdrawQuestion(questionId, tx);
}

/** Asks for one attempt; one question after the other. */
export function askDuringCall(
  active: ActiveRun,
  asker: StepPlace & { attempt: number },
  slot: SlotHolder,
): NonNullable<ToolContext["askPerson"]> {
  const { stepId, item } = asker;
  let last: Promise<unknown> = Promise.resolve();
  return ({ question, form }, signal) => {
    const ask = async (): Promise<FormAnswer> => {
      signal.throwIfAborted();
      const questionId = newId("question");
      const { id: runId, planId } = active.run;
      const { events } = await active.append(
        (run) =>
          isCalling(run, asker)
            ? [{ type: "question-asked", ...placeInEvent(asker), questionId, question, options: [], form }]
            : [],
        (tx) =>
          insertQuestion({ id: questionId, runId, planId, stepId, item, question, options: [], form }, tx),
      );
      if (events.length === 0) throw new ToolError("transient", "The run had ended before this was asked.");
      slot.giveBack();
      try {
        return await answerTo(active, { place: asker, questionId, signal });
      } finally {
        await slot.takeAgain();
      }
    };
    const answered = last.then(ask, ask);
    last = answered;
    return answered;
  };
}

function isCalling(run: Run, asker: StepPlace & { attempt: number }): boolean {
  const step = runAt(run, asker);
  return !isFinishedRun(run) && step.status === "running" && openAttempt(step)?.attempt === asker.attempt;
}

function isAsked(run: Run, place: StepPlace, questionId: QuestionId): boolean {
  const step = runAt(run, place);
  return !isFinishedRun(run) && step.status === "waiting-answer" && step.questionId === questionId;
}

/** Waits until the question is answered; takes it back when whoever asked no longer waits. */
async function answerTo(
  active: ActiveRun,
  asked: { place: StepPlace; questionId: QuestionId; signal: AbortSignal },
): Promise<FormAnswer> {
  const { place, questionId, signal } = asked;
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  while (isAsked(active.run, place, questionId) && !signal.aborted) {
    active.assertOwned();
    await Promise.race([active.changed(active.run.seq), aborted]);
  }
  if (isAsked(active.run, place, questionId)) {
    await active.append(
      (run) =>
        isAsked(run, place, questionId)
          ? [{ type: "question-withdrawn", ...placeInEvent(place), questionId }]
          : [],
      (tx) => withdrawQuestion(questionId, tx),
    );
  }
  const question = await findQuestion(questionId);
  if (question?.status === "answered") return formAnswerSchema.parse(question.answer);
  throw new ToolError("transient", "The question was taken back before it was answered.", {
    effectUncertain: true,
  });
}
