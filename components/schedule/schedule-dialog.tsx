"use client";

import { type FormEvent, useId, useState } from "react";
import { schedulePlanAction, unschedulePlanAction } from "@/app/schedules/actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioList } from "@/components/ui/radio-list";
import { Select } from "@/components/ui/select";
import { schedulesQuery } from "@/lib/client/schedules";
import type { PlanId } from "@/lib/domain/ids";
import type { MissedRuns, Schedule } from "@/lib/domain/schedule";
import { runTimes, scheduleProblem } from "@/lib/scheduling/run-times";
import { choiceOf, cronOf, firstChoice, type Rhythm, type TimeChoice } from "./time-choice";
import { usePublishing } from "./use-publishing";

export interface ScheduleDialogProps {
  planId: PlanId;
  /** The one the plan has. */
  schedule: Schedule | null;
  /** The revision that is stored, once everything is; null when it can't be stored. */
  whenSaved: () => Promise<number | null>;
  onClose: () => void;
}

/** When a plan is run by the clock. */
export function ScheduleDialog({ planId, schedule, whenSaved, onClose }: ScheduleDialogProps) {
  const formId = useId();
  const [choice, setChoice] = useState<TimeChoice>(schedule ? choiceOf(schedule.cron) : firstChoice);
  const [timeZone, setTimeZone] = useState(
    () => schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const [missed, setMissed] = useState<MissedRuns>(schedule?.missed ?? "skip");
  const { refusal, isBusy, change } = usePublishing({
    queryKey: schedulesQuery.queryKey,
    missing: "This plan is not there any more.",
  });
  const times = { cron: cronOf(choice).trim(), timeZone };
  const problem = scheduleProblem(times);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const isDone = await change(async () => {
      const revision = await whenSaved();
      if (revision === null)
        return { kind: "refused", message: "The plan isn't saved yet, so it can't be scheduled." };
      return schedulePlanAction({ ...times, missed, planId, revision });
    }, "The plan is scheduled.");
    if (isDone) onClose();
  };
  const remove = async () => {
    const isDone = await change(async () => {
      await unschedulePlanAction({ planId });
      return null;
    }, "The plan is no longer scheduled.");
    if (isDone) onClose();
  };

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Run by the clock"
        description="The plan as it is now. Later edits count once you schedule it again; what needs your approval waits in the Inbox, as always."
        footer={
          <>
            {schedule && (
              <Button variant="ghost" className="mr-auto" disabled={isBusy} onClick={() => void remove()}>
                Remove
              </Button>
            )}
            <Button variant="secondary" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              form={formId}
              variant="primary"
              loading={isBusy}
              disabled={problem !== null}
            >
              {schedule ? "Save" : "Schedule"}
            </Button>
          </>
        }
      >
        <form id={formId} onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
          <TimeFields choice={choice} onChange={setChoice} />
          <Field label="Time zone">
            <Input
              list={`${formId}-zones`}
              value={timeZone}
              onChange={(event) => setTimeZone(event.target.value)}
            />
          </Field>
          <datalist id={`${formId}-zones`}>
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <NextTimes times={times} problem={problem} />
          <div className="flex flex-col gap-1.5">
            <p className="font-medium text-sm">When Lamplight was not running at that time</p>
            <RadioList
              label="When Lamplight was not running at that time"
              value={missed}
              onValueChange={setMissed}
              options={[
                { value: "skip", label: "Pass it over", description: "The next run is at its usual time." },
                {
                  value: "run-once",
                  label: "Run once, as soon as it runs again",
                  description: "However many times were missed.",
                },
              ]}
            />
          </div>
          <p role="alert" className="text-danger text-sm empty:hidden">
            {refusal}
          </p>
        </form>
      </DialogContent>
    </Dialog>
  );
}

const rhythmOptions: { value: Rhythm; label: string }[] = [
  { value: "hour", label: "Every hour" },
  { value: "day", label: "Every day" },
  { value: "weekday", label: "Monday to Friday" },
  { value: "week", label: "Every week" },
  { value: "month", label: "Every month" },
  { value: "own", label: "By a cron expression" },
];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"].map(
  (label, index) => ({ value: String(index), label }),
);

function TimeFields({ choice, onChange }: { choice: TimeChoice; onChange: (choice: TimeChoice) => void }) {
  const set = (part: Partial<TimeChoice>) => onChange({ ...choice, ...part });
  const { rhythm } = choice;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="How often">
        <Select
          options={rhythmOptions}
          value={rhythm}
          // One's own begins with what was chosen before.
          onValueChange={(next) => set({ rhythm: next, ...(next === "own" ? { cron: cronOf(choice) } : {}) })}
        />
      </Field>
      {rhythm === "own" ? (
        <Field label="Cron expression" hint="Minute, hour, day, month, day of the week.">
          <Input
            className="font-mono"
            value={choice.cron}
            onChange={(event) => set({ cron: event.target.value })}
          />
        </Field>
      ) : (
        <Field label={rhythm === "hour" ? "Minute" : "At"}>
          {rhythm === "hour" ? (
            <Input
              type="number"
              min={0}
              max={59}
              value={Number(choice.time.slice(3))}
              onChange={(event) =>
                set({ time: `${choice.time.slice(0, 3)}${event.target.value.padStart(2, "0").slice(-2)}` })
              }
            />
          ) : (
            <Input
              type="time"
              required
              value={choice.time}
              onChange={(event) => event.target.value && set({ time: event.target.value })}
            />
          )}
        </Field>
      )}
      {rhythm === "week" && (
        <Field label="Day">
          <Select
            options={weekdays}
            value={String(choice.weekday)}
            onValueChange={(weekday) => set({ weekday: Number(weekday) })}
          />
        </Field>
      )}
      {rhythm === "month" && (
        <Field
          label="Day of the month"
          hint={choice.day > 28 ? "Months without it are left out." : undefined}
        >
          <Input
            type="number"
            min={1}
            max={31}
            value={choice.day}
            onChange={(event) => set({ day: Math.min(31, Math.max(1, Number(event.target.value) || 1)) })}
          />
        </Field>
      )}
    </div>
  );
}

/** The next three times, in the schedule's own time zone; or what is wrong. */
function NextTimes({
  times,
  problem,
}: {
  times: { cron: string; timeZone: string };
  problem: string | null;
}) {
  if (problem) {
    return (
      <p role="alert" className="min-h-10 text-pretty text-danger text-sm">
        {problem}
      </p>
    );
  }
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: times.timeZone,
  });
  return (
    <p aria-live="polite" className="min-h-10 text-pretty text-sm text-text-muted">
      Next:{" "}
      {runTimes(times, new Date(), 3)
        .map((time) => format.format(time))
        .join("; ")}
    </p>
  );
}
