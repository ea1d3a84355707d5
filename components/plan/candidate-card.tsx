import { Check, CircleCheck, CircleHelp, Link2, PlugZap } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect, useRef } from "react";
import { HighlightedText } from "@/components/tools/highlighted-text";
import { ToolIcon } from "@/components/tools/tool-icon";
import { connectHref, sourceWords, toolHref } from "@/components/tools/tool-source";
import { foundIn, whyWords } from "@/components/tools/why-words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EffectBadge } from "@/components/ui/effect-badge";
import type { Candidate } from "@/lib/domain/candidate";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import type { Rebinding } from "@/lib/planning/rebind-step";
import { inputTitle, stepTitle } from "./swap-words";

export interface CandidateCardProps {
  candidate: Candidate;
  rebinding: Rebinding;
  steps: readonly Step[];
  from: Tool | null;
  isChosen: boolean;
  onChoose: () => void;
  /** Of the chosen one: what a swap would change. */
  children: ReactNode;
}

/** A tool that could do a step, with the evidence for it and what it lacks. */
export function CandidateCard(props: CandidateCardProps) {
  const { candidate, rebinding, steps, from, isChosen, onChoose, children } = props;
  const { tool, reasons, connected } = candidate;
  const why = whyWords(reasons);
  const swap = useSwapFocus(isChosen);
  return (
    <article
      aria-label={tool.title}
      className={cn(
        "flex min-w-0 flex-col gap-2 rounded-lg border bg-surface p-3",
        isChosen && "border-border-strong shadow-raised",
      )}
    >
      <div className="flex min-w-0 items-start gap-2">
        <ToolIcon name={tool.icon} className="mt-0.5 size-4 shrink-0 text-text-muted" />
        <div className="min-w-0 flex-1">
          <Link
            href={toolHref(tool.id)}
            className="block break-words rounded-sm font-medium text-sm hover:underline hover:underline-offset-2"
          >
            <HighlightedText text={tool.title} words={foundIn(reasons, "title")} />
          </Link>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-2xs text-text-subtle">
            <EffectBadge effect={tool.effect} />
            {tool.source.kind === "builtin" ? null : (
              <span className="min-w-0 truncate">{sourceWords(tool)}</span>
            )}
            <span className="tabular-nums" title="How well it fits, of 100">
              fits {Math.round(candidate.score * 100)}
            </span>
            <RecordWords record={candidate.record} />
          </p>
        </div>
        {isChosen ? null : (
          <Button ref={swap} size="sm" onClick={onChoose} aria-label={`Swap to ${tool.title}`}>
            Swap
          </Button>
        )}
      </div>
      <p className="line-clamp-2 break-words text-text-muted text-xs" title={tool.description}>
        <HighlightedText text={tool.description} words={foundIn(reasons, "description")} />
      </p>
      {why ? <p className="break-words text-2xs text-text-subtle">{why}</p> : null}
      <ul aria-label="Inputs and connection" className="flex flex-col gap-1 text-xs">
        {rebinding.carried.length > 0 ? (
          <Evidence icon={<Check aria-hidden className="text-status-completed" />}>
            Has {rebinding.carried.map((one) => filledWords(one, { tool, from, steps })).join(", ")}
          </Evidence>
        ) : null}
        {rebinding.missing.length > 0 ? (
          <Evidence icon={<CircleHelp aria-hidden className="text-status-waiting" />}>
            Lacks {rebinding.missing.map((name) => `“${inputTitle(tool, name)}”`).join(", ")}
          </Evidence>
        ) : null}
        <ConnectionLine tool={tool} isConnected={connected} />
      </ul>
      {children}
    </article>
  );
}

/** The button of a candidate that is chosen no longer: where the keyboard goes on, unless it is elsewhere. */
function useSwapFocus(isChosen: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const wasChosen = useRef(isChosen);
  useEffect(() => {
    if (wasChosen.current && !isChosen && document.activeElement === document.body) button.current?.focus();
    wasChosen.current = isChosen;
  }, [isChosen]);
  return button;
}

function Evidence({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-start gap-1.5 [&>svg]:mt-0.5 [&>svg]:size-3 [&>svg]:shrink-0">
      {icon}
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}

/** `“To” from “Look up people”`, `“Message” from “Body”`, `“Subject”`. */
function filledWords(
  { input, from: source }: Rebinding["carried"][number],
  { tool, from, steps }: { tool: Tool; from: Tool | null; steps: readonly Step[] },
): string {
  const name = `“${inputTitle(tool, input)}”`;
  if (source.kind === "step") return `${name} from the step “${stepTitle(steps, source.stepId)}”`;
  return source.input === input ? name : `${name} from “${inputTitle(from, source.input)}”`;
}

function RecordWords({ record }: { record: Candidate["record"] }) {
  if (!record) return null;
  const total = record.completed + record.failed;
  return (
    <span className="tabular-nums" title="Of its own calls in past runs">
      {record.completed} of {total} completed
    </span>
  );
}

function ConnectionLine({ tool, isConnected }: { tool: Tool; isConnected: boolean }) {
  if (tool.connectionKind === null) return null;
  if (isConnected) {
    return (
      <Evidence icon={<CircleCheck aria-hidden className="text-status-completed" />}>Connected</Evidence>
    );
  }
  return (
    <li className="flex flex-wrap items-center gap-2">
      <Badge tone="warning" icon={<PlugZap aria-hidden />}>
        Not connected
      </Badge>
      <Link
        href={connectHref(tool.connectionKind)}
        className="inline-flex items-center gap-1 rounded-sm text-accent-text underline underline-offset-2"
      >
        <Link2 aria-hidden className="size-3" />
        Connect
      </Link>
    </li>
  );
}
