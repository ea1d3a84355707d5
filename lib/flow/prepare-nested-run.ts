// What a step starts whose tool is a plan: which revision, with which values, under which runs.
import { findPlanTool } from "@/lib/db/plan-tools";
import { isLower } from "@/lib/domain/effect";
import type { PlanId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { Provenance } from "@/lib/domain/origin";
import type { Step } from "@/lib/domain/plan";
import { maxNesting } from "@/lib/domain/plan-tool";
import type { Run } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import type { ToolFailure } from "@/lib/domain/tool-error";
import type { GivenValue, Trigger } from "@/lib/domain/trigger";
import { strongestEffect } from "@/lib/planning/plan-tool";
import type { PlanReview } from "./review-plan";
import { readyWith } from "./review-published";

export interface NestedRun {
  planId: PlanId;
  planRevision: number;
  goal: string;
  trigger: Trigger;
  given: GivenValue[];
}

export type PreparedNestedRun =
  | { kind: "ready"; nested: NestedRun }
  | { kind: "refused"; failure: ToolFailure };

const refused = (kind: ToolFailure["kind"], message: string): PreparedNestedRun => ({
  kind: "refused",
  failure: { kind, message, evidence: null },
});

/** Judges the plan once more, as it and its tools are now: what has changed since it was published starts nothing. */
export async function prepareNestedRun(call: {
  parent: { run: Run; goal: string };
  step: Pick<Step, "id" | "title">;
  item: number | null;
  tool: Tool;
  inputs: JsonObject;
  provenance: Record<string, Provenance>;
}): Promise<PreparedNestedRun> {
  const { parent, step, item, tool, inputs, provenance } = call;
  if (tool.source.kind !== "plan") throw new Error(`${tool.id} is not a plan`);
  const { planId, planRevision } = tool.source;
  const above = plansAbove(parent.run);
  if (above.includes(planId)) {
    return refused(
      "refused",
      "The plan would run itself: this run is part of a run of it. Choose another tool.",
    );
  }
  if (above.length > maxNesting) {
    return refused(
      "refused",
      `Runs within each other go ${maxNesting} deep, and no deeper. Choose another tool.`,
    );
  }
  const published = await findPlanTool(planId);
  if (published?.planRevision !== planRevision) {
    return refused("broken-tool", "The plan has been published anew or withdrawn a moment ago. Try again.");
  }
  // An input of the tool that was given no value has the one in the plan.
  const fed = published.inputs.filter(({ path }) => Object.hasOwn(inputs, path));
  const ready = await readyWith({ planId, planRevision, inputs: fed }, inputs);
  if (ready.kind === "refused") return refused("bad-input", ready.message);
  const stronger = strongerEffect(ready.review, tool);
  if (stronger !== null) return refused("refused", stronger);
  const given = ready.given.map((value): GivenValue => {
    const name = fed.find((one) => one.stepId === value.stepId && one.input === value.input)?.path ?? "";
    return { ...value, origin: provenance[name]?.origin ?? "untrusted" };
  });
  const trigger: Trigger = {
    ...{ kind: "run", runId: parent.run.id, goal: parent.goal },
    ...{ stepId: step.id, stepTitle: step.title, item, above },
  };
  return { kind: "ready", nested: { planId, planRevision, goal: ready.review.plan.goal, trigger, given } };
}

/** The plans of this run and of those it is nested in, the outermost first. */
function plansAbove({ trigger, planId }: Run): PlanId[] {
  return [...(trigger?.kind === "run" ? trigger.above : []), planId];
}

/** What was looked at when the step was approved was the effect the plan had when it was published. */
function strongerEffect({ plan, tools }: PlanReview, tool: Tool): string | null {
  const effect = strongestEffect(plan, new Map(tools.map((one) => [one.id, one])));
  return isLower(tool.effect, effect)
    ? `A tool of the plan has a stronger effect (${effect}) than when it was published (${tool.effect}). Look at the plan and publish it again.`
    : null;
}
