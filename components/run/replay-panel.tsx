"use client";

import { Pause, Play, StepBack, StepForward } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import { SidePanel } from "@/components/plan/side-panel";
import { Button, IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import { durationText } from "./duration-text";
import type { Moment } from "./replay-moments";
import type { RunView, StepView } from "./run-view";
import { StepState } from "./step-state";
import type { Replay } from "./use-replay";

/** A run looked back at: its moments one after the other, and how a step stood then. Nothing can be decided here. */
export function ReplayPanel(props: { replay: Replay; view: RunView; chosen: StepView | null }) {
  const { replay, view, chosen } = props;
  const moments = replay.moments(view.titleOf);
  const index = moments.findLastIndex((moment) => moment.seq <= replay.seq);
  const isRead = moments.length > 0;
  return (
    <SidePanel
      title="Replay"
      intro={
        isRead ? (
          <Controls replay={replay} moments={moments} index={Math.max(0, index)} />
        ) : (
          <p className="text-text-muted text-xs">Every moment of the run is read first.</p>
        )
      }
      footer={
        <div className="flex items-center gap-2">
          <Button variant="secondary" onClick={replay.leave}>
            Back to the run
          </Button>
          <p className="min-w-0 text-pretty text-text-subtle text-xs">Nothing is done again.</p>
        </div>
      }
      onLeave={replay.leave}
    >
      {replay.hasFailed ? (
        <ErrorState
          compact
          title="The run could not be read"
          description="Lamplight did not answer."
          onRetry={replay.retry}
        />
      ) : isRead ? (
        <>
          {chosen ? <StepThen step={chosen} /> : null}
          <Moments moments={moments} index={index} onGo={replay.goTo} />
        </>
      ) : (
        <Skeleton className="h-64" />
      )}
    </SidePanel>
  );
}

function Controls(props: { replay: Replay; moments: readonly Moment[]; index: number }) {
  const { replay, moments, index } = props;
  const { isPlaying, goTo } = replay;
  const first = moments[0];
  const moment = moments[index];
  if (!first || !moment) return null;
  const to = (place: number) => goTo(moments[place]?.seq ?? moment.seq);
  const passed = durationText(Date.parse(moment.at) - Date.parse(first.at));
  return (
    <div className="mt-2 flex flex-col gap-1">
      <div className="flex items-center gap-1">
        <IconButton label="A moment back" disabled={index === 0} onClick={() => to(index - 1)}>
          <StepBack />
        </IconButton>
        <IconButton label={isPlaying ? "Pause the replay" : "Play"} onClick={() => replay.play(!isPlaying)}>
          {isPlaying ? <Pause /> : <Play />}
        </IconButton>
        <IconButton label="A moment on" disabled={index === moments.length - 1} onClick={() => to(index + 1)}>
          <StepForward />
        </IconButton>
        <input
          type="range"
          aria-label="Moment of the run"
          aria-valuetext={`${index + 1} of ${moments.length}: ${moment.text}`}
          min={0}
          max={moments.length - 1}
          value={index}
          onChange={(event) => to(event.target.valueAsNumber)}
          className="h-8 min-w-0 flex-1 accent-text-muted"
        />
      </div>
      <p className="flex justify-between gap-3 text-text-subtle text-xs tabular-nums">
        <span>
          {index + 1} of {moments.length}
        </span>
        <span>{passed} after it was started</span>
      </p>
    </div>
  );
}

/** How the chosen step stood at the moment. */
function StepThen({ step }: { step: StepView }) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className="flex flex-col gap-3 rounded-md border p-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={headingId} className="min-w-0 break-words font-semibold text-sm">
          {step.step.title}
        </h3>
        <StatusBadge status={step.status} />
      </div>
      <StepState step={step} />
    </section>
  );
}

function Moments(props: { moments: readonly Moment[]; index: number; onGo: (seq: number) => void }) {
  const { moments, index, onGo } = props;
  const current = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each moment is brought into view.
  useEffect(() => {
    current.current?.scrollIntoView({ block: "nearest" });
  }, [index]);
  return (
    <ol aria-label="Moments" className="flex flex-col">
      {moments.map((moment, place) => (
        <li key={moment.seq}>
          <button
            ref={place === index ? current : undefined}
            type="button"
            aria-current={place === index ? "step" : undefined}
            onClick={() => onGo(moment.seq)}
            className={cn(
              "-mx-2 flex w-[calc(100%+1rem)] items-baseline gap-3 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover max-sm:min-h-11",
              place === index ? "bg-pressed font-medium" : place > index && "text-text-subtle",
            )}
          >
            <span className="min-w-0 flex-1 break-words">{moment.text}</span>
            <time dateTime={moment.at} className="shrink-0 text-2xs text-text-subtle tabular-nums">
              {new Date(moment.at).toLocaleTimeString("en-GB")}
            </time>
          </button>
        </li>
      ))}
    </ol>
  );
}
