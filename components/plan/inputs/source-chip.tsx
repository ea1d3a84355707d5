import { ArrowRight, X } from "lucide-react";
import { ToolIcon } from "@/components/tools/tool-icon";
import type { ReadBinding } from "@/lib/planning/check-value";
import { pathText } from "@/lib/planning/resolve-binding";
import { itemTitle, type Source, sourceKey } from "./sources";

/** An output of another step, or the item a repeated step is at, as a value. */
export function SourceChip({
  read,
  sources,
  onRemove,
  removeLabel = "Use a value instead",
}: {
  read: ReadBinding;
  sources: readonly Source[];
  onRemove: () => void;
  removeLabel?: string;
}) {
  const exact = sources.find((one) => one.key === sourceKey(read));
  const source = exact ?? sources.find((one) => isSameStep(one.read, read));
  const place = exact?.label ?? pathText(read.path);
  const from = source?.stepTitle ?? (read.kind === "output" ? read.stepId : itemTitle);
  return (
    <div className="flex min-h-9 items-center gap-2 rounded-md border border-origin-trusted-line bg-surface-sunken py-1 pr-1 pl-2.5 text-sm">
      <ToolIcon name={source?.icon ?? "wrench"} className="size-4 shrink-0 text-text-subtle" />
      <span className="min-w-0 flex-1">
        <span className="text-text-muted">{from}</span>
        <ArrowRight aria-label="gives" className="mx-1 inline size-3 text-text-subtle" />
        <span className="font-medium">{place || (read.kind === "item" ? "as it is" : "everything")}</span>
      </span>
      <button
        type="button"
        aria-label={removeLabel}
        onClick={onRemove}
        className="flex size-6 shrink-0 items-center justify-center rounded text-text-subtle hover:bg-hover hover:text-text"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  );
}

function isSameStep(one: ReadBinding, other: ReadBinding): boolean {
  if (one.kind === "output" && other.kind === "output") return one.stepId === other.stepId;
  return one.kind === other.kind;
}
