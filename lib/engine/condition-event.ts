import { placeInEvent } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { foundWords, placeWords, testWords } from "@/lib/planning/condition-words";
import { decideCondition } from "@/lib/planning/decide-condition";
import { type StepFacts, stepInRun } from "./decide-next";
import { readableOf } from "./resolve-step";

/** The event of a step whose condition can be decided: how it came out, on what; or why it can't be. */
export function conditionEvent(facts: StepFacts): RunEventBody {
  const { run, plan, stepId, item } = facts;
  const { condition, title } = stepInRun(plan, run, stepId, item);
  if (!condition) throw new Error(`step ${stepId} has no condition to decide`);
  const titleOf = (id: typeof stepId) => stepInRun(plan, run, id).title;
  const decision = decideCondition(condition, readableOf(facts));
  if (decision.kind === "undecidable") {
    const place = placeWords(decision.test.value, titleOf);
    const message =
      `Whether "${title}" is done can't be decided: ${place} was ${foundWords(decision.found)}, ` +
      "which can't be compared like that. Skip the step, or stop and change the plan.";
    return {
      type: "step-failed",
      ...placeInEvent(facts),
      failure: { kind: "bad-input", message, evidence: null },
    };
  }
  const { holds, tests } = decision;
  const unmet = tests.filter((test) => !test.holds);
  const reasons = unmet.map(
    (test) =>
      `It is done only if ${testWords(test)}; ${placeWords(test.value, titleOf)} was ${foundWords(test.found)}.`,
  );
  return {
    type: "condition-decided",
    ...placeInEvent(facts),
    holds,
    tests,
    reason: holds ? "" : reasons.join(" "),
  };
}
