// What becomes of what is read and is not there any more: a question, so that nothing dangles and nobody guesses.
import { type Binding, mapLeaves, type Reading, sourceSteps } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import type { ReadBinding } from "./check-value";
import { conditionProblems } from "./condition-problems";
import { surroundingsOf } from "./read-schema";
import { repeatProblems } from "./repeat-problems";

/** What stands where a value can't come from any more: nothing dangles, and the person is told what is missing. */
export function lostValue(step: Step, input: string): Binding {
  return {
    kind: "question",
    question: `What should "${input}" of "${step.title}" be?`.slice(0, 500),
    suggestions: [],
  };
}

/** What stands where nobody knows any more what a condition was about: it must not come to hold by itself. */
function lostReading(step: Step): Extract<Reading, { kind: "question" }> {
  const question = `Which value decides whether "${step.title}" is done?`.slice(0, 500);
  return { kind: "question", question, suggestions: [] };
}

/** A step with every reading for which `isLost` replaced by a question. */
export function withoutReadingsOf(step: Step, isLost: (read: ReadBinding) => boolean): Step {
  const asked = (binding: Binding, question: Binding) =>
    mapLeaves(binding, (leaf) =>
      (leaf.kind === "output" || leaf.kind === "item") && isLost(leaf) ? question : leaf,
    );
  const { condition, repeat } = step;
  const isLostValue = (value: Reading) => value.kind !== "question" && isLost(value);
  return {
    ...step,
    inputs: Object.fromEntries(
      Object.entries(step.inputs).map(([input, binding]) => [input, asked(binding, lostValue(step, input))]),
    ),
    ...(condition && {
      condition: {
        ...condition,
        tests: condition.tests.map((test) =>
          isLostValue(test.value) ? { ...test, value: lostReading(step) } : test,
        ),
      },
    }),
    ...(repeat && { repeat: { ...repeat, over: asked(repeat.over, lostList(step)) } }),
  };
}

function lostList(step: Step): Binding {
  const question = `Over which list is "${step.title}" repeated?`.slice(0, 500);
  return { kind: "question", question, suggestions: [] };
}

/** The plan with every reading of an output for which `isLost` replaced by a question. */
export function withoutReadings(
  plan: Plan,
  isLost: (output: Extract<Binding, { kind: "output" }>) => boolean,
): Plan {
  const steps = plan.steps.map((step) =>
    withoutReadingsOf(step, (read) => read.kind === "output" && isLost(read)),
  );
  return { ...plan, steps };
}

/** Conditions and lists that read a step in a way that what it gives now can't be read are asked for again. */
export function withoutMisreadings(plan: Plan, stepId: StepId, tools: ReadonlyMap<ToolId, Tool>): Plan {
  const surroundings = surroundingsOf(plan, tools);
  const isWrong = (problems: PlanProblem[]) => problems.some(({ severity }) => severity === "invalid");
  const reads = (binding: Binding) => sourceSteps(binding).includes(stepId);
  const mended = (step: Step): Step => {
    const { condition, repeat } = step;
    const tests = condition?.tests.map((test) =>
      reads(test.value) &&
      isWrong(conditionProblems({ ...step, condition: { ...condition, tests: [test] } }, surroundings))
        ? { ...test, value: lostReading(step) }
        : test,
    );
    const isLost = repeat && reads(repeat.over) && isWrong(repeatProblems(step, surroundings));
    return {
      ...step,
      ...(condition && tests && { condition: { ...condition, tests } }),
      ...(isLost && { repeat: { ...repeat, over: lostList(step) } }),
    };
  };
  return { ...plan, steps: plan.steps.map(mended) };
}
