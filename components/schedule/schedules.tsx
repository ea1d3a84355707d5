"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import { switchScheduleAction } from "@/app/schedules/actions";
import { PlanTools } from "@/components/plan-tool/plan-tools";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Webhooks } from "@/components/webhook/webhooks";
import { schedulesQuery } from "@/lib/client/schedules";
import type { Schedule } from "@/lib/domain/schedule";
import { inWords } from "@/lib/scheduling/run-times";
import { PublishedRow } from "./published-row";

/** Every plan that is run by the clock: when next, what became of the last time, on or off. */
export function Schedules() {
  const { data, error, isPending, refetch } = useQuery({ ...schedulesQuery, refetchInterval: 15_000 });
  return (
    <Page
      width="md"
      header={
        <PageHeader
          title="Schedules"
          description="Plans that are run by the clock, by a webhook or by other plans. What needs your approval waits in the Inbox."
        />
      }
    >
      <div className="flex flex-col gap-6">
        {isPending && <Skeleton className="h-32" />}
        {error && !data && (
          <ErrorState
            title="The schedules could not be read"
            description={error.message}
            onRetry={() => void refetch()}
          />
        )}
        {data?.length === 0 && (
          <Card>
            <EmptyState
              icon={<CalendarClock />}
              title="Nothing is scheduled"
              description="Open a plan and choose Schedule: it is run every Monday at nine, say, as you reviewed it."
              action={<ButtonLink href="/">Describe a goal</ButtonLink>}
            />
          </Card>
        )}
        {data && data.length > 0 && (
          <Card className="overflow-hidden">
            <ul aria-label="Schedules" className="divide-y divide-border">
              {data.map((schedule) => (
                <ScheduleRow key={schedule.planId} schedule={schedule} />
              ))}
            </ul>
          </Card>
        )}
        <Webhooks />
        <PlanTools />
      </div>
    </Page>
  );
}

function ScheduleRow({ schedule }: { schedule: Schedule }) {
  const client = useQueryClient();
  const { planId, goal, nextAt, lastAt, lastRunId, lastProblem } = schedule;
  return (
    <PublishedRow
      published={schedule}
      kind="schedule"
      anew="Schedule it again"
      switchLabel={`Run “${goal}” by the clock`}
      last={lastAt ? { at: lastAt, runId: lastRunId, problem: lastProblem, word: "Last time" } : null}
      onSwitch={async (isOn) => {
        await switchScheduleAction({ planId, isOn });
        await client.invalidateQueries({ queryKey: schedulesQuery.queryKey });
      }}
    >
      <p className="text-pretty text-sm text-text-muted">
        {inWords(schedule.cron)} · {schedule.timeZone}
        {nextAt && (
          <>
            {" · next "}
            <RelativeTime date={nextAt} />
          </>
        )}
      </p>
    </PublishedRow>
  );
}
