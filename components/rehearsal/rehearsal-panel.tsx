"use client";

import {
  CircleHelp,
  FlaskConical,
  Hand,
  type LucideIcon,
  OctagonX,
  Repeat,
  SearchX,
  SkipForward,
} from "lucide-react";
import { SidePanel } from "@/components/plan/side-panel";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import type { StepId } from "@/lib/domain/ids";
import type { RehearsalCase, RehearsalFinding } from "@/lib/domain/rehearsal";
import { FailureList } from "./failure-list";
import { listedTitles } from "./listed-titles";
import { SimulatedMark, SimulatedStatusBadge } from "./simulated-badge";
import type { Rehearsed, Rehearsing } from "./use-rehearsing";

const cases: readonly { value: RehearsalCase; label: string }[] = [
  { value: "normal", label: "Normal" },
  { value: "empty", label: "Empty" },
  { value: "erroneous", label: "Failing" },
];
const caseWords: Record<RehearsalCase, string> = {
  normal: "Every step gets what its tool usually gives.",
  empty: "Whatever only looks finds nothing: no rows, no people, no offers.",
  erroneous: "Each step that calls a service fails in turn. Choose one to see it on the canvas.",
};

/** What a run would come to, case by case: what is worth knowing first, then each step. */
export function RehearsalPanel(props: { rehearsing: Rehearsing; onSelect: (stepId: StepId) => void }) {
  const { rehearsing, onSelect } = props;
  const { choice, found, problem } = rehearsing;
  if (!choice) return null;
  return (
    <SidePanel
      title="Rehearsal"
      mark={<SimulatedMark />}
      intro={
        <>
          <Segmented
            label="What comes back"
            options={cases}
            value={choice.case}
            onValueChange={(value) => rehearsing.choose({ case: value, failing: null, error: null })}
            className="my-2"
          />
          <p className="text-pretty text-text-muted text-xs">{caseWords[choice.case]}</p>
        </>
      }
      footer={
        <div className="flex items-center gap-2">
          <Button variant="secondary" onClick={rehearsing.leave}>
            Leave the rehearsal
          </Button>
          <p className="min-w-0 text-pretty text-text-subtle text-xs">Nothing was called, sent or stored.</p>
        </div>
      }
      onLeave={rehearsing.leave}
    >
      {problem !== null ? (
        <ErrorState
          compact
          title="It could not be rehearsed"
          description={problem}
          onRetry={rehearsing.retry}
        />
      ) : found ? (
        <Outcome found={found} rehearsing={rehearsing} onSelect={onSelect} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </SidePanel>
  );
}

function Outcome(props: { found: Rehearsed; rehearsing: Rehearsing; onSelect: (stepId: StepId) => void }) {
  const { found, rehearsing, onSelect } = props;
  const { findings, failures } = found.rehearsal;
  return (
    <>
      <p role="status" className="text-pretty text-sm">
        {summaryOf(found)}
      </p>
      {failures.length > 0 ? <FailureList found={found} rehearsing={rehearsing} /> : null}
      {findings.length > 0 ? <Findings findings={findings} onSelect={onSelect} found={found} /> : null}
      <section aria-labelledby="rehearsal-steps">
        <h3 id="rehearsal-steps" className="mb-1 font-semibold text-sm">
          What would happen
        </h3>
        <ol className="flex flex-col">
          {found.view.steps.map(({ step, number }) => {
            const status = found.statuses[step.id];
            return (
              <li key={step.id}>
                <button
                  type="button"
                  onClick={() => onSelect(step.id)}
                  className="-mx-2 flex w-[calc(100%+1rem)] items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover max-sm:min-h-11"
                >
                  <span className="w-4 shrink-0 text-right text-text-subtle text-xs tabular-nums">
                    {number}
                  </span>
                  <span className="min-w-0 flex-1 truncate text-sm" title={step.title}>
                    {step.title}
                  </span>
                  {status ? <SimulatedStatusBadge status={status} /> : null}
                </button>
              </li>
            );
          })}
        </ol>
      </section>
      <p className="flex gap-2 text-pretty text-text-subtle text-xs">
        <FlaskConical aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        {sourceWords(found)}
      </p>
    </>
  );
}

/** What the run would come to, in a sentence. */
function summaryOf({ rehearsal, view }: Rehearsed): string {
  const stops = rehearsal.findings.filter(({ kind }) => kind === "stops").length;
  const asked = rehearsal.steps.reduce((sum, { approvals }) => sum + approvals, 0);
  const asks =
    asked === 0 ? "" : ` You would be asked for ${asked === 1 ? "1 approval" : `${asked} approvals`}.`;
  if (view.run.status === "completed") return `The run would come to its end.${asks}`;
  const places = stops === 1 ? "at one step" : `at ${stops} steps`;
  return `The run would stop ${places} and wait for you.${asks}`;
}

function sourceWords({ rehearsal }: Rehearsed): string {
  const known = rehearsal.steps.flatMap(({ from }) => from?.kind ?? []);
  const past = known.filter((kind) => kind === "past").length;
  const made = known.length - past;
  if (known.length === 0) return "No step would be called.";
  if (made === 0) return "What the steps give is what their tools gave in past runs.";
  if (past === 0)
    return "What the steps give is made up from what their tools say they give: none has run here yet.";
  return `What ${past} of ${known.length} steps give is from past runs; the rest is made up from what their tools say they give.`;
}

const kinds: Record<RehearsalFinding["kind"], { icon: LucideIcon; style: string; word: string }> = {
  stops: { icon: OctagonX, style: "text-danger", word: "Stops" },
  skips: { icon: SkipForward, style: "text-text-muted", word: "Skipped" },
  nothing: { icon: SearchX, style: "text-warning", word: "Nothing to go on with" },
  repeats: { icon: Repeat, style: "text-text-muted", word: "Repeated" },
  asks: { icon: Hand, style: "text-status-waiting", word: "Asks you" },
  assumed: { icon: CircleHelp, style: "text-text-muted", word: "Taken for granted" },
};
const order: readonly RehearsalFinding["kind"][] = [
  "stops",
  "nothing",
  "skips",
  "repeats",
  "asks",
  "assumed",
];

function Findings(props: {
  findings: readonly RehearsalFinding[];
  found: Rehearsed;
  onSelect: (stepId: StepId) => void;
}) {
  const { findings, found, onSelect } = props;
  const sorted = findings.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
  return (
    <section aria-labelledby="rehearsal-findings" className="flex flex-col gap-2">
      <h3 id="rehearsal-findings" className="font-semibold text-sm">
        Worth knowing
      </h3>
      <ul className="flex flex-col gap-1">
        {sorted.map((finding) => {
          const { icon: Icon, style, word } = kinds[finding.kind];
          const waiting = finding.waiting.map(found.view.titleOf);
          return (
            <li key={`${finding.kind}/${finding.stepId}/${finding.message}`}>
              <button
                type="button"
                onClick={() => onSelect(finding.stepId)}
                className="-mx-2 flex w-[calc(100%+1rem)] items-start gap-2 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover"
              >
                <Icon aria-label={word} className={`mt-0.5 size-4 shrink-0 ${style}`} />
                <span className="min-w-0">
                  <span className="block text-pretty break-words">{finding.message}</span>
                  {waiting.length > 0 ? (
                    <span className="mt-0.5 block text-pretty text-text-muted text-xs">
                      Would wait for it: {listedTitles(waiting)}
                    </span>
                  ) : null}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
