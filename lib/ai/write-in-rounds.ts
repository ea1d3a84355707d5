// A conversation with a model that writes changes of a plan: what is refused goes back with its reason, at most twice.
import type { ModelMessage } from "ai";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { ModelExchange } from "@/lib/domain/planning-record";
import { askForChanges } from "./ask-for-changes";
import type { ModelLedger } from "./model-ledger";
import type { PlanWriter } from "./plan-writer";
import { type PlanningTask, planningInstructions } from "./planning-prompt";
import type { UsableModel } from "./usable-model";

export type Written =
  | { kind: "whole" }
  /** The model or its service broke off; one sentence, beginning in lower case. */
  | { kind: "broken"; reason: string }
  /** It came to its end, and something was still wrong. */
  | { kind: "flawed"; reason: string };

/** For all rounds together: a model on this machine may write some ten words a second. */
const patienceMs = 120_000;
/** How often what was refused goes back with the reasons. */
const corrections = 2;

export interface Writing {
  model: UsableModel;
  ledger: ModelLedger;
  /** Called for each change as it is taken. */
  onChange?: (change: PlanChange) => void;
  /** One sentence about what is going on. */
  onTold?: (message: string) => void;
  signal?: AbortSignal;
  timeoutMs?: number;
}

const purposes: Record<PlanningTask, ModelExchange["purpose"]> = {
  plan: "plan",
  improve: "improvement",
  refine: "refinement",
  repair: "repair",
};

/** @param options.flaws what is wrong with the plan as a whole once a round is over */
export async function writeInRounds(
  writing: Writing,
  writer: PlanWriter,
  options: {
    task: PlanningTask;
    prompt: string;
    flaws: (answer: { text: string; items: number }) => readonly string[];
  },
): Promise<Written> {
  const { model, ledger, timeoutMs = patienceMs } = writing;
  const { task, prompt, flaws } = options;
  const instructions = planningInstructions[task];
  const messages: ModelMessage[] = [{ role: "user", content: prompt }];
  const late = AbortSignal.timeout(timeoutMs);
  const signal = writing.signal ? AbortSignal.any([writing.signal, late]) : late;
  for (let round = 0; ; round += 1) {
    const begun = performance.now();
    const answer = await askForChanges({
      model,
      instructions,
      messages,
      signal,
      onItem: (item) => take(writing, writer, item),
    });
    const refused = writer.takeRefused();
    ledger.add({
      purpose: round === 0 ? purposes[task] : "correction",
      sent: sentText(instructions, messages),
      answered: answer.text,
      refused,
      tookMs: Math.round(performance.now() - begun),
      inputTokens: answer.inputTokens,
      outputTokens: answer.outputTokens,
    });
    if (answer.failure) return { kind: "broken", reason: answer.failure.reason };
    const problems = [...refused, ...flaws(answer)];
    const [first] = problems;
    if (first === undefined) return { kind: "whole" };
    if (round === corrections) {
      return {
        kind: "flawed",
        reason: `after two corrections there was still something wrong: ${first}`,
      };
    }
    writing.onTold?.(`Goes back to the model: ${first}`);
    messages.push(
      { role: "assistant", content: answer.text.slice(0, 20_000) || "(nothing)" },
      { role: "user", content: correction(problems, writer) },
    );
  }
}

/** What every answer has to have. */
export const noChanges = "The answer holds no changes in the form asked for.";

function take({ onChange, onTold }: Writing, writer: PlanWriter, item: unknown): void {
  const taken = writer.take(item);
  if (taken.kind === "change") onChange?.(taken.change);
  if (taken.kind === "refused") onTold?.(`Refused: ${taken.reason}`);
}

const correction = (problems: readonly string[], writer: PlanWriter) =>
  `This was refused or is missing:\n${problems
    .slice(0, 20)
    .map((problem) => `- ${problem}`)
    .join("\n")}\nThe plan has these steps now: ${
    writer.steps.map(({ id, toolId }) => `${id} (${toolId})`).join(", ") || "none"
  }.\nAnswer with the further changes that put it right, in the same form; leave out what was taken.`;

const sentText = (instructions: string, messages: readonly ModelMessage[]) =>
  [instructions, ...messages.map(({ role, content }) => `[${role}]\n${String(content)}`)].join("\n\n");
