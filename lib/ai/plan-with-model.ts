import { generateText, type ModelMessage, NoObjectGeneratedError, Output } from "ai";
import { newId } from "@/lib/domain/ids";
import { defaultPolicy, type Plan } from "@/lib/domain/plan";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";
import type { PlanDraft, PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { languageModel, modelName } from "./language-model";
import { modelFailure } from "./model-failure";
import { changesOfAnswer, type PlanAnswer, planAnswerSchema } from "./plan-answer";
import { offeredTools, planningInstructions, planningPrompt } from "./planning-prompt";

export type ModelPlan =
  | { kind: "planned"; draft: PlanDraft }
  /** One sentence, beginning in lower case: "it took too long to answer." */
  | { kind: "failed"; reason: string };

const patienceMs = 30_000;
/** How often an invalid plan goes back with the reasons. */
const corrections = 2;
const candidateLimit = 20;

/**
 * Has the configured model plan a goal. Its answer passes the same validation as any other plan; what is refused goes
 * back with its reasons, at most twice. Never throws: whatever goes wrong is a reason to keep the embedded plan.
 * @param options.draft what the embedded planner made: shown to the model.
 */
export async function planWithModel(options: {
  request: PlanningRequest;
  draft: PlanDraft;
  timeoutMs?: number;
}): Promise<ModelPlan> {
  const { request, draft, timeoutMs = patienceMs } = options;
  try {
    const model = languageModel();
    if (!model) return { kind: "failed", reason: "none is configured." };
    const candidates = await request.search(request.goal.slice(0, 400), candidateLimit);
    const tools = offeredTools(request, candidates, draft);
    const messages: ModelMessage[] = [{ role: "user", content: planningPrompt(request, tools, draft) }];
    const abortSignal = AbortSignal.timeout(timeoutMs);
    let problems: string[] = [];
    for (let round = 0; round <= corrections; round++) {
      const answer = await askModel({ model, messages, abortSignal });
      const read =
        answer.kind === "answer"
          ? readPlan(answer.answer, request, draft)
          : { kind: "wrong" as const, problems: [answer.problem] };
      if (read.kind === "planned") return read;
      ({ problems } = read);
      messages.push(
        { role: "assistant", content: answer.text || "(nothing)" },
        { role: "user", content: correction(problems) },
      );
    }
    return {
      kind: "failed",
      reason: `its plan was refused three times, the last time because: ${problems[0] ?? "it was empty."}`,
    };
  } catch (error) {
    return { kind: "failed", reason: modelFailure(error) };
  }
}

type Answer =
  | { kind: "answer"; answer: PlanAnswer; text: string }
  | { kind: "unreadable"; problem: string; text: string };

async function askModel(call: {
  model: NonNullable<ReturnType<typeof languageModel>>;
  messages: ModelMessage[];
  abortSignal: AbortSignal;
}): Promise<Answer> {
  try {
    const result = await generateText({
      ...call,
      instructions: planningInstructions,
      output: Output.object({ name: "plan", schema: planAnswerSchema }),
      maxRetries: 1,
    });
    return { kind: "answer", answer: result.output, text: result.text };
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    return {
      kind: "unreadable",
      problem: `The answer does not have the form asked for: ${cause.slice(0, 1500)}`,
      text: error.text ?? "",
    };
  }
}

const correction = (problems: readonly string[]) =>
  `The plan was refused:\n${problems
    .slice(0, 20)
    .map((problem) => `- ${problem}`)
    .join("\n")}\nAnswer with the whole plan again, corrected.`;

/** The answer through the rules every plan answers to. */
function readPlan(
  answer: PlanAnswer,
  request: PlanningRequest,
  draft: PlanDraft,
): { kind: "planned"; draft: PlanDraft } | { kind: "wrong"; problems: string[] } {
  const read = changesOfAnswer(answer, request.goal);
  if (read.kind === "wrong") return read;
  const empty: Plan = {
    id: newId("plan"),
    revision: 1,
    goal: request.goal,
    fileIds: [],
    planner: "model",
    notes: [],
    steps: [],
    unserved: [],
    policy: defaultPolicy,
    timeZone: request.timeZone,
    createdAt: request.now.toISOString(),
  };
  const applied = applyPlanChanges(empty, read.changes, request.tools);
  if (applied.kind === "refused")
    return { kind: "wrong", problems: applied.problems.map((problem) => problem.message) };
  const { steps } = applied.plan;
  if (steps.length === 0 && answer.unserved.length === 0 && draft.steps.length > 0) {
    return { kind: "wrong", problems: ["The plan has no steps, and names no part of the goal as unserved."] };
  }
  const nearest = (words: string) => draft.unserved.find((one) => one.words === words)?.nearest ?? [];
  const unserved = answer.unserved
    .slice(0, 50)
    .map((words) => ({ words: words.slice(0, 500), nearest: nearest(words) }));
  const notes = [
    `Planned by ${modelName()}.`,
    ...answer.notes.slice(0, 20).map((note) => note.slice(0, 500)),
  ];
  return { kind: "planned", draft: { steps, unserved, notes } };
}
