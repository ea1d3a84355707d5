import type { ApprovalCard } from "@/lib/domain/approval";
import type { JsonObject } from "@/lib/domain/json";
import { stepRunOf } from "@/lib/domain/run";
import { type StepFacts, stepInRun } from "./decide-next";

/** The card of a call: made of what will be sent and of nothing else (A3). */
export function approvalCard(
  facts: StepFacts,
  call: { inputs: JsonObject; reasons: string[] },
): ApprovalCard {
  const { run, plan, stepId, tools, connection } = facts;
  const step = stepInRun(plan, run, stepId);
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
    provenance: stepRunOf(run, stepId).provenance,
    connection: connection && { id: connection.id, name: connection.name, origin: connection.origin },
    reasons: call.reasons,
  };
}
