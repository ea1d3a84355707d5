import { Handle, type NodeProps, Position } from "@xyflow/react";
import { Flag, Minus, Pencil, Plus, Repeat, Split } from "lucide-react";
import { memo } from "react";
import { SimulatedStatusBadge } from "@/components/rehearsal/simulated-badge";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { EffectBadge } from "@/components/ui/effect-badge";
import { StatusBadge } from "@/components/ui/status-badge";
import type { StepStatus } from "@/lib/domain/run";
import { noReturnWords } from "@/lib/planning/point-of-no-return";
import { markWords, nodeSize, type StepMark, type StepNodeType } from "./canvas-graph";
import { useCanvasMode } from "./canvas-mode";

const handleStyles =
  "!size-2.5 !rounded-full !border-2 !border-surface !bg-border-control transition-opacity data-[readonly=true]:!opacity-0";

/** The line of the card in a run: what asks for the person stands out, what is done steps back. */
const frames: Partial<Record<StepStatus, string>> = {
  "waiting-approval": "border-status-waiting",
  "waiting-answer": "border-status-waiting",
  running: "border-status-running",
  retrying: "border-status-running",
  "looking-up": "border-status-running",
  failed: "border-status-failed",
  denied: "border-status-failed",
  "outcome-unknown": "border-dashed border-status-unknown",
  unexpected: "border-status-unknown",
};

/** What a proposal does to a step: colour, line, sign and word. */
const marks = {
  added: { frame: "border-2 border-success", tone: "success", icon: Plus },
  changed: { frame: "border-2 border-info", tone: "info", icon: Pencil },
  removed: { frame: "border-2 border-dashed border-danger", tone: "danger", icon: Minus },
} as const;

function MarkBadge({ mark }: { mark: StepMark }) {
  const { tone, icon: Icon } = marks[mark];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {markWords[mark]}
    </Badge>
  );
}

/** A step on the canvas: what it is for, the tool that does it, its effect, and what it needs or how it stands. */
export const StepNode = memo(function StepNode({ data, selected }: NodeProps<StepNodeType>) {
  const { step, tool, openCount, status, control, progress, mark, simulated, isPointOfNoReturn } = data;
  const mode = useCanvasMode();
  const isDim = [status, simulated?.icon].some((one) => one === "skipped" || one === "canceled");
  return (
    <div
      style={nodeSize}
      data-status={status ?? undefined}
      data-mark={mark ?? undefined}
      data-simulated={simulated?.words}
      className={cn(
        "group flex flex-col justify-between rounded-lg border border-border-strong bg-surface px-3 py-2.5 shadow-1 transition-[border-color,box-shadow]",
        status && frames[status],
        openCount > 0 && !status && !mark && !simulated && "border-dashed border-accent",
        mark && marks[mark].frame,
        simulated && "border-dashed",
        selected && "ring-2 ring-focus ring-offset-2 ring-offset-background",
        isDim && "bg-surface-sunken shadow-none",
      )}
    >
      <Handle
        type="target"
        position={Position.Top}
        isConnectable={mode === "edit"}
        data-readonly={mode !== "edit"}
        className={handleStyles}
      />
      <div className="flex items-start gap-2.5">
        <span className="mt-px flex size-7 shrink-0 items-center justify-center rounded-md bg-surface-sunken text-text-muted">
          <ToolIcon name={tool?.icon ?? "wrench"} />
        </span>
        <div className="min-w-0">
          <p
            className={cn(
              "text-sm leading-[1.3] font-medium",
              isDim ? "text-text-muted" : "text-text",
              control ? "truncate" : "line-clamp-2",
              mark === "removed" && "line-through",
            )}
            title={step.title}
          >
            {step.title}
          </p>
          {control ? (
            <p className="mt-0.5 flex items-center gap-1 text-2xs text-accent-text" title={control}>
              {step.repeat ? <Repeat aria-hidden className="size-3 shrink-0" /> : null}
              {step.condition ? <Split aria-hidden className="size-3 shrink-0" /> : null}
              <span className="truncate">{control}</span>
            </p>
          ) : null}
        </div>
      </div>
      <div className="flex items-center gap-1.5">
        <span className="min-w-0 flex-1 truncate text-2xs text-text-subtle" title={step.toolId}>
          {progress ?? (tool?.title === step.title ? "" : (tool?.title ?? step.toolId))}
        </span>
        {mark && <MarkBadge mark={mark} />}
        {openCount > 0 && !status && !mark && !simulated && (
          <Badge tone="accent" size="sm">
            {openCount === 1 ? "1 to settle" : `${openCount} to settle`}
          </Badge>
        )}
        {tool && <EffectBadge effect={tool.effect} variant={status || simulated ? "plain" : "badge"} />}
        {status && <StatusBadge status={status} />}
        {simulated && <SimulatedStatusBadge status={simulated} />}
      </div>
      {isPointOfNoReturn && (
        <span
          title={noReturnWords}
          className="-translate-x-1/2 pointer-events-auto absolute top-full left-1/2 z-10 mt-1.5 inline-flex items-center gap-1 whitespace-nowrap rounded-full border border-effect-irreversible border-dashed bg-surface px-2 py-px font-medium text-2xs text-effect-irreversible"
        >
          <Flag aria-hidden className="size-3" />
          Point of no return
        </span>
      )}
      <Handle
        type="source"
        position={Position.Bottom}
        isConnectable={mode === "edit"}
        data-readonly={mode !== "edit"}
        className={handleStyles}
      />
    </div>
  );
});
