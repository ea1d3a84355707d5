import type { ApprovalCard } from "@/lib/domain/approval";
import type { JsonObject } from "@/lib/domain/json";
import { runAt, stepRunOf } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import { foundWords, testWords } from "@/lib/planning/condition-words";
import { pointOfNoReturn } from "@/lib/planning/point-of-no-return";
import { undoabilityOf } from "@/lib/planning/undo-call";
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
    ...undoOnCard(facts, tool),
    inputSchema: tool.input,
    inputs: call.inputs,
    controlInputs: tool.controlInputs,
    provenance: runAt(run, facts).provenance,
    connection: connection && { id: connection.id, name: connection.name, origin: connection.origin },
    reasons: call.reasons,
    ...itemOnCard(facts),
    ...conditionOnCard(facts),
  };
}

/** How its effect is taken back, and whether the run can be taken back entirely up to here and not from here on. */
function undoOnCard(
  { run, plan, stepId, tools }: StepFacts,
  tool: Tool,
): Pick<ApprovalCard, "undoneBy" | "isPointOfNoReturn"> {
  if (tool.effect === "read") return {};
  const undoability = undoabilityOf(tool, tools);
  if (undoability.kind === "undoable") return { undoneBy: undoability.by.title };
  // Nobody rolls back what rolls back.
  if (run.rollback) return {};
  return pointOfNoReturn(plan.steps, tools)?.stepId === stepId ? { isPointOfNoReturn: true } : {};
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
