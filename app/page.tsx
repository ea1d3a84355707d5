import type { Metadata } from "next";
import { GoalComposer } from "@/components/goal/goal-composer";
import { RecentPlans } from "@/components/goal/recent-plans";
import { listPlans } from "@/lib/db/plans";
import { planWritingModel } from "@/lib/flow/manage-models";

export const metadata: Metadata = { title: { absolute: "Lamplight" } };

/** Describe a goal. */
export default async function GoalPage() {
  const [plans, model] = await Promise.all([listPlans({ limit: 8 }), planWritingModel()]);
  return (
    <GoalComposer isModelPlanning={model !== null}>
      <RecentPlans plans={plans} />
    </GoalComposer>
  );
}
