"use client";

import { useQuery } from "@tanstack/react-query";
import { timeBounds } from "@/components/plan/plan-estimate";
import { estimateQuery } from "@/lib/client/plans";
import type { Run } from "@/lib/domain/run";
import { durationText } from "./duration-text";
import { workedMs } from "./worked-time";

/** What a finished run took, beside what was expected when it began. */
export function RunForecast({ run }: { run: Run }) {
  const { data } = useQuery(estimateQuery(run.planId, run.planRevision, run.queuedAt));
  const worked = workedMs(run);
  if (worked === 0) return null;
  return (
    <p className="text-text-muted text-xs">
      {durationText(worked)} of work.{data?.ms ? ` Expected were ${timeBounds(data.ms)}.` : null}
    </p>
  );
}
