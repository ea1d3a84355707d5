"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, PlugZap, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { previewSwapAction } from "@/app/plans/[planId]/actions";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EffectBadge } from "@/components/ui/effect-badge";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { candidatesQuery } from "@/lib/client/plans";
import type { Candidate } from "@/lib/domain/candidate";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import type { Rebinding } from "@/lib/planning/rebind-step";
import type { PlanEditor } from "./use-plan-editor";

/** Tools that could do the step, best first; choosing one shows what it would change before it does. */
export function ToolAlternatives({
  editor,
  step,
  tool,
}: {
  editor: PlanEditor;
  step: Step;
  tool: Tool | null;
}) {
  const { data, error, isPending, refetch } = useQuery(
    candidatesQuery(editor.plan.id, editor.plan.revision, step.id),
  );
  if (isPending) {
    return (
      <div className="flex flex-col gap-2" role="status" aria-label="Searching tools">
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} className="h-[72px]" />
        ))}
      </div>
    );
  }
  if (error) {
    return (
      <ErrorState
        compact
        title="The tools could not be searched"
        details={error.message}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <ul className="flex flex-col gap-2">
      {data.map((candidate) => (
        <li key={candidate.tool.id}>
          <Alternative editor={editor} step={step} current={tool} candidate={candidate} />
        </li>
      ))}
    </ul>
  );
}

function Alternative(props: { editor: PlanEditor; step: Step; current: Tool | null; candidate: Candidate }) {
  const { editor, step, current, candidate } = props;
  const { tool } = candidate;
  const isCurrent = tool.id === current?.id;
  const [preview, setPreview] = useState<Rebinding | null>(null);
  const [isLooking, setLooking] = useState(false);

  const look = async () => {
    setLooking(true);
    try {
      if ((await editor.whenSaved()) === null) throw new Error("The plan has to be saved first.");
      setPreview(await previewSwapAction({ planId: editor.plan.id, stepId: step.id, toolId: tool.id }));
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "The swap could not be prepared.");
    } finally {
      setLooking(false);
    }
  };
  const swap = (rebinding: Rebinding) => {
    editor.edit([{ kind: "swap-tool", stepId: step.id, toolId: tool.id, inputs: rebinding.inputs }], [tool]);
    setPreview(null);
    toast.success(`"${step.title}" now uses "${tool.title}".`, {
      action: { label: "Undo", onClick: editor.undo },
    });
  };

  return (
    <div
      className={cn(
        "flex flex-col gap-1.5 rounded-lg border bg-surface p-2.5",
        isCurrent ? "border-accent-line bg-accent-soft" : "border-border",
      )}
    >
      <div className="flex items-center gap-2">
        <ToolIcon name={tool.icon} className="size-4 shrink-0 text-text-muted" />
        <span className="min-w-0 flex-1 truncate font-medium text-sm" title={tool.id}>
          {tool.title}
        </span>
        <span className="text-2xs text-text-subtle tabular-nums" title="How well it fits, of 100">
          {Math.round(candidate.score * 100)}
        </span>
        {isCurrent ? (
          <Badge tone="accent" size="sm" icon={<Check />}>
            Chosen
          </Badge>
        ) : (
          !preview && (
            <Button size="sm" variant="secondary" loading={isLooking} onClick={() => void look()}>
              Swap
            </Button>
          )
        )}
      </div>
      <p className="line-clamp-2 text-text-muted text-xs">{tool.description}</p>
      <div className="flex flex-wrap items-center gap-1.5 text-2xs text-text-subtle">
        <EffectBadge effect={tool.effect} />
        {!candidate.connected && (
          <Badge tone="warning" size="sm" icon={<PlugZap />}>
            Not connected
          </Badge>
        )}
        {candidate.matchedWords.length > 0 && (
          <span>matches {candidate.matchedWords.slice(0, 5).join(", ")}</span>
        )}
        {candidate.missingInputs.length > 0 && !isCurrent && (
          <span>· would need {candidate.missingInputs.join(", ")}</span>
        )}
      </div>
      {preview && (
        <Consequences
          preview={preview}
          editor={editor}
          from={current}
          to={tool}
          onConfirm={() => swap(preview)}
          onCancel={() => setPreview(null)}
        />
      )}
    </div>
  );
}

function Consequences(props: {
  preview: Rebinding;
  editor: PlanEditor;
  from: Tool | null;
  to: Tool;
  onConfirm: () => void;
  onCancel: () => void;
}) {
  const { preview, editor, from, to, onConfirm, onCancel } = props;
  const titleOf = (input: string) => to.input.properties?.[input]?.title ?? input;
  const readers = preview.broken.map(({ stepId, input }) => {
    const step = editor.plan.steps.find((one) => one.id === stepId);
    return `“${input}” of “${step?.title ?? stepId}”`;
  });
  return (
    <div className="mt-1 flex flex-col gap-2 rounded-md border border-border bg-surface-sunken p-2.5 text-xs">
      <ul className="flex flex-col gap-1">
        {preview.kept.length > 0 && (
          <li className="flex gap-1.5">
            <Check aria-hidden className="mt-0.5 size-3 shrink-0 text-status-completed" />
            <span>Carried over: {preview.kept.map(titleOf).join(", ")}</span>
          </li>
        )}
        {preview.missing.map((input) => (
          <Warning key={input}>You will be asked for {titleOf(input)}</Warning>
        ))}
        {readers.map((reader) => (
          <Warning key={reader}>{reader} loses its value and becomes a question</Warning>
        ))}
        {from && from.effect !== to.effect && (
          <li className="flex flex-wrap items-center gap-1.5">
            Effect: <EffectBadge effect={from.effect} /> becomes <EffectBadge effect={to.effect} />
          </li>
        )}
      </ul>
      <div className="flex gap-2">
        <Button size="sm" variant="primary" onClick={onConfirm}>
          Use this tool
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Keep
        </Button>
      </div>
    </div>
  );
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <li className="flex gap-1.5">
      <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0 text-status-waiting" />
      <span>{children}</span>
    </li>
  );
}
