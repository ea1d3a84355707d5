import type { ReactNode } from "react";
import { cn } from "./cn";

export interface EmptyStateProps {
  icon?: ReactNode;
  /** What will be here. */
  title: ReactNode;
  /** How it gets here. */
  description?: ReactNode;
  /** The one thing to do about it. */
  action?: ReactNode;
  /** For inside cards and panels. */
  compact?: boolean;
  className?: string;
}

export function EmptyState({ icon, title, description, action, compact, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center px-6 text-center", compact ? "py-8" : "py-16", className)}>
      {icon ? (
        <span className="mb-3 grid size-10 place-items-center rounded-lg border bg-surface text-text-subtle shadow-raised [&_svg]:size-5">
          {icon}
        </span>
      ) : null}
      <p className="font-medium text-base">{title}</p>
      {description ? <p className="mt-1 max-w-md text-pretty text-text-muted">{description}</p> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
