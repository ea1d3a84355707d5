import { cn } from "./cn";

export interface ProgressProps {
  /** 0 to 100; `null` while unknown. */
  value: number | null;
  label: string;
  tone?: "accent" | "success" | "danger" | "info";
  className?: string;
}

const fills = { accent: "bg-accent", success: "bg-success", danger: "bg-danger", info: "bg-info" };

export function Progress({ value, label, tone = "accent", className }: ProgressProps) {
  const known = value === null ? undefined : Math.min(100, Math.max(0, value));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-pressed", className)}
    >
      <div
        className={cn(
          "h-full rounded-full",
          fills[tone],
          known === undefined ? "w-1/4 animate-indeterminate" : "transition-[width] duration-slow",
        )}
        style={known === undefined ? undefined : { width: `${known}%` }}
      />
    </div>
  );
}
