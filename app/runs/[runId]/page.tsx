import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { layoutSteps } from "@/components/canvas/layout-steps";
import { writeJournal } from "@/components/run/run-journal";
import { RunWorkbench } from "@/components/run/run-workbench";
import { findPlan } from "@/lib/db/plans";
import { listEvents } from "@/lib/db/runs";
import { findTools } from "@/lib/db/tools";
import { runIdSchema } from "@/lib/domain/ids";
import { reduceRun } from "@/lib/domain/reduce-run";
import { stepRunOf } from "@/lib/domain/run";

interface Props {
  params: Promise<{ runId: string }>;
}

/** Once per request: the title and the page need the same. */
const load = cache(async (id: string) => {
  const runId = runIdSchema.safeParse(id);
  const events = runId.success ? await listEvents(runId.data) : [];
  const run = reduceRun(events);
  const plan = run && (await findPlan(run.planId, run.planRevision));
  return run && plan ? { run, plan, journal: writeJournal(events) } : null;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const loaded = await load((await params).runId);
  return { title: loaded?.plan.goal ?? "Run" };
}

/** Watch a run, approve, recover. */
export default async function RunPage({ params }: Props) {
  const { run, plan, journal } = (await load((await params).runId)) ?? notFound();
  const steps = plan.steps.map((step) => stepRunOf(run, step.id).amended ?? step);
  const [tools, positions] = await Promise.all([
    findTools([...new Set([...plan.steps, ...steps].map((step) => step.toolId))]),
    layoutSteps(steps),
  ]);
  return (
    <RunWorkbench
      key={run.id}
      run={run}
      journal={journal}
      plan={plan}
      tools={[...tools.values()]}
      positions={positions}
    />
  );
}
