import type { ApprovalCard } from "@/lib/domain/approval";
import type { JsonObject } from "@/lib/domain/json";
import { runAt, stepRunOf } from "@/lib/domain/run";
import { foundWords, testWords } from "@/lib/planning/condition-words";
import { type StepFacts, stepInRun } from "./decide-next";

/** The card of a call: made of what will be sent and of nothing else (A3). */
export function approvalCard(
  facts: StepFacts,
  call: { inputs: JsonObject; reasons: string[] },
): ApprovalCard {
  const { run, plan, stepId, item, tools, connection } = facts;
  const step = stepInRun(plan, run, stepId, item);
  const tool = tools.get(step.toolId);
  if (!tool) throw new Error(`a card for step ${stepId} is made without its tool ${step.toolId}`);
  return {
    goal: plan.goal,
    stepTitle: step.title,
    toolId: tool.id,
    toolTitle: tool.title,
    toolVersion: tool.version,
    icon: tool.icon,
    effect: tool.effect,
    undo: tool.undo,
    inputSchema: tool.input,
    inputs: call.inputs,
    provenance: runAt(run, facts).provenance,
    connection: connection && { id: connection.id, name: connection.name, origin: connection.origin },
    reasons: call.reasons,
    ...itemOnCard(facts),
    ...conditionOnCard(facts),
  };
}

/** Which item of how many, of a repeated step. */
function itemOnCard({ run, stepId, item }: StepFacts): Pick<ApprovalCard, "item"> {
  if (item === null) return {};
  const total = stepRunOf(run, stepId).repeated?.items.length ?? 0;
  return { item: { number: item + 1, total } };
}

/** Why it has come to this call, where a condition decided so. */
function conditionOnCard(facts: StepFacts): Pick<ApprovalCard, "because"> {
  const { run, stepId } = facts;
  const decided = [runAt(run, facts), ...(facts.item === null ? [] : [stepRunOf(run, stepId)])];
  const because = decided.flatMap(({ condition }) =>
    (condition?.tests ?? [])
      .filter((test) => test.holds)
      .map((test) => ({
        words: `${testWords(test)} (it was ${foundWords(test.found)})`,
        origin: test.origin,
      })),
  );
  return because.length > 0 ? { because } : {};
}
