import { cn } from "./cn";

/** A grey stand-in of the same size as what is coming. Put `aria-busy` on the region around it. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block animate-shimmer rounded-sm bg-pressed", className)} />;
}
