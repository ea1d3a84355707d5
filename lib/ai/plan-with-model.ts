import type { ModelMessage } from "ai";
import { newId } from "@/lib/domain/ids";
import { defaultPolicy, type Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { completePlan } from "@/lib/planning/complete-plan";
import type { PlanDraft, PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { askForChanges } from "./ask-for-changes";
import type { ModelLedger } from "./model-ledger";
import { PlanWriter } from "./plan-writer";
import { offeredTools, planningInstructions, planningPrompt } from "./planning-prompt";
import type { UsableModel } from "./usable-model";

export type ModelPlan =
  | { kind: "planned"; draft: PlanDraft }
  /** One sentence, beginning in lower case: "it took too long to answer." */
  | { kind: "failed"; reason: string };

/** For all rounds together: a model on this machine may write some ten words a second. */
const patienceMs = 120_000;
/** How often what was refused goes back with the reasons. */
const corrections = 2;
const candidateLimit = 20;

export interface ModelPlanning {
  model: UsableModel;
  request: PlanningRequest;
  /** What the embedded planner made: shown to the model, and what completes its plan when that breaks off. */
  draft: PlanDraft;
  ledger: ModelLedger;
  /** Called for each change as it is taken. */
  onChange?: (change: PlanChange) => void;
  /** One sentence about what is going on. */
  onTold?: (message: string) => void;
  signal?: AbortSignal;
  timeoutMs?: number;
}

/**
 * Has a model plan a goal. Each change of its answer passes the same rules as any other edit of a plan; what is refused
 * goes back with its reasons, at most twice. A plan that broke off is completed by the embedded planner's. Never throws
 * for what the model or its service does: whatever goes wrong is a reason to keep the embedded plan.
 */
export async function planWithModel(planning: ModelPlanning): Promise<ModelPlan> {
  const { request, draft, model } = planning;
  const writer = new PlanWriter(emptyPlan(request), request);
  const flaw = await writeInRounds(planning, writer);
  const done = (steps: PlanDraft["steps"], notes: readonly string[]): ModelPlan => ({
    kind: "planned",
    draft: {
      steps,
      unserved: writer.unserved.map((words) => ({
        words,
        nearest: draft.unserved.find((one) => one.words === words)?.nearest ?? [],
      })),
      notes: [...notes, ...writer.notes],
    },
  });
  if (flaw === null) return done([...writer.steps], []);
  if (writer.steps.length === 0) return { kind: "failed", reason: flaw };
  const plan = { ...emptyPlan(request), steps: [...writer.steps] };
  const { steps, added } = completePlan({ plan, draft: draft.steps, tools: request.tools });
  const titles = added.map(({ title }) => `“${title}”`).join(", ");
  const completion =
    added.length === 0 ? "The embedded planner completed it." : `The embedded planner added ${titles}.`;
  return done(steps, [`The plan of ${model.name} was not whole: ${flaw} ${completion}`]);
}

/** Null when the plan came out whole; else what it lacks, in one sentence. */
async function writeInRounds(planning: ModelPlanning, writer: PlanWriter): Promise<string | null> {
  const { model, request, draft, ledger, timeoutMs = patienceMs } = planning;
  const candidates = await request.search(request.goal.slice(0, 400), candidateLimit);
  const tools = offeredTools(request, candidates, draft);
  const messages: ModelMessage[] = [{ role: "user", content: planningPrompt(request, tools, draft) }];
  const late = AbortSignal.timeout(timeoutMs);
  const signal = planning.signal ? AbortSignal.any([planning.signal, late]) : late;
  for (let round = 0; ; round += 1) {
    const begun = performance.now();
    const answer = await askForChanges({
      model,
      messages,
      signal,
      onItem: (item) => take(planning, writer, item),
    });
    const refused = writer.takeRefused();
    ledger.add({
      purpose: round === 0 ? "plan" : "correction",
      sent: sentText(messages),
      answered: answer.text,
      refused,
      tookMs: Math.round(performance.now() - begun),
      inputTokens: answer.inputTokens,
      outputTokens: answer.outputTokens,
    });
    if (answer.failure) return answer.failure.reason;
    const problems = [...refused, ...flaws(writer, draft, answer.items)];
    const [first] = problems;
    if (first === undefined) return null;
    if (round === corrections) return `after two corrections there was still something wrong: ${first}`;
    planning.onTold?.(`Goes back to the model: ${first}`);
    messages.push(
      { role: "assistant", content: answer.text.slice(0, 20_000) || "(nothing)" },
      { role: "user", content: correction(problems, writer) },
    );
  }
}

function take({ onChange, onTold }: ModelPlanning, writer: PlanWriter, item: unknown): void {
  const taken = writer.take(item);
  if (taken.kind === "change") onChange?.(taken.change);
  if (taken.kind === "refused") onTold?.(`Refused: ${taken.reason}`);
}

/** What is wrong with the plan as a whole. */
function flaws(writer: PlanWriter, draft: PlanDraft, items: number): string[] {
  if (items === 0) return ["The answer holds no changes in the form asked for."];
  if (writer.steps.length === 0 && writer.unserved.length === 0 && draft.steps.length > 0) {
    return ["The plan has no steps, and names no part of the goal as unserved."];
  }
  return writer.missing();
}

const correction = (problems: readonly string[], writer: PlanWriter) =>
  `This was refused or is missing:\n${problems
    .slice(0, 20)
    .map((problem) => `- ${problem}`)
    .join("\n")}\nThe plan has these steps now: ${
    writer.steps.map(({ id, toolId }) => `${id} (${toolId})`).join(", ") || "none"
  }.\nAnswer with the further changes that put it right, in the same form; leave out what was taken.`;

const sentText = (messages: readonly ModelMessage[]) =>
  [planningInstructions, ...messages.map(({ role, content }) => `[${role}]\n${String(content)}`)].join(
    "\n\n",
  );

const emptyPlan = (request: PlanningRequest): Plan => ({
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
});
