"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import { schedulesQuery } from "@/lib/client/schedules";
import type { PlanId } from "@/lib/domain/ids";
import { inWords } from "@/lib/scheduling/run-times";
import { PublishButton } from "./publish-button";
import { ScheduleDialog } from "./schedule-dialog";

/** Opens the plan's schedule, and shows that it has one. */
export function ScheduleButton(props: {
  planId: PlanId;
  disabled: boolean;
  whenSaved: () => Promise<number | null>;
}) {
  const { planId, disabled, whenSaved } = props;
  const { data } = useQuery(schedulesQuery);
  const schedule = data?.find((one) => one.planId === planId) ?? null;
  const isOn = schedule?.isOn ?? false;
  return (
    <PublishButton
      label={isOn && schedule ? `Schedule: ${inWords(schedule.cron)}` : "Schedule"}
      icon={<CalendarClock />}
      isOn={isOn}
      disabled={data === undefined || (disabled && !schedule)}
    >
      {(close) => (
        <ScheduleDialog planId={planId} schedule={schedule} whenSaved={whenSaved} onClose={close} />
      )}
    </PublishButton>
  );
}
