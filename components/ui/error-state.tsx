import { CircleX, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

export interface ErrorStateProps {
  /** What could not be done. */
  title: ReactNode;
  /** Why, and what to do. */
  description?: ReactNode;
  onRetry?: () => void;
  retrying?: boolean;
  retryLabel?: string;
  /** Technical text, folded away. */
  details?: string;
  /** More ways out. */
  action?: ReactNode;
  compact?: boolean;
  className?: string;
}

export function ErrorState(props: ErrorStateProps) {
  const {
    title,
    description,
    onRetry,
    retrying,
    retryLabel = "Try again",
    details,
    action,
    compact,
    className,
  } = props;
  return (
    <div
      role="alert"
      className={cn("flex flex-col items-center px-6 text-center", compact ? "py-8" : "py-16", className)}
    >
      <span className="mb-3 grid size-10 place-items-center rounded-lg border border-danger-line bg-danger-soft text-danger">
        <CircleX aria-hidden className="size-5" />
      </span>
      <p className="font-medium text-base">{title}</p>
      {description ? <p className="mt-1 max-w-md text-pretty text-text-muted">{description}</p> : null}
      {onRetry || action ? (
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          {onRetry ? (
            <Button icon={<RotateCw aria-hidden />} onClick={onRetry} loading={retrying}>
              {retryLabel}
            </Button>
          ) : null}
          {action}
        </div>
      ) : null}
      {details ? (
        <details className="mt-4 w-full max-w-xl text-left">
          <summary className="mx-auto w-fit rounded-sm py-1 text-text-subtle text-xs hover:text-text">
            Details
          </summary>
          <pre className="scroll-thin mt-2 max-h-60 overflow-auto whitespace-pre-wrap break-words rounded-md border bg-surface-sunken p-3 font-mono text-text-muted text-xs">
            {details}
          </pre>
        </details>
      ) : null}
    </div>
  );
}
