// A revision of a plan that something else than a person runs: by the clock, by a webhook, after another run.
import type { PlanId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { FedInput, GivenValue } from "@/lib/domain/trigger";
import { fedProblem, problemsBut, readGiven } from "@/lib/planning/given-values";
import { checkSchema, describeProblems } from "@/lib/tools/check-schema";
import { type PlanReview, reviewPlan } from "./review-plan";

export type ReviewedForTrigger =
  | { kind: "ready"; review: PlanReview }
  /** It can't be run as it is; in a sentence. */
  | { kind: "refused"; message: string }
  | { kind: "not-found" };

/** Judges a revision that is to be run with values for some of its inputs from outside. */
export async function reviewPublished(
  planId: PlanId,
  revision: number,
  fed: readonly FedInput[] = [],
): Promise<ReviewedForTrigger> {
  const review = await reviewPlan(planId, revision);
  if (!review) return { kind: "not-found" };
  const wrong = fedProblem(review.plan, review.tools, fed);
  if (wrong) return { kind: "refused", message: wrong };
  const [open] = problemsBut(review.problems, fed);
  return open ? { kind: "refused", message: open.message } : { kind: "ready", review };
}

/** The values of a published plan's inputs out of what came, or why it can't be run with it. */
export async function readyWith(
  published: { planId: PlanId; planRevision: number; inputs: readonly FedInput[] },
  from: Json,
): Promise<
  { kind: "ready"; review: PlanReview; given: GivenValue[] } | { kind: "refused"; message: string }
> {
  const { planId, planRevision, inputs: fed } = published;
  const reviewed = await reviewPublished(planId, planRevision, fed);
  if (reviewed.kind === "not-found")
    throw new Error(`revision ${planRevision} of ${planId} is published and not there`);
  if (reviewed.kind === "refused") {
    return { kind: "refused", message: `The plan could not be run. ${reviewed.message}` };
  }
  const { plan, tools } = reviewed.review;
  const check: Parameters<typeof readGiven>[0]["check"] = (tool, input, value) => {
    // Of the whole schema, which the input's own may refer to; the other inputs have values already.
    const problems = checkSchema({ ...tool.input, required: [] }, { [input]: value });
    return problems.length === 0 ? null : describeProblems(problems);
  };
  const read = readGiven({ plan, tools, fed, from, check });
  return read.kind === "problem"
    ? { kind: "refused", message: read.message }
    : { kind: "ready", review: reviewed.review, given: read.given };
}
