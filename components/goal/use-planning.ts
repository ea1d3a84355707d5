import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { Positions } from "@/components/canvas/canvas-graph";
import { layoutSteps } from "@/components/canvas/layout-steps";
import { ApiError, getJson } from "@/lib/client/api";
import { cancelPlanning, followPlanning, type GoalToPlan } from "@/lib/client/follow-planning";
import { type PlanId, planIdSchema } from "@/lib/domain/ids";
import { defaultPolicy, type Plan, planSchema } from "@/lib/domain/plan";
import type { PlanningEvent } from "@/lib/domain/planning-event";
import type { Tool } from "@/lib/domain/tool";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";

/** A plan as it grows. */
export interface GrowingPlan {
  plan: Plan;
  tools: ReadonlyMap<Tool["id"], Tool>;
  positions: Positions;
  /** Who writes it; null until that is known. */
  model: string | null;
  /** What was told beside the steps, the latest last. */
  told: readonly string[];
}

export interface Planning {
  /** Null when nothing is being planned. */
  growing: GrowingPlan | null;
  start: (goal: GoalToPlan) => Promise<void>;
  cancel: () => void;
}

const emptyPlan = (goal: string): Plan => ({
  id: planIdSchema.parse("plan_0000000000000000"),
  revision: 1,
  goal,
  fileIds: [],
  planner: "model",
  notes: [],
  steps: [],
  unserved: [],
  policy: defaultPolicy,
  timeZone: "UTC",
  createdAt: new Date(0).toISOString(),
});

/** Plans a goal in sight of the person, and opens the plan when it is whole. */
export function usePlanning(options: {
  onPlanned: () => void;
  /** `problem`: why there is no plan; null when it was canceled. */
  onEnd: (problem: string | null) => void;
}): Planning {
  const { onPlanned, onEnd } = options;
  const router = useRouter();
  const [growing, setGrowing] = useState<GrowingPlan | null>(null);
  const planId = useRef<PlanId | null>(null);
  const isCanceled = useRef(false);

  const end = (problem: string | null) => {
    setGrowing(null);
    onEnd(problem);
  };
  const open = (id: PlanId) => {
    onPlanned();
    router.push(`/plans/${id}`);
  };

  const start = async (goal: GoalToPlan) => {
    planId.current = null;
    isCanceled.current = false;
    let current: GrowingPlan = {
      plan: emptyPlan(goal.goal),
      tools: new Map(),
      positions: {},
      model: null,
      told: [],
    };
    setGrowing(current);
    // One after the other: a step is shown in its place.
    let shown = Promise.resolve();
    const onEvent = (event: PlanningEvent) => {
      if (event.kind === "began") planId.current = event.planId;
      shown = shown.then(async () => {
        if (isCanceled.current) return;
        current = await grown(current, event);
        setGrowing(current);
        if (event.kind === "planned") open(event.planId);
        if (event.kind === "refused") end(event.message);
      });
    };
    try {
      await followPlanning(goal, onEvent);
    } catch (error) {
      if (isCanceled.current) return;
      // It goes on without being watched: the plan is there when it is whole.
      if (planId.current && (await isThere(planId.current))) return open(planId.current);
      end(
        error instanceof ApiError ? `${error.message} What you wrote is kept; try again in a moment.` : null,
      );
    }
  };
  const cancel = () => {
    isCanceled.current = true;
    if (planId.current) void cancelPlanning(planId.current).catch(() => {});
    end(null);
  };
  return { growing, start, cancel };
}

async function grown(current: GrowingPlan, event: PlanningEvent): Promise<GrowingPlan> {
  switch (event.kind) {
    case "began":
      return { ...current, model: event.model };
    case "told":
      return { ...current, told: [...current.told, event.message].slice(-20) };
    case "changed": {
      const tools = new Map([...current.tools, ...event.tools.map((tool) => [tool.id, tool] as const)]);
      const applied = applyPlanChanges(current.plan, [event.change], tools);
      if (applied.kind === "refused") return current;
      return { ...current, tools, plan: applied.plan, positions: await layoutSteps(applied.plan.steps) };
    }
    default:
      return current;
  }
}

const patience = { triesLeft: 30, pauseMs: 2000 };

/** Waits for a plan that is still being made. */
async function isThere(id: PlanId, triesLeft = patience.triesLeft): Promise<boolean> {
  try {
    await getJson(`/api/plans/${id}`, planSchema.pick({ id: true }));
    return true;
  } catch {
    if (triesLeft === 0) return false;
    await new Promise((resolve) => setTimeout(resolve, patience.pauseMs));
    return isThere(id, triesLeft - 1);
  }
}
