"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { setRetentionAction, startPurgeAction, stopPurgeAction } from "@/app/settings/actions";
import { AlertDialog, AlertDialogContent, AlertDialogTrigger } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { fileSizeText } from "@/components/ui/file-size";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { retentionQuery } from "@/lib/client/retention";
import type { Purge, PurgeCounts, Retention, RetentionState } from "@/lib/domain/retention";
import { SettingsSection } from "./settings-section";

const forEver = "for-ever";
const choices = [
  { value: forEver, label: "For ever" },
  ...[7, 30, 90, 180, 365, 730].map((days) => ({ value: String(days), label: `${days} days` })),
];

/** The choices, with the one that is set though it is none of them. */
const optionsFor = (days: number | null) =>
  days === null || choices.some(({ value }) => value === String(days))
    ? choices
    : [...choices, { value: String(days), label: `${days} days` }];

/** How long runs and files are kept, what would go, and what went. */
export function RetentionSection() {
  return (
    <SettingsSection
      id="retention"
      title="Retention"
      description="How long what has ended is kept. Always kept are plans, runs that have not ended, the last run of each plan (memory is made of it), and files that a plan or a kept run needs."
      failure="Retention could not be read"
      query={useQuery(retentionQuery)}
    >
      {(state) => <RetentionCard state={state} />}
    </SettingsSection>
  );
}

function RetentionCard({ state }: { state: RetentionState }) {
  const { policy, purges } = state;
  const act = useAct();
  const underWay = purges.find(({ status }) => status === "running");
  const set = (change: Partial<Retention>) =>
    void act(() => setRetentionAction({ ...policy, ...change }), "That could not be saved. Try again.");
  return (
    <Card className="flex flex-col gap-5 p-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Keep ended runs"
          hint="With their events, approvals and questions; counted from a run's end."
        >
          <Select
            options={optionsFor(policy.runDays)}
            value={String(policy.runDays ?? forEver)}
            onValueChange={(value) => set({ runDays: value === forEver ? null : Number(value) })}
          />
        </Field>
        <Field label="Keep files" hint="That nothing needs any more; counted from when a file came.">
          <Select
            options={optionsFor(policy.fileDays)}
            value={String(policy.fileDays ?? forEver)}
            onValueChange={(value) => set({ fileDays: value === forEver ? null : Number(value) })}
          />
        </Field>
      </div>
      {underWay ? <UnderWay purge={underWay} /> : <Due state={state} />}
      <PastPurges purges={purges.filter(({ status }) => status !== "running")} />
    </Card>
  );
}

/** Does something on the server, then looks at what there is; says when it failed. */
function useAct() {
  const client = useQueryClient();
  return async (work: () => Promise<unknown>, failure: string) => {
    try {
      await work();
    } catch {
      toast.error(failure);
    }
    await client.invalidateQueries({ queryKey: retentionQuery.queryKey });
  };
}

const plural = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** "120 runs with 4,210 events, 12 files of 340 MB"; "nothing". */
function countWords({ runs, events, files, bytes }: PurgeCounts): string {
  const parts = [
    ...(runs > 0 ? [`${plural(runs, "run", "runs")} with ${plural(events, "event", "events")}`] : []),
    ...(files > 0 ? [`${plural(files, "file", "files")} of ${fileSizeText(bytes)}`] : []),
  ];
  return parts.join(", ") || "nothing";
}

/** "ended more than 90 days ago" and the like. */
function ageWords({ runDays, fileDays }: Retention): string {
  return [
    ...(runDays === null ? [] : [`runs that ended more than ${runDays} days ago`]),
    ...(fileDays === null ? [] : [`files older than ${fileDays} days`]),
  ].join(" and ");
}

function Due({ state: { policy, due } }: { state: RetentionState }) {
  const [isAsking, setAsking] = useState(false);
  const act = useAct();
  if (policy.runDays === null && policy.fileDays === null) {
    return <p className="text-sm text-text-muted">Everything is kept; nothing is deleted.</p>;
  }
  const isNothing = due.runs === 0 && due.files === 0;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 text-pretty text-sm">
        {isNothing
          ? "Nothing is old enough to be deleted now."
          : `A purge now would delete ${countWords(due)}.`}{" "}
        <span className="text-text-muted">Once a day that is done by itself.</span>
      </p>
      <AlertDialog open={isAsking} onOpenChange={setAsking}>
        <AlertDialogTrigger asChild>
          <Button variant="secondary" icon={<Trash2 />} disabled={isNothing}>
            Purge now
          </Button>
        </AlertDialogTrigger>
        <AlertDialogContent
          title="Delete what is older?"
          description={`This deletes ${ageWords(policy)}: ${countWords(due)}. It can't be undone.`}
          confirmLabel="Delete for good"
          onConfirm={() => void act(startPurgeAction, "The purge could not be started. Try again.")}
        />
      </AlertDialog>
    </div>
  );
}

function UnderWay({ purge }: { purge: Purge }) {
  const act = useAct();
  const { expected } = purge;
  const all = expected.runs + expected.files;
  const done = purge.runs + purge.files;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-sm">
          Deleting: {countWords(purge)} so far, of {countWords(expected)}
        </p>
        <Button
          size="sm"
          onClick={() => void act(stopPurgeAction, "The purge could not be stopped. Try again.")}
        >
          Stop
        </Button>
      </div>
      <Progress value={all === 0 ? null : (100 * done) / all} label="Purge" />
    </div>
  );
}

function PastPurges({ purges }: { purges: readonly Purge[] }) {
  if (purges.length === 0) return null;
  return (
    <div className="flex flex-col gap-1.5 border-t pt-4">
      <h3 className="font-medium text-sm">What was deleted</h3>
      <ul className="flex flex-col gap-1">
        {purges.map((purge) => (
          <li key={purge.id} className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
            <span className="min-w-0">
              {countWords(purge)}
              {purge.status === "canceled" ? <span className="text-text-muted">, then stopped</span> : null}
            </span>
            <span className="shrink-0 text-text-subtle text-xs">
              {purge.startedBy === "person" ? "by you" : "by itself"},{" "}
              <RelativeTime date={purge.finishedAt ?? purge.startedAt} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
