import type { ComponentProps } from "react";
import { cn } from "./cn";

export interface CardProps extends ComponentProps<"section"> {
  /** Lifts on hover: for cards that are one link or button. */
  interactive?: boolean;
  /** A line of colour at the edge: someone is needed, or something went wrong. */
  tone?: "accent" | "danger" | "success" | "info";
}

const edges = {
  accent: "border-l-[3px] border-l-accent",
  danger: "border-l-[3px] border-l-danger",
  success: "border-l-[3px] border-l-success",
  info: "border-l-[3px] border-l-info",
};

export function Card({ interactive, tone, className, ...rest }: CardProps) {
  return (
    <section
      className={cn(
        "relative min-w-0 rounded-lg border bg-surface shadow-raised",
        interactive && "transition-[border-color,box-shadow] hover:border-border-strong hover:shadow-float",
        tone && edges[tone],
        className,
      )}
      {...rest}
    />
  );
}
