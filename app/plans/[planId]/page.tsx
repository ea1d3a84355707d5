import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { layoutSteps } from "@/components/canvas/layout-steps";
import { PlanWorkbench } from "@/components/plan/plan-workbench";
import { findPlanningSummary } from "@/lib/db/plans";
import { planIdSchema } from "@/lib/domain/ids";
import { reviewPlan } from "@/lib/flow/review-plan";

interface Props {
  params: Promise<{ planId: string }>;
}

/** Once per request: the title and the page need the same. */
const load = cache(async (id: string) => {
  const planId = planIdSchema.safeParse(id);
  const review = planId.success ? await reviewPlan(planId.data) : null;
  return review ?? notFound();
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).planId)).plan.goal };
}

/** Review, edit, swap, run. */
export default async function PlanPage({ params }: Props) {
  const { plan, tools, connectedKinds, mostItems } = await load((await params).planId);
  const [positions, planning] = await Promise.all([layoutSteps(plan.steps), findPlanningSummary(plan.id)]);
  return (
    <PlanWorkbench
      key={plan.id}
      plan={plan}
      tools={tools}
      connectedKinds={connectedKinds}
      mostItems={mostItems}
      positions={positions}
      planning={planning}
    />
  );
}
