import type { Metadata } from "next";
import { GoalComposer } from "@/components/goal/goal-composer";
import { RecentPlans } from "@/components/goal/recent-plans";
import { listPlans } from "@/lib/db/plans";

export const metadata: Metadata = { title: { absolute: "Lamplight" } };

/** Describe a goal. */
export default async function GoalPage() {
  const plans = await listPlans({ limit: 8 });
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-12 px-4 pt-[10dvh] pb-16 sm:px-6">
      <GoalComposer />
      <RecentPlans plans={plans} />
    </div>
  );
}
