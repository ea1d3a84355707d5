"use client";

import { History } from "lucide-react";
import { memo } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { useLongList } from "@/components/ui/use-long-list";
import type { StepId } from "@/lib/domain/ids";
import { isFinishedRun, openAttempt } from "@/lib/domain/run";
import { Disclosure } from "./disclosure";
import { durationText } from "./duration-text";
import { Elapsed } from "./elapsed";
import { entriesByStep, entriesOf, type Journal, type JournalEntry } from "./run-journal";
import { progressWords, type RunView, type StepView } from "./run-view";

const foldFrom = 7;

/** The steps in order, each with how it stands, how long it took, and what people decided about it. */
export function RunTimeline(props: {
  view: RunView;
  journal: Journal;
  onSelect: (stepId: StepId) => void;
  onReplay: () => void;
}) {
  const { view, journal, onSelect, onReplay } = props;
  const entries = entriesByStep(journal);
  const { shown, more } = useLongList(view.steps, { first: 100, what: "steps" });
  const isCalm = view.run.status === "completed" && view.steps.length >= foldFrom;
  const list = (
    <ol className="flex flex-col">
      {shown.map((step) => (
        <TimelineRow
          key={step.step.id}
          view={step}
          entries={entriesToTell(view, step, entries.get(step.step.id) ?? [])}
          onSelect={onSelect}
        />
      ))}
    </ol>
  );
  return (
    <section aria-labelledby="run-timeline" className="relative flex flex-col gap-1">
      {isCalm ? (
        <Disclosure strong label={<span id="run-timeline">{view.steps.length} steps</span>}>
          {list}
          {more}
        </Disclosure>
      ) : (
        <>
          <h2 id="run-timeline" className="flex min-h-7 items-center font-semibold text-sm">
            {isFinishedRun(view.run) ? "What happened" : "Steps"}
          </h2>
          {list}
          {more}
        </>
      )}
      <RunEntries entries={entriesOf(journal, null)} />
      {isFinishedRun(view.run) ? (
        <Button
          size="sm"
          variant="ghost"
          icon={<History aria-hidden />}
          onClick={onReplay}
          className="absolute top-0 right-0"
        >
          Replay
        </Button>
      ) : null}
    </section>
  );
}

/** Without what a card above says already. */
function entriesToTell(
  view: RunView,
  step: StepView,
  entries: readonly JournalEntry[],
): readonly JournalEntry[] {
  const isOnCard = entries.length > 0 && view.waiting.includes(step) && entries.at(-1)?.tone === "problem";
  return isOnCard ? entries.slice(0, -1) : entries;
}

interface RowProps {
  view: StepView;
  entries: readonly JournalEntry[];
  onSelect: (stepId: StepId) => void;
}

const isSameRow = (a: RowProps, b: RowProps) =>
  a.view === b.view &&
  a.onSelect === b.onSelect &&
  a.entries.length === b.entries.length &&
  a.entries.every((entry, index) => entry === b.entries[index]);

const TimelineRow = memo(function TimelineRow({ view, entries, onSelect }: RowProps) {
  const { step, status, tool, number } = view;
  const isIdle = status === "pending" || status === "canceled" || status === "skipped";
  return (
    <li>
      <div className="relative -mx-2 flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover max-sm:min-h-11">
        <span className="w-4 shrink-0 text-right text-text-subtle text-xs tabular-nums">{number}</span>
        <ToolIcon name={tool?.icon ?? "wrench"} className="size-4 shrink-0 text-text-muted" />
        <button
          type="button"
          onClick={() => onSelect(step.id)}
          title={step.title}
          className={cn(
            "min-w-0 flex-1 truncate text-left text-sm outline-offset-[-2px] after:absolute after:inset-0 after:rounded-md",
            isIdle && "text-text-muted",
          )}
        >
          {step.title}
        </button>
        {progressWords(view) ? (
          <span className="shrink-0 text-2xs text-text-subtle tabular-nums">{progressWords(view)}</span>
        ) : null}
        <StepTime view={view} />
        <StatusBadge status={status} />
      </div>
      {entries.length > 0 ? (
        <ul className="mb-1.5 ml-[7px] flex flex-col gap-0.5 border-l-2 pl-[29px]">
          {entries.map((entry) => (
            <EntryLine key={entry.seq} entry={entry} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}, isSameRow);

/** How long its calls took; while it waits for a person, how long that has been. */
function StepTime({ view: { run } }: { view: StepView }) {
  const styles = "shrink-0 text-2xs text-text-subtle tabular-nums";
  if (run.takenFrom) {
    return (
      <span className={styles}>
        from <RelativeTime date={run.takenFrom.at} format="date" />
      </span>
    );
  }
  const last = run.attempts.at(-1);
  if (run.status === "retrying") {
    return (
      <span className={styles}>
        again <RelativeTime date={run.retryAt} />
      </span>
    );
  }
  const open = openAttempt(run);
  if (open && run.status === "running") return <Elapsed from={open.startedAt} to={null} className={styles} />;
  if (!last || run.status !== "completed") return null;
  const spent = run.attempts.reduce(
    (sum, { startedAt, finishedAt }) =>
      finishedAt === null ? sum : sum + Date.parse(finishedAt) - Date.parse(startedAt),
    0,
  );
  return <span className={styles}>{durationText(spent)}</span>;
}

function RunEntries({ entries }: { entries: readonly JournalEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-col gap-0.5 border-t pt-2">
      {entries.map((entry) => (
        <EntryLine key={entry.seq} entry={entry} />
      ))}
    </ul>
  );
}

const tones: Record<JournalEntry["tone"], string> = {
  neutral: "text-text-muted",
  person: "text-text-muted",
  problem: "text-danger",
};

export function EntryLine({ entry }: { entry: JournalEntry }) {
  return (
    <li className="flex items-baseline gap-3 text-xs">
      <span className={cn("line-clamp-3 min-w-0 flex-1 break-words", tones[entry.tone])} title={entry.text}>
        {entry.text}
        {entry.waitedMs !== null && entry.waitedMs >= 1000 ? (
          <span className="text-text-subtle">, after {durationText(entry.waitedMs)}</span>
        ) : null}
      </span>
      <RelativeTime date={entry.at} className="shrink-0 text-2xs text-text-subtle" />
    </li>
  );
}
