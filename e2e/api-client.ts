// What a program does with the HTTP API, in one place, so that tests read like the story they tell.
import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";
import { z } from "zod";
import { runSchema } from "@/lib/client/run-schema";
import { type Approval, approvalSchema } from "@/lib/domain/approval";
import type { Binding, OutputPath } from "@/lib/domain/binding";
import { type Delivery, deliverySchema } from "@/lib/domain/delivery";
import { type RunId, stepIdSchema, toolIdSchema } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { defaultPolicy, type Policy, planSchema, type Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { planProblemSchema } from "@/lib/domain/plan-problem";
import { planningSummarySchema } from "@/lib/domain/planning-record";
import { type Question, questionSchema } from "@/lib/domain/question";
import type { Run, StepRun } from "@/lib/domain/run";
import { toolSchema } from "@/lib/domain/tool";

const reviewedPlanSchema = planSchema.extend({
  problems: z.array(planProblemSchema),
  tools: z.array(toolSchema).optional(),
  planning: planningSummarySchema.nullable().optional(),
});
export type ReviewedPlan = z.infer<typeof reviewedPlanSchema>;

const problemSchema = z.looseObject({
  type: z.string().startsWith("urn:lamplight:problem:"),
  title: z.string().min(1),
  status: z.number(),
  detail: z.string().min(1),
  problems: z.array(planProblemSchema).optional(),
});

export const literal = (value: Json): Binding => ({ kind: "literal", value, origin: "person" });

export const output = (stepId: string, ...path: OutputPath): Binding => ({
  kind: "output",
  stepId: stepIdSchema.parse(stepId),
  path,
});

export const step = (
  id: string,
  toolId: string,
  inputs: Record<string, Binding>,
  after: string[] = [],
): Step => ({
  id: stepIdSchema.parse(id),
  title: `Step ${id}`,
  toolId: toolIdSchema.parse(toolId),
  inputs,
  after: after.map((one) => stepIdSchema.parse(one)),
  why: { words: "", reason: "" },
  position: null,
});

/** A step that sends an e-mail. */
export const mailStep = (id: string, to: Binding, subject: string, after: string[] = []): Step =>
  step(id, "email.send", { to, subject: literal(subject), text: literal(`About ${subject}.`) }, after);

/** The body of an answer with this status; anything else fails with what came instead. */
export async function bodyOf<T>(response: APIResponse, status: number, schema: z.ZodType<T>): Promise<T> {
  expect(response.status(), await response.text()).toBe(status);
  return schema.parse(await response.json());
}

export const planOf = (response: APIResponse, status = 200) => bodyOf(response, status, reviewedPlanSchema);
export const runOf = (response: APIResponse, status = 200): Promise<Run> =>
  bodyOf(response, status, runSchema as z.ZodType<Run>);
export const approvalOf = (response: APIResponse) => bodyOf(response, 200, approvalSchema);

/** The problem details (RFC 9457) of an answer with this status. */
export async function problemOf(response: APIResponse, status: number) {
  const problem = await bodyOf(response, status, problemSchema);
  expect(response.headers()["content-type"]).toBe("application/problem+json");
  expect(problem.status).toBe(status);
  return problem;
}

export async function proposePlan(api: APIRequestContext, goal: string): Promise<ReviewedPlan> {
  return planOf(await api.post("/api/goals", { data: { goal } }), 201);
}

/** A plan of exactly these steps. */
export async function makePlan(
  api: APIRequestContext,
  steps: Step[],
  policy: Policy = defaultPolicy,
): Promise<ReviewedPlan> {
  const plan = await proposePlan(api, "Repaint my kitchen ceiling");
  return planOf(await changePlan(api, plan, [{ kind: "restore", steps, policy }]));
}

export function changePlan(
  api: APIRequestContext,
  plan: { id: string; revision: number },
  changes: readonly (PlanChange | Record<string, unknown>)[],
): Promise<APIResponse> {
  return api.patch(`/api/plans/${plan.id}`, { data: { revision: plan.revision, changes } });
}

export async function startRun(api: APIRequestContext, plan: { id: string }): Promise<Run> {
  return runOf(await api.post(`/api/plans/${plan.id}/runs`), 202);
}

/** Runs exactly these steps. */
export async function runSteps(api: APIRequestContext, steps: Step[]): Promise<Run> {
  return startRun(api, await makePlan(api, steps));
}

export function stepOf(run: Run, stepId: string): StepRun {
  const found = run.steps[stepId];
  if (!found) throw new Error(`nothing has happened to step ${stepId}`);
  return found;
}

/** The statuses of a run: `waiting: a completed, b failed`. */
const statusText = (run: Run) =>
  `${run.status}: ${Object.values(run.steps)
    .map((one) => `${one.stepId} ${one.status}${"failure" in one ? ` (${one.failure?.message})` : ""}`)
    .join(", ")}`;

/** The run, once it is as wanted. */
export async function waitForRun(
  api: APIRequestContext,
  runId: RunId,
  isWanted: (run: Run) => boolean,
): Promise<Run> {
  const seen: { run?: Run } = {};
  await expect
    .poll(
      async () => {
        seen.run = await runOf(await api.get(`/api/runs/${runId}`));
        return isWanted(seen.run) ? "as wanted" : statusText(seen.run);
      },
      { intervals: [20, 50, 100], timeout: 20_000 },
    )
    .toBe("as wanted");
  if (!seen.run) throw new Error("unreachable");
  return seen.run;
}

export const waitForStatus = (api: APIRequestContext, runId: RunId, status: Run["status"]) =>
  waitForRun(api, runId, (run) => run.status === status);

export const waitForStep = (
  api: APIRequestContext,
  runId: RunId,
  stepId: string,
  status: StepRun["status"],
) => waitForRun(api, runId, (run) => run.steps[stepId]?.status === status);

type Pending<T> = Extract<T, { status: "pending" }>;

/** The one approval a run waits for. */
export async function approvalFor(api: APIRequestContext, runId: RunId): Promise<Pending<Approval>> {
  const run = await waitForRun(api, runId, (one) =>
    Object.values(one.steps).some((each) => each.status === "waiting-approval"),
  );
  const listSchema = z.object({ approvals: z.array(approvalSchema) });
  const { approvals } = await bodyOf(await api.get("/api/approvals?status=pending"), 200, listSchema);
  const [approval, ...others] = approvals.filter((one) => one.runId === run.id);
  expect(others).toEqual([]);
  if (approval?.status !== "pending") throw new Error("the run waits for an approval that is not listed");
  return approval;
}

/** The one question a run waits for. */
export async function questionFor(api: APIRequestContext, runId: RunId): Promise<Pending<Question>> {
  const run = await waitForRun(api, runId, (one) =>
    Object.values(one.steps).some((each) => each.status === "waiting-answer"),
  );
  const listSchema = z.object({ questions: z.array(questionSchema) });
  const { questions } = await bodyOf(await api.get("/api/questions?status=pending"), 200, listSchema);
  const [question, ...others] = questions.filter((one) => one.runId === run.id);
  expect(others).toEqual([]);
  if (question?.status !== "pending") throw new Error("the run waits for a question that is not listed");
  return question;
}

export function decide(api: APIRequestContext, approvalId: string, decision: object): Promise<APIResponse> {
  return api.post(`/api/approvals/${approvalId}`, { data: decision });
}

export function approve(api: APIRequestContext, approval: Approval, inputs?: object): Promise<APIResponse> {
  const { id, contentHash } = approval;
  return decide(api, id, { decision: "approve", contentHash, ...(inputs ? { inputs } : {}) });
}

/** What the sandbox's services have received under a subject, oldest first. */
export async function deliveriesAbout(api: APIRequestContext, words: string): Promise<Delivery[]> {
  const listSchema = z.object({ deliveries: z.array(deliverySchema) });
  const { deliveries } = await bodyOf(await api.get("/api/outbox?limit=200"), 200, listSchema);
  return deliveries.filter(({ subject, text }) => `${subject} ${text}`.includes(words)).reverse();
}
