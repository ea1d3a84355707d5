import { ToolIcon } from "@/components/tools/tool-icon";
import { EffectBadge } from "@/components/ui/effect-badge";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";

/** A step in a list of steps: its number, its tool's icon, what it is for, its effect. Stands in a row of its parent. */
export function StepLine({ step, tool, number }: { step: Step; tool: Tool | undefined; number: number }) {
  return (
    <>
      <span className="w-4 shrink-0 text-right text-text-subtle text-xs tabular-nums">{number}</span>
      <ToolIcon name={tool?.icon ?? "wrench"} className="size-4 shrink-0 text-text-muted" />
      <span className="line-clamp-2 min-w-0 flex-1 text-sm" title={step.title}>
        {step.title}
      </span>
      {tool && <EffectBadge effect={tool.effect} />}
    </>
  );
}
