import type { JsonSchema } from "@/lib/domain/json";
import { readStepsOf } from "@/lib/domain/plan";
import type { StepRun } from "@/lib/domain/run";
import { outputSchemaOf } from "@/lib/planning/read-schema";
import type { RunView, StepView } from "./run-view";
import { tellingness } from "./values/output-parts";

type Completed = Extract<StepRun, { status: "completed" }>;
/** A step that completed, with its output at hand. */
export type CompletedStep = StepView & { run: Completed };

/** What a run came to. */
export interface Answer {
  /** Steps that changed something outside, in order. */
  effects: CompletedStep[];
  /** The read that tells most; null when none tells anything. */
  main: CompletedStep | null;
}

/** The schema of what a step gave; of a repeated one, that of its list of results. */
export function givenSchema({ step, tool }: Pick<StepView, "step" | "tool">): JsonSchema {
  return tool ? outputSchemaOf(step, tool) : {};
}

const isCompleted = (view: StepView): view is CompletedStep => view.run.status === "completed";

/**
 * What a person wants to see at the end: what was done, and the most telling output. An output nobody reads on was
 * made for the person, so it comes before those that only feed another step; among equals the last wins.
 */
export function pickAnswer(view: Pick<RunView, "steps">): Answer {
  const completed = view.steps.filter(isCompleted);
  const effects = completed.filter(({ tool }) => tool !== null && tool.effect !== "read");
  const read = new Set(view.steps.flatMap(({ step }) => readStepsOf(step)));
  // An answer of the person's own is nothing to show them.
  const reads = completed.filter((one) => !effects.includes(one) && !one.tool?.asksPerson);
  const score = (one: CompletedStep) => {
    const telling = tellingness(one.run.output, givenSchema(one));
    return telling === 0 ? 0 : telling + (read.has(one.step.id) ? 0 : 10);
  };
  const best = Math.max(0, ...reads.map(score));
  return { effects, main: best === 0 ? null : (reads.findLast((one) => score(one) === best) ?? null) };
}
