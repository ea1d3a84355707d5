import { ArrowRight, X } from "lucide-react";
import { ToolIcon } from "@/components/tools/tool-icon";
import type { Binding } from "@/lib/domain/binding";
import { pathText } from "@/lib/planning/resolve-binding";
import type { Source } from "./sources";

type Output = Extract<Binding, { kind: "output" }>;

/** An output of another step, as the value of an input. */
export function SourceChip({
  output,
  sources,
  onRemove,
}: {
  output: Output;
  sources: readonly Source[];
  onRemove: () => void;
}) {
  const key = `${output.stepId}/${output.path.join("/")}`;
  const source =
    sources.find((one) => one.key === key) ?? sources.find((one) => one.stepId === output.stepId);
  const place = sources.find((one) => one.key === key)?.label ?? pathText(output.path);
  return (
    <div className="flex min-h-9 items-center gap-2 rounded-md border border-origin-trusted-line bg-surface-sunken py-1 pr-1 pl-2.5 text-sm">
      <ToolIcon name={source?.icon ?? "wrench"} className="size-4 shrink-0 text-text-subtle" />
      <span className="min-w-0 flex-1">
        <span className="text-text-muted">{source?.stepTitle ?? output.stepId}</span>
        <ArrowRight aria-label="gives" className="mx-1 inline size-3 text-text-subtle" />
        <span className="font-medium">{place || "everything"}</span>
      </span>
      <button
        type="button"
        aria-label="Use a value instead"
        onClick={onRemove}
        className="flex size-6 shrink-0 items-center justify-center rounded text-text-subtle hover:bg-hover hover:text-text"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  );
}
