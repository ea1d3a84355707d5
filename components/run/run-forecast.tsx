"use client";

import { useQuery } from "@tanstack/react-query";
import { dollars } from "@/components/models/model-words";
import { costBounds, timeBounds } from "@/components/plan/plan-estimate";
import { estimateQuery } from "@/lib/client/plans";
import { costsIn, knownCost } from "@/lib/domain/call-cost";
import type { StepEstimate } from "@/lib/domain/estimate";
import type { StepId } from "@/lib/domain/ids";
import { Disclosure } from "./disclosure";
import { durationText } from "./duration-text";
import type { RunView } from "./run-view";
import { workedMs } from "./worked-time";

/** What a finished run took and cost, beside what was expected when it began: in all, and of each step. */
export function RunForecast({ view }: { view: RunView }) {
  const { run } = view;
  const { data } = useQuery(estimateQuery(run.planId, run.planRevision, run.queuedAt));
  const worked = workedMs(run);
  const cost = knownCost(costsIn(run));
  if (worked === 0) return null;
  const expected = new Map((data?.steps ?? []).map((step) => [step.stepId, step]));
  const called = view.steps.filter(({ run: own, items }) =>
    [own, ...items.map((item) => item.run)].some(({ attempts }) => attempts.length > 0),
  );
  return (
    <section aria-label="What it took" className="flex flex-col gap-1 text-text-muted text-xs">
      <p>
        {durationText(worked)} of work.{data?.ms ? ` Expected were ${timeBounds(data.ms)}.` : null}
      </p>
      <p>
        {cost === null ? "No known cost." : `${costText(cost)}.`}
        {data?.usd ? ` Expected were ${costBounds(data.usd)}.` : null}
      </p>
      {called.length > 0 ? (
        <Disclosure label="By step">
          <table className="w-full border-collapse text-left tabular-nums">
            <thead>
              <tr className="text-text-subtle [&>th]:py-1 [&>th]:pr-2 [&>th]:font-medium">
                <th scope="col">Step</th>
                <th scope="col">Took</th>
                <th scope="col">Cost</th>
              </tr>
            </thead>
            <tbody>
              {called.map(({ step }) => (
                <StepRow
                  key={step.id}
                  view={view}
                  stepId={step.id}
                  expected={expected.get(step.id) ?? null}
                />
              ))}
            </tbody>
          </table>
        </Disclosure>
      ) : null}
    </section>
  );
}

function StepRow(props: { view: RunView; stepId: StepId; expected: StepEstimate | null }) {
  const { view, stepId, expected } = props;
  const cost = knownCost(costsIn(view.run, stepId));
  return (
    <tr className="border-t align-top [&>td]:py-1 [&>td]:pr-2 [&>th]:py-1 [&>th]:pr-2">
      <th scope="row" className="max-w-40 break-words font-normal text-text">
        {view.titleOf(stepId)}
      </th>
      <td>
        {durationText(workedIn(view, stepId))}
        {expected?.ms ? <Expected words={timeBounds(expected.ms)} /> : null}
      </td>
      <td>
        {cost === null ? "no known cost" : costText(cost)}
        {expected?.usd ? <Expected words={costBounds(expected.usd)} /> : null}
      </td>
    </tr>
  );
}

function Expected({ words }: { words: string }) {
  return <span className="block text-text-subtle">expected {words}</span>;
}

/** Of a step and its items. */
function workedIn({ run }: RunView, stepId: StepId): number {
  const own = Object.entries(run.steps).filter(([, step]) => step.stepId === stepId);
  return workedMs({ steps: Object.fromEntries(own) });
}

/** "$0.03", "$0.03 and what isn't known" */
function costText({ usd, isWhole }: { usd: number; isWhole: boolean }): string {
  return isWhole ? dollars(usd) : `${dollars(usd)} and what isn't known`;
}
