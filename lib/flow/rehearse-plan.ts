import type { Rehearsal } from "@/lib/client/rehearsal-schema";
import { currentDefaultOfKind } from "@/lib/db/connections";
import { pastFailures, pastOutputs } from "@/lib/db/past-calls";
import { findPlan } from "@/lib/db/plans";
import { findCurrentTools } from "@/lib/db/tools";
import type { PlanId, StepId } from "@/lib/domain/ids";
import type { RehearsalCase } from "@/lib/domain/rehearsal";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { env } from "@/lib/env";
import { rehearse } from "@/lib/rehearsal/rehearse";
import { callsOutside } from "@/lib/rehearsal/simulate-failure";

export type RehearsedPlan =
  | { kind: "rehearsed"; rehearsal: Rehearsal }
  /** The step named to fail can't. */
  | { kind: "refused"; message: string }
  | { kind: "not-found" };

/** Rehearses a revision of a plan, the newest unless one is named: reads what is known of its tools, and changes nothing. */
export async function rehearsePlan(request: {
  planId: PlanId;
  revision?: number;
  case: RehearsalCase;
  failing?: StepId;
  error?: ToolErrorKind;
}): Promise<RehearsedPlan> {
  const plan = await findPlan(request.planId, request.revision);
  if (!plan) return { kind: "not-found" };
  const toolIds = [...new Set(plan.steps.map(({ toolId }) => toolId))];
  const tools = await findCurrentTools(toolIds);
  const refusal = failingProblem();
  if (refusal !== null) return { kind: "refused", message: refusal };
  const kinds = [...new Set([...tools.values()].flatMap(({ connectionKind }) => connectionKind ?? []))];
  const [outputs, failures, connections] = await Promise.all([
    pastOutputs(toolIds, plan.id),
    pastFailures(toolIds),
    Promise.all(kinds.map(async (kind) => [kind, await currentDefaultOfKind(kind)] as const)),
  ]);
  const facts = {
    ...{ plan, tools, pastOutputs: outputs, pastFailures: failures, now: new Date() },
    mostItems: env().LAMPLIGHT_MAX_ITEMS,
    connections: new Map(connections.flatMap(([kind, one]) => (one ? [[kind, one] as const] : []))),
  };
  const { failing, error = null } = request;
  const rehearsal = await rehearse(facts, {
    case: request.case,
    ...(failing ? { failing: { stepId: failing, error } } : {}),
  });
  return { kind: "rehearsed", rehearsal };

  function failingProblem(): string | null {
    const { failing } = request;
    if (failing === undefined)
      return request.error ? 'An error needs the step that fails with it: "failing".' : null;
    if (request.case !== "erroneous") return 'A step fails in the case "erroneous" only.';
    const step = plan?.steps.find(({ id }) => id === failing);
    if (!step) return `The plan has no step "${failing}".`;
    const tool = tools.get(step.toolId);
    if (tool && callsOutside(tool)) return null;
    return `"${step.title}" calls nothing outside, so it can't fail with an error of a service.`;
  }
}
