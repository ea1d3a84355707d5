import type { StepId } from "@/lib/domain/ids";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { SchemaProblem } from "@/lib/tools/check-schema";

/** What is wrong with a step's inputs, as problems of the plan are shown. */
export function inputProblems(stepId: StepId, problems: readonly SchemaProblem[]): PlanProblem[] {
  return problems.map(({ input, message }) => ({
    severity: "invalid",
    code: message === "is missing" ? "missing-input" : "wrong-type",
    stepId,
    input,
    message: input === null ? `It ${message}.` : `"${input}" ${message}.`,
  }));
}
