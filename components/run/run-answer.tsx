"use client";

import { CircleCheck, Maximize2 } from "lucide-react";
import { useState } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { IconButton } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { useLongList } from "@/components/ui/use-long-list";
import type { StepId } from "@/lib/domain/ids";
import { type CompletedStep, givenSchema, pickAnswer } from "./pick-answer";
import { isMessaging, ReceiptView, targetText } from "./receipt-view";
import type { RunView } from "./run-view";
import { OutputView } from "./values/output-view";

/** What a finished run came to: what it did outside, and the most telling thing it found. */
export function RunAnswer({ view, onSelect }: { view: RunView; onSelect: (stepId: StepId) => void }) {
  const { effects, main } = pickAnswer(view);
  const { shown, more } = useLongList(effects, { first: 20, what: "things that were done" });
  const isWhole = view.run.status === "completed";
  if (effects.length === 0 && !main) {
    return isWhole ? (
      <p className="flex items-center gap-2 text-sm text-text-muted">
        <CircleCheck aria-hidden className="size-4 text-status-completed" />
        Everything is done; there is nothing to show.
      </p>
    ) : null;
  }
  return (
    <>
      {effects.length > 0 ? (
        <section aria-labelledby="run-effects" className="flex flex-col gap-2">
          <h2 id="run-effects" className="font-semibold text-sm">
            What was done
          </h2>
          <ul className="flex flex-col gap-2">
            {shown.map((effect) => (
              <li key={effect.step.id}>
                <EffectDone effect={effect} onSelect={() => onSelect(effect.step.id)} />
              </li>
            ))}
          </ul>
          {more}
          {effects.some(({ tool }) => isMessaging(tool)) ? (
            <ButtonLink href="/outbox" size="sm" className="self-start">
              Open the Outbox
            </ButtonLink>
          ) : null}
        </section>
      ) : null}
      {main ? <MainOutput main={main} title={isWhole && effects.length === 0 ? "Answer" : "Result"} /> : null}
    </>
  );
}

/** "9 of 12 items, the others were left out". */
function doneWords({ items }: CompletedStep): string {
  const done = items.filter(({ status }) => status === "completed").length;
  const rest = done === items.length ? "" : ", the others were left out";
  return `${done} of ${items.length} ${items.length === 1 ? "item" : "items"}${rest}`;
}

function EffectDone({ effect, onSelect }: { effect: CompletedStep; onSelect: () => void }) {
  const { step, run, tool, items } = effect;
  const target = targetText(run.inputs, tool);
  return (
    <div className="flex flex-col gap-2 rounded-lg border bg-surface p-3 shadow-raised">
      <button
        type="button"
        onClick={onSelect}
        className="flex items-start gap-2.5 rounded-sm text-left hover:text-accent-text"
      >
        <ToolIcon name={tool?.icon ?? "wrench"} className="mt-0.5 size-4 shrink-0 text-text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block break-words font-medium text-sm">{step.title}</span>
          {items.length > 0 ? (
            <span className="block truncate text-text-muted text-xs">{doneWords(effect)}</span>
          ) : target ? (
            <span className="block truncate text-text-muted text-xs">to {target}</span>
          ) : null}
        </span>
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-status-completed" />
      </button>
      {run.receipt ? <ReceiptView receipt={run.receipt} /> : null}
      {run.source === "person" ? (
        <p className="text-text-muted text-xs">You said that it had taken place; there is no receipt.</p>
      ) : null}
      {run.source === "look-up" ? (
        <p className="text-text-muted text-xs">
          Its answer was lost; it was found at the service afterwards.
        </p>
      ) : null}
    </div>
  );
}

function MainOutput({ main, title }: { main: CompletedStep; title: string }) {
  const [isOpen, setOpen] = useState(false);
  const { step, run } = main;
  const view = (isLarge: boolean) => (
    <OutputView
      output={run.output}
      whole={run.whole}
      schema={givenSchema(main)}
      label={step.title}
      large={isLarge}
    />
  );
  return (
    <section aria-labelledby="run-result" className="flex min-w-0 flex-col gap-2">
      <header className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 id="run-result" className="font-semibold text-sm">
            {title}
          </h2>
          <p className="truncate text-text-subtle text-xs" title={step.title}>
            {step.title}
          </p>
        </div>
        <IconButton label="Show large" onClick={() => setOpen(true)}>
          <Maximize2 aria-hidden />
        </IconButton>
      </header>
      <div className="min-w-0 rounded-lg border bg-surface p-4 shadow-raised">{view(true)}</div>
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <DialogContent title={step.title} size="xl">
          {view(true)}
        </DialogContent>
      </Dialog>
    </section>
  );
}
