"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import Link from "next/link";
import { switchScheduleAction } from "@/app/schedules/actions";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { Webhooks } from "@/components/webhook/webhooks";
import { schedulesQuery } from "@/lib/client/schedules";
import type { Schedule } from "@/lib/domain/schedule";
import { inWords } from "@/lib/scheduling/run-times";

/** Every plan that is run by the clock: when next, what became of the last time, on or off. */
export function Schedules() {
  const { data, error, isPending, refetch } = useQuery({ ...schedulesQuery, refetchInterval: 15_000 });
  return (
    <Page
      width="md"
      header={
        <PageHeader
          title="Schedules"
          description="Plans that are run by the clock or by a webhook. What needs your approval waits in the Inbox."
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
      </div>
    </Page>
  );
}

function ScheduleRow({ schedule }: { schedule: Schedule }) {
  const client = useQueryClient();
  const { planId, goal, isOn, nextAt, planRevision, newestRevision } = schedule;
  const turn = async (wanted: boolean) => {
    try {
      await switchScheduleAction({ planId, isOn: wanted });
      await client.invalidateQueries({ queryKey: schedulesQuery.queryKey });
    } catch {
      toast.error("The schedule is as it was: Lamplight can't be reached.");
    }
  };
  return (
    <li className="flex items-start gap-4 px-4 py-3.5">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <Link href={`/plans/${planId}`} className="line-clamp-2 font-medium hover:underline">
          {goal}
        </Link>
        <p className="text-pretty text-sm text-text-muted">
          {inWords(schedule.cron)} · {schedule.timeZone}
          {nextAt && (
            <>
              {" · next "}
              <RelativeTime date={nextAt} />
            </>
          )}
        </p>
        {planRevision < newestRevision && (
          <p className="text-pretty text-sm text-text-muted">
            Runs revision {planRevision}; the plan is at {newestRevision} by now. Schedule it again to run
            that.
          </p>
        )}
        <LastTime schedule={schedule} />
      </div>
      <Switch
        label={<span className="sr-only">Run “{goal}” by the clock</span>}
        checked={isOn}
        onCheckedChange={(wanted) => void turn(wanted)}
      />
    </li>
  );
}

function LastTime({ schedule: { lastAt, lastRunId, lastProblem } }: { schedule: Schedule }) {
  if (!lastAt) return null;
  return (
    <p className={lastProblem ? "text-pretty text-danger text-sm" : "text-sm text-text-subtle"}>
      {lastRunId ? (
        <Link href={`/runs/${lastRunId}`} className="underline underline-offset-2 hover:text-text">
          Last run
        </Link>
      ) : (
        "Last time"
      )}{" "}
      <RelativeTime date={lastAt} />
      {lastProblem && `: ${lastProblem}`}
    </p>
  );
}
