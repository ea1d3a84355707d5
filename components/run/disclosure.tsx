import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** Something that is folded away until it is wanted. */
export function Disclosure(props: {
  label: ReactNode;
  children: ReactNode;
  strong?: boolean;
  className?: string;
}) {
  const { label, children, strong, className } = props;
  return (
    <details className={cn("group/disclosure min-w-0", className)}>
      <summary
        className={cn(
          "-ml-0.5 flex w-fit list-none items-center gap-1 rounded-sm py-0.5 pr-1 max-sm:min-h-11 [&::-webkit-details-marker]:hidden",
          strong ? "font-semibold text-sm" : "text-text-muted text-xs hover:text-text",
        )}
      >
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 transition-transform group-open/disclosure:rotate-90"
        />
        {label}
      </summary>
      <div className="mt-1.5 min-w-0">{children}</div>
    </details>
  );
}
