"use client";

import { useQuery } from "@tanstack/react-query";
import { Timer } from "lucide-react";
import { useState } from "react";
import { dollars } from "@/components/models/model-words";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { planningQuery } from "@/lib/client/plans";
import type { PlanId } from "@/lib/domain/ids";
import type { ModelExchange, PlanningSummary } from "@/lib/domain/planning-record";

/** What planning took: time, tokens, cost; and what a model was sent. */
export function PlanningFacts({ planId, planning }: { planId: PlanId; planning: PlanningSummary }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section
      aria-label="How it was planned"
      className="flex flex-col items-start gap-1.5 text-text-muted text-xs"
    >
      <p className="flex gap-2 text-pretty">
        <Timer aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span className="min-w-0 break-words tabular-nums">{factsText(planning)}</span>
      </p>
      {planning.model !== null && (
        <Button size="sm" variant="ghost" className="ml-3.5" onClick={() => setOpen(true)}>
          What the model was sent
        </Button>
      )}
      <Dialog open={isOpen} onOpenChange={setOpen}>
        {isOpen && <Exchanges planId={planId} model={planning.model ?? ""} />}
      </Dialog>
    </section>
  );
}

/** "Planned in 4.2 s with anthropic/claude-…: 2,310 tokens in, 412 out, $0.0031." */
export function factsText(
  { model, tookMs, inputTokens, outputTokens, costUsd }: PlanningSummary,
  done: "Planned" | "Read" | "Proposed" = "Planned",
): string {
  const time = tookMs < 1000 ? `${tookMs} ms` : `${(tookMs / 1000).toFixed(1)} s`;
  if (model === null) return `${done} in ${time}, without a model.`;
  const parts = [
    inputTokens === null && outputTokens === null
      ? "its service doesn't say how many tokens"
      : `${(inputTokens ?? 0).toLocaleString("en-US")} tokens in, ${(outputTokens ?? 0).toLocaleString("en-US")} out`,
    ...(costUsd === null ? [] : [dollars(costUsd)]),
  ];
  return `${done} in ${time} with ${model}: ${parts.join(", ")}.`;
}

function Exchanges({ planId, model }: { planId: PlanId; model: string }) {
  const { data, error, refetch } = useQuery(planningQuery(planId));
  return (
    <DialogContent
      size="lg"
      title="What the model was sent"
      description={`All that ${model} was told while this plan was made, and what it answered.`}
    >
      {error && !data ? (
        <ErrorState
          compact
          title="The record could not be read"
          description={error.message}
          onRetry={() => void refetch()}
        />
      ) : !data ? (
        <Skeleton className="h-64" />
      ) : data.exchanges.length === 0 ? (
        <p className="text-sm text-text-muted">Nothing: there was no need to ask it.</p>
      ) : (
        <ol className="flex flex-col gap-6">
          {data.exchanges.map((exchange, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other order
            <Exchange key={index} exchange={exchange} />
          ))}
        </ol>
      )}
    </DialogContent>
  );
}

const purposes: Record<ModelExchange["purpose"], string> = {
  plan: "The whole plan",
  improvement: "The draft, improved",
  refinement: "A change asked for in words",
  repair: "A repair of a step in trouble",
  correction: "What was refused, put right",
  tool: "Which tool",
  text: "A suggestion for a text",
};

function Exchange({ exchange }: { exchange: ModelExchange }) {
  const { purpose, sent, answered, refused, tookMs, inputTokens, outputTokens } = exchange;
  return (
    <li className="flex min-w-0 flex-col gap-2">
      <h3 className="flex flex-wrap items-baseline gap-x-3 font-medium text-sm">
        {purposes[purpose]}
        <span className="font-normal text-text-subtle text-xs tabular-nums">
          {(tookMs / 1000).toFixed(1)} s
          {inputTokens !== null &&
            `, ${inputTokens.toLocaleString("en-US")} tokens in, ${(outputTokens ?? 0).toLocaleString("en-US")} out`}
        </span>
      </h3>
      <Plain label="Sent" text={sent} />
      <Plain label="Answered" text={answered || "(nothing)"} />
      {refused.length > 0 && <Plain label="Refused" text={refused.join("\n")} />}
    </li>
  );
}

/** Untrusted text, as text. */
function Plain({ label, text }: { label: string; text: string }) {
  return (
    <div className="min-w-0">
      <p className="mb-1 text-text-subtle text-xs">{label}</p>
      {/* In the tab order, because a region that scrolls must be reachable by keyboard. */}
      <pre
        role="region"
        tabIndex={0}
        aria-label={label}
        className="scroll-thin max-h-64 overflow-auto whitespace-pre-wrap break-words rounded-md border bg-surface-sunken p-3 font-mono text-xs"
      >
        {text}
      </pre>
    </div>
  );
}
