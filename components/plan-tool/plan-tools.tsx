"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { switchPlanToolAction } from "@/app/plan-tools/actions";
import { PublishedRow } from "@/components/schedule/published-row";
import { toolHref } from "@/components/tools/tool-source";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { planToolsQuery } from "@/lib/client/plan-tools";
import type { PlanTool } from "@/lib/domain/plan-tool";
import { usedWords } from "./plan-tool-dialog";

/** Every plan that other plans can run: as which tool, on or off; nothing where there is none. */
export function PlanTools() {
  const { data, error, refetch } = useQuery({ ...planToolsQuery, refetchInterval: 15_000 });
  if (error && !data) {
    return (
      <ErrorState
        title="The plans that others can run could not be read"
        description={error.message}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="by-plans" className="flex flex-col gap-2.5">
      <h2 id="by-plans" className="font-medium text-sm">
        Run by other plans
      </h2>
      <Card className="overflow-hidden">
        <ul aria-label="Run by other plans" className="divide-y divide-border">
          {data.map((planTool) => (
            <PlanToolRow key={planTool.planId} planTool={planTool} />
          ))}
        </ul>
      </Card>
    </section>
  );
}

function PlanToolRow({ planTool }: { planTool: PlanTool }) {
  const client = useQueryClient();
  const { planId, goal, title, toolId, usedBy, last } = planTool;
  return (
    <PublishedRow
      published={planTool}
      kind="tool"
      anew="Publish it again"
      switchLabel={`Let other plans run “${goal}”`}
      last={last ? { ...last, problem: null, word: "Last run" } : null}
      onSwitch={async (isOn) => {
        await switchPlanToolAction({ planId, isOn });
        await client.invalidateQueries({ queryKey: planToolsQuery.queryKey });
      }}
    >
      <p className="text-pretty break-words text-sm text-text-muted">
        <Link href={toolHref(toolId)} className="underline underline-offset-2 hover:text-text">
          {title === goal ? "Open the tool" : title}
        </Link>
        {" · "}
        {usedWords(usedBy)}
      </p>
    </PublishedRow>
  );
}
