import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { layoutSteps } from "@/components/canvas/layout-steps";
import { PlanWorkbench } from "@/components/plan/plan-workbench";
import { findPlanningSummary } from "@/lib/db/plans";
import { planIdSchema } from "@/lib/domain/ids";
import { reviewPlan } from "@/lib/flow/review-plan";

interface Props {
  params: Promise<{ planId: string }>;
}

async function load({ params }: Props) {
  const planId = planIdSchema.safeParse((await params).planId);
  const review = planId.success ? await reviewPlan(planId.data) : null;
  return review ?? notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await load(props)).plan.goal };
}

/** Review, edit, swap, run. */
export default async function PlanPage(props: Props) {
  const { plan, tools, connectedKinds, mostItems } = await load(props);
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
