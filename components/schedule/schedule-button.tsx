"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { schedulesQuery } from "@/lib/client/schedules";
import type { PlanId } from "@/lib/domain/ids";
import { inWords } from "@/lib/scheduling/run-times";
import { ScheduleDialog } from "./schedule-dialog";

/** Opens the plan's schedule, and shows that it has one. */
export function ScheduleButton(props: {
  planId: PlanId;
  disabled: boolean;
  whenSaved: () => Promise<number | null>;
}) {
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(schedulesQuery);
  const schedule = data?.find((one) => one.planId === props.planId) ?? null;
  const isOn = schedule?.isOn ?? false;
  return (
    <>
      <IconButton
        label={isOn && schedule ? `Schedule: ${inWords(schedule.cron)}` : "Schedule"}
        disabled={data === undefined || (props.disabled && !schedule)}
        onClick={() => setOpen(true)}
        className={isOn ? "text-accent" : undefined}
      >
        <CalendarClock />
      </IconButton>
      {isOpen && (
        <ScheduleDialog
          planId={props.planId}
          schedule={schedule}
          whenSaved={props.whenSaved}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
