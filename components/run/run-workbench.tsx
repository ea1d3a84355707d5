"use client";

import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Positions } from "@/components/canvas/canvas-graph";
import { PlanCanvas } from "@/components/canvas/plan-canvas";
import { useSelectedStep } from "@/components/plan/use-selected-step";
import { FullBleedPage } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Spinner } from "@/components/ui/spinner";
import { StatusBadge } from "@/components/ui/status-badge";
import { planQuery } from "@/lib/client/plans";
import { toolQuery } from "@/lib/client/tools";
import { type StreamState, useRun } from "@/lib/client/use-run";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import { needsPerson, type Run } from "@/lib/domain/run";
import type { RunEvent } from "@/lib/domain/run-event";
import type { Tool } from "@/lib/domain/tool";
import { Elapsed } from "./elapsed";
import { ReplayPanel } from "./replay-panel";
import { RunAnnouncer } from "./run-announcer";
import { RunControls } from "./run-controls";
import { type Journal, writeJournal } from "./run-journal";
import { RunStory } from "./run-story";
import { type RunView, runView, type StepView, stepsInRun } from "./run-view";
import { StepDetails } from "./step-details";
import type { RepairPreview } from "./use-repair";
import { useReplay } from "./use-replay";

export interface RunWorkbenchProps {
  run: Run;
  journal: Journal;
  /** At the run's revision. */
  plan: Plan;
  tools: Tool[];
  positions: Positions;
}

/** The run page: the plan's canvas, frozen, with how each step stands; beside it the story, or one step. */
export function RunWorkbench(props: RunWorkbenchProps) {
  const { positions } = props;
  const { run, stream, news, adopt, refresh } = useRun(props.run);
  const replay = useReplay(run);
  const shown = replay.past ?? run;
  const { plan, known } = usePlanOf(shown, props);
  const tools = useTools(known, shown);
  const view = useRunView(shown, plan, tools);
  const journal = useJournal(news, props.journal);
  const steps = useStepsInRun(view);
  const [selected, select] = useSelectedStep(plan);
  const chosen = view.steps.find(({ step }) => step.id === selected) ?? null;
  const panel = useRef<HTMLElement>(null);
  useFollowSelection(panel, selected);
  useKeptFocus(
    panel,
    `${replay.isOn} ${selected} ${view.waiting.map(({ step, items }) => `${step.id}${waitingItems(items)}`).join(" ")}`,
  );
  const { repair: proposed, preview } = usePreview(view, chosen);
  const repair = replay.isOn ? null : proposed;
  const page = { adopt, refresh, preview };

  return (
    <FullBleedPage
      className="max-lg:flex-col max-lg:overflow-y-auto"
      header={
        <PageHeader
          variant="bar"
          title={plan.goal}
          breadcrumbs={[{ label: "History", href: "/history" }]}
          badge={
            <span className="flex shrink-0 items-center gap-2">
              <StatusBadge status={run.status} size="md" />
              <Elapsed
                from={run.startedAt ?? run.queuedAt}
                to={run.finishedAt}
                className="text-text-subtle text-xs tabular-nums"
              />
            </span>
          }
          actions={<RunControls run={run} hasEffects={hasEffects(view)} onReplay={replay.begin} {...page} />}
        />
      }
    >
      {replay.isOn ? null : <RunAnnouncer view={view} />}
      <div className="relative min-w-0 max-lg:h-[30dvh] max-lg:min-h-48 max-lg:shrink-0 lg:flex-1">
        <PlanCanvas
          steps={repair?.steps ?? steps}
          marks={repair?.marks}
          tools={repair?.tools ?? tools}
          label={canvasLabel(replay.isOn, repair !== null)}
          initialPositions={positions}
          statuses={view.statuses}
          progress={view.progress}
          selected={selected}
          onSelect={select}
        />
        {replay.isOn ? <ReplayMark /> : <StreamBanner stream={stream} />}
      </div>
      <aside
        ref={panel}
        aria-label="Run"
        tabIndex={-1}
        className="flex w-full shrink-0 flex-col border-border bg-surface outline-none max-lg:border-t lg:min-h-0 lg:w-[460px] lg:border-l xl:w-[500px]"
      >
        {replay.isOn ? (
          <ReplayPanel replay={replay} view={view} chosen={chosen} />
        ) : chosen ? (
          <StepDetails
            key={chosen.step.id}
            view={view}
            chosen={chosen}
            journal={journal}
            onClose={() => select(null)}
            {...page}
          />
        ) : (
          <RunStory view={view} journal={journal} onSelect={select} onReplay={replay.begin} {...page} />
        )}
      </aside>
    </FullBleedPage>
  );
}

/** What the canvas shows when it is not the run as it stands. */
function canvasLabel(isReplay: boolean, isProposal: boolean): string | undefined {
  if (isReplay) return "Run canvas, as it was";
  return isProposal ? "Run canvas with a proposed repair" : undefined;
}

/** Nobody takes the past for the present. */
function ReplayMark() {
  return (
    <span className="-translate-x-1/2 pointer-events-none absolute top-3 left-1/2 z-10 whitespace-nowrap rounded-full border bg-surface px-3 py-1 font-medium text-xs shadow-float">
      Replay · as it was
    </span>
  );
}

/** Whether anything was called that changes something outside, or of which that is not known. */
function hasEffects(view: RunView): boolean {
  return view.steps.some(
    ({ tool, run, items }) =>
      tool?.effect !== "read" &&
      !tool?.asksPerson &&
      [run, ...items.map((item) => item.run)].some(({ attempts }) => attempts.length > 0),
  );
}

/** The list there was when nothing in it has changed, so that nothing is laid out or drawn again. */
function sameSteps(before: readonly Step[], now: readonly Step[]): readonly Step[] {
  const isSame = before.length === now.length && now.every((step, index) => step === before[index]);
  return isSame ? before : now;
}

// Each is made of what it was a moment before: a run of a thousand steps is not looked through for every event.

function useRunView(run: Run, plan: Plan, tools: ReadonlyMap<ToolId, Tool>): RunView {
  const last = useRef<RunView | null>(null);
  return useMemo(() => {
    last.current = runView(run, plan, tools, last.current);
    return last.current;
  }, [run, plan, tools]);
}

function useJournal(news: readonly RunEvent[], first: Journal): Journal {
  const last = useRef(first);
  return useMemo(() => {
    last.current = writeJournal(news, last.current);
    return last.current;
  }, [news]);
}

function useStepsInRun(view: RunView): readonly Step[] {
  const last = useRef<readonly Step[]>([]);
  return useMemo(() => {
    last.current = sameSteps(last.current, stepsInRun(view));
    return last.current;
  }, [view]);
}

/** Changes when an item was decided. */
function waitingItems(items: readonly StepView[]): string {
  return items.length === 0 ? "" : `/${items.filter(({ run }) => needsPerson(run)).length}`;
}

const quietForMs = 1500;

/** A short break of the stream is nobody's business; a longer one is said quietly. */
function StreamBanner({ stream }: { stream: StreamState }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (stream !== "lost") {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), quietForMs);
    return () => clearTimeout(timer);
  }, [stream]);
  return (
    <div role="status" className="-translate-x-1/2 pointer-events-none absolute top-3 left-1/2 z-10">
      {isShown ? (
        <span className="flex animate-fade-in items-center gap-2 whitespace-nowrap rounded-full border border-warning-line bg-warning-soft px-3 py-1 font-medium text-warning text-xs shadow-float">
          <Spinner className="size-3.5" />
          Reconnecting… the run goes on meanwhile
        </span>
      ) : null}
    </div>
  );
}

/** The plan as the run goes on with it, and its tools: the server's until another revision was taken. */
function usePlanOf(run: Run, first: { plan: Plan; tools: Tool[] }): { plan: Plan; known: readonly Tool[] } {
  const { data } = useQuery({
    ...planQuery(run.planId, run.planRevision),
    enabled: run.planRevision !== first.plan.revision,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    return data
      ? { plan: data.plan, known: [...first.tools, ...data.tools] }
      : { plan: first.plan, known: first.tools };
  }, [data, first.plan, first.tools]);
}

/** What a repair that is proposed would change: that of the chosen step, else of the first that waits. */
function usePreview(view: RunView, chosen: StepView | null) {
  const [previews, setPreviews] = useState<ReadonlyMap<StepId, RepairPreview>>(new Map());
  const preview = useCallback((stepId: StepId, repair: RepairPreview | null) => {
    setPreviews((before) => {
      const others = [...before].filter(([id]) => id !== stepId);
      return new Map(repair ? [...others, [stepId, repair]] : others);
    });
  }, []);
  const shown = chosen ?? view.waiting.find(({ step }) => previews.has(step.id));
  return { repair: (shown && previews.get(shown.step.id)) ?? null, preview };
}

/** The tools of the run's steps: the server's, and those steps were given since the page was rendered. */
function useTools(known: readonly Tool[], run: Run): ReadonlyMap<ToolId, Tool> {
  const wanted = Object.values(run.steps).flatMap(({ amended }) => amended?.toolId ?? []);
  const missing = [...new Set(wanted)].filter((id) => !known.some((tool) => tool.id === id));
  const found = useQueries({
    queries: missing.map((id) => toolQuery(id)),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  return useMemo(() => new Map([...known, ...found].map((tool) => [tool.id, tool])), [known, found]);
}

/** When what had the focus is gone, such as a card that was decided, the panel has it: not the top of the page. */
function useKeptFocus(panel: React.RefObject<HTMLElement | null>, content: string) {
  const last = useRef(content);
  useEffect(() => {
    if (last.current === content) return;
    last.current = content;
    if (document.activeElement === document.body) panel.current?.focus({ preventScroll: true });
  }, [panel, content]);
}

/** Where the panel is below the canvas, a choice shows its beginning. */
function useFollowSelection(panel: React.RefObject<HTMLElement | null>, selected: StepId | null) {
  const last = useRef(selected);
  useEffect(() => {
    if (last.current === selected) return;
    last.current = selected;
    const element = panel.current;
    if (element && element.getBoundingClientRect().top < 0) element.scrollIntoView({ block: "start" });
  }, [panel, selected]);
}
