"use client";

import { useState } from "react";
import { CardInputs } from "@/components/approval/card-inputs";
import { RevealedText } from "@/components/approval/revealed-text";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import { ConditionState } from "./condition-state";
import { itemWords, type RunView, type StepView } from "./run-view";
import { AttemptLine, StepState } from "./step-state";

const shownAtOnce = 50;

/** The items of a repeated step, each with how it stands; opened, everything about it. */
export function ItemList({ view, step }: { view: RunView; step: StepView }) {
  const [shown, setShown] = useState(shownAtOnce);
  const items = step.run.repeated?.items ?? [];
  return (
    <div className="flex flex-col gap-2">
      <ol className="flex flex-col divide-y rounded-md border">
        {step.items.slice(0, shown).map((item, index) => (
          <ItemRow key={item.number} view={view} item={item} words={itemWords(items[index] ?? null)} />
        ))}
      </ol>
      {shown < items.length ? (
        <Button size="sm" className="self-start" onClick={() => setShown(shown + shownAtOnce * 2)}>
          Show more of {items.length}
        </Button>
      ) : null}
    </div>
  );
}

function ItemRow({ view, item, words }: { view: RunView; item: StepView; words: string }) {
  const [isOpen, setOpen] = useState(false);
  const { run, step, tool, status } = item;
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex cursor-default list-none items-center gap-2.5 px-2.5 py-1.5 text-sm hover:bg-hover max-sm:min-h-11 [&::-webkit-details-marker]:hidden">
          <span className="w-6 shrink-0 text-right text-text-subtle text-xs tabular-nums">{item.number}</span>
          <span className="min-w-0 flex-1 truncate" title={words}>
            <RevealedText text={words} />
          </span>
          <StatusBadge status={status} />
        </summary>
        {isOpen ? (
          <div className="flex flex-col gap-4 border-t bg-surface-sunken/60 p-3">
            {step.condition && run.condition ? (
              <ConditionState condition={step.condition} decided={run.condition} />
            ) : null}
            <StepState step={item} />
            {run.inputs ? (
              <CardInputs
                inputs={run.inputs}
                schema={tool?.input ?? {}}
                provenance={run.provenance}
                titleOf={view.titleOf}
              />
            ) : null}
            {run.attempts.length > 0 ? (
              <ol className="flex flex-col gap-2">
                {run.attempts.map((attempt) => (
                  <AttemptLine key={attempt.attempt} attempt={attempt} />
                ))}
              </ol>
            ) : null}
          </div>
        ) : null}
      </details>
    </li>
  );
}
