import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const badgeStyles = cva(
  "inline-flex max-w-full align-middle items-center gap-1 whitespace-nowrap rounded-sm border font-medium [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "border-neutral-line bg-neutral-soft text-neutral",
        accent: "border-accent-line bg-accent-soft text-accent-text",
        info: "border-info-line bg-info-soft text-info",
        success: "border-success-line bg-success-soft text-success",
        warning: "border-warning-line bg-warning-soft text-warning",
        danger: "border-danger-line bg-danger-soft text-danger",
        outline: "border-border-strong bg-transparent text-text-muted",
      },
      size: {
        sm: "h-[18px] px-1.5 text-2xs [&_svg]:size-3",
        md: "h-[22px] px-2 text-xs [&_svg]:size-3.5",
      },
    },
    defaultVariants: { tone: "neutral", size: "sm" },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof badgeStyles>["tone"]>;

export interface BadgeProps extends ComponentProps<"span">, VariantProps<typeof badgeStyles> {
  icon?: ReactNode;
}

export function Badge({ tone, size, icon, className, children, ...rest }: BadgeProps) {
  return (
    <span className={cn(badgeStyles({ tone, size }), className)} {...rest}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** How many things wait; nothing at zero. `label` says what is counted. */
export function CountBadge({
  count,
  label,
  className,
}: {
  count: number;
  label: string;
  className?: string;
}) {
  if (count <= 0) return null;
  return (
    <span
      className={cn(
        "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-full bg-accent px-1.5 font-semibold text-2xs text-accent-contrast tabular-nums",
        className,
      )}
    >
      <span aria-hidden>{count > 99 ? "99+" : count}</span>
      <span className="sr-only">
        {count} {label}
      </span>
    </span>
  );
}
