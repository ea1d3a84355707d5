"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type ReactNode, type Ref, useDeferredValue, useEffect, useRef, useState } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Button } from "@/components/ui/button";
import { EffectBadge } from "@/components/ui/effect-badge";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { candidatesQuery } from "@/lib/client/plans";
import { toolSearchQuery } from "@/lib/client/tools";
import type { Candidate } from "@/lib/domain/candidate";
import type { ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { type Rebinding, rebindStep } from "@/lib/planning/rebind-step";
import { CandidateCard } from "./candidate-card";

/** Offered at once; more are a search away. */
const offered = 5;

export interface SwapPanelProps {
  /** As it is now: in a run, with what was changed in it. */
  plan: Plan;
  step: Step;
  /** Null when it is not in the catalogue any more. */
  current: Tool | null;
  tools: ReadonlyMap<ToolId, Tool>;
  /** What stands in the card of the chosen candidate: the consequences and the way to accept them. */
  renderChosen: (chosen: Chosen) => ReactNode;
}

export interface Chosen {
  candidate: Candidate;
  rebinding: Rebinding;
  onBack: () => void;
}

/** Another tool for a step: what the step is for, the tools that could do it, and what each would cost. */
export function SwapPanel(props: SwapPanelProps) {
  const { plan, step, current, tools, renderChosen } = props;
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ToolId | null>(null);
  const found = useCandidates(plan, step, text);
  const intent = useFocusAfterSwap(step.toolId);
  const candidates = found.candidates.filter(({ tool }) => tool.id !== step.toolId && !tool.off);
  const fitting = candidates.filter(({ fits }) => fits).slice(0, offered);
  const near = candidates.filter(({ fits }) => !fits).slice(0, offered - fitting.length);
  const card = (candidate: Candidate) => {
    const rebinding = rebindStep({ plan, step, from: current, to: candidate.tool, tools });
    const isChosen = candidate.tool.id === chosen;
    return (
      <li key={candidate.tool.id}>
        <CandidateCard
          candidate={candidate}
          rebinding={rebinding}
          steps={plan.steps}
          from={current}
          isChosen={isChosen}
          onChoose={() => setChosen(candidate.tool.id)}
        >
          {isChosen ? renderChosen({ candidate, rebinding, onBack: () => setChosen(null) }) : null}
        </CandidateCard>
      </li>
    );
  };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Intent ref={intent} step={step} current={current} />
      <Input
        type="search"
        aria-label="Search for another tool"
        icon={<Search aria-hidden />}
        value={text}
        placeholder="Search for another tool"
        onChange={(event) => setText(event.target.value)}
      />
      <p role="status" className="sr-only">
        {found.isPending ? "Searching tools" : `${fitting.length} fit, ${near.length} near misses`}
      </p>
      {found.error ? (
        <ErrorState
          compact
          title="The tools could not be searched"
          description={found.error.message}
          onRetry={found.retry}
        />
      ) : found.isPending ? (
        <div className="flex flex-col gap-2" aria-busy>
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} className="h-[104px]" />
          ))}
        </div>
      ) : (
        <>
          {fitting.length > 0 ? (
            <ul aria-label="Tools that fit" className="flex flex-col gap-2">
              {fitting.map(card)}
            </ul>
          ) : null}
          {near.length > 0 ? (
            <section aria-label="Near misses" className="flex flex-col gap-2">
              <h3 className="text-text-muted text-xs">
                {fitting.length === 0
                  ? "No other tool fits. The nearest:"
                  : "Near misses, which may not do it:"}
              </h3>
              <ul className="flex flex-col gap-2">{near.map(card)}</ul>
            </section>
          ) : null}
          {candidates.length === 0 ? (
            <EmptyState
              compact
              title="No other tool"
              description="Search in other words, or import the API that can do it under Tools."
              action={
                text === "" ? undefined : (
                  <Button size="sm" onClick={() => setText("")}>
                    Back to the proposals
                  </Button>
                )
              }
            />
          ) : null}
        </>
      )}
    </div>
  );
}

/** The proposals for the step; while something is searched for, what is found instead. */
function useCandidates(plan: Plan, step: Step, text: string) {
  const query = useDeferredValue(text.trim());
  const proposed = useQuery(candidatesQuery(plan.id, plan.revision, step.id, offered + 1));
  const searched = useQuery({ ...toolSearchQuery({ query, limit: 12 }), enabled: query !== "" });
  const isSearch = query !== "";
  const { error, isPending, refetch } = isSearch ? searched : proposed;
  return {
    candidates: (isSearch ? searched.data?.candidates : proposed.data) ?? [],
    error,
    isPending,
    retry: () => void refetch(),
  };
}

/** The button that swapped is gone with its candidate: the keyboard goes on at what the step is now. */
function useFocusAfterSwap(toolId: ToolId) {
  const place = useRef<HTMLElement>(null);
  const before = useRef(toolId);
  useEffect(() => {
    if (before.current !== toolId && document.activeElement === document.body) place.current?.focus();
    before.current = toolId;
  }, [toolId]);
  return place;
}

function Intent({ ref, step, current }: { ref: Ref<HTMLElement>; step: Step; current: Tool | null }) {
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label="What the step is for"
      className="flex flex-col gap-2 rounded-lg bg-surface-sunken p-3"
    >
      <div>
        <h3 className="text-text-subtle text-xs">This step is to</h3>
        <p className="break-words font-medium text-sm">{step.title}</p>
        {step.why.words ? (
          <p className="text-text-muted text-xs">From your words: “{step.why.words}”</p>
        ) : null}
      </div>
      <p className="flex min-w-0 items-center gap-1.5 border-t pt-2 text-xs">
        <span className="text-text-subtle">Now</span>
        <ToolIcon name={current?.icon ?? "wrench"} className="size-3.5 shrink-0 text-text-muted" />
        <span className="min-w-0 flex-1 truncate" title={step.toolId}>
          {current ? current.title : `${step.toolId}, which is not there any more`}
        </span>
        {current ? <EffectBadge effect={current.effect} /> : null}
      </p>
    </section>
  );
}
