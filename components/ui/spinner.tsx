import { LoaderCircle } from "lucide-react";
import { cn } from "./cn";

export interface SpinnerProps {
  /** Said to screen readers; leave out where the word stands beside it. */
  label?: string;
  className?: string;
}

export function Spinner({ label, className }: SpinnerProps) {
  return (
    <>
      <LoaderCircle aria-hidden className={cn("size-4 shrink-0 animate-spin", className)} />
      {label ? <span className="sr-only">{label}</span> : null}
    </>
  );
}
