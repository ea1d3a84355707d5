import Link from "next/link";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { EffectBadge } from "@/components/ui/effect-badge";
import type { PreviewedTool } from "@/lib/domain/api-import";

const changeBadges: Record<Exclude<PreviewedTool["change"], "same">, { tone: BadgeTone; label: string }> = {
  new: { tone: "info", label: "New" },
  changed: { tone: "warning", label: "Changed" },
  removed: { tone: "danger", label: "Removed" },
};

/** One operation of a preview: whether it becomes a tool, and what is different about it. */
export function PreviewRow(props: {
  tool: PreviewedTool;
  /** Nothing of this API is here: that all of it is new goes without saying. */
  isFirst: boolean;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  const { tool, isFirst, isChosen, onChoose } = props;
  const isRemoved = tool.change === "removed";
  const badge = isFirst || tool.change === "same" ? null : changeBadges[tool.change];
  return (
    <li className="flex items-start gap-3 border-border border-t px-3 py-2.5 first:border-t-0 sm:px-4 [content-visibility:auto] [contain-intrinsic-size:auto_56px]">
      <span className="flex h-5 items-center">
        {isRemoved ? (
          <span className="size-4" />
        ) : (
          <Checkbox
            aria-label={`Import ${tool.title}`}
            checked={isChosen}
            onCheckedChange={(checked) => onChoose(checked === true)}
          />
        )}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span
            className={`min-w-0 break-words font-medium text-sm ${isRemoved ? "text-text-muted line-through" : ""}`}
          >
            {tool.title}
          </span>
          {badge ? <Badge tone={badge.tone}>{badge.label}</Badge> : null}
          {tool.isEdited ? <Badge tone="accent">Your changes stay</Badge> : null}
        </p>
        <p className="truncate font-mono text-text-subtle text-xs" title={tool.operation}>
          {tool.operation}
        </p>
        {tool.changes.length > 0 ? (
          <p className="mt-1 break-words text-text-muted text-xs">{tool.changes.join(" · ")}</p>
        ) : null}
        {tool.plans.length > 0 && (isRemoved || tool.change === "changed" || !isChosen) ? (
          <p className="mt-1 text-text-muted text-xs">
            Used by{" "}
            {tool.plans.map((plan, at) => (
              <span key={plan.id}>
                {at > 0 ? ", " : ""}
                <Link href={`/plans/${plan.id}`} className="underline underline-offset-2 hover:text-text">
                  {plan.goal.slice(0, 60)}
                </Link>
              </span>
            ))}
          </p>
        ) : null}
      </div>
      <span className="shrink-0">
        <EffectBadge effect={tool.effect} />
      </span>
    </li>
  );
}
