import type { ComponentProps, ReactNode } from "react";
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

export interface CardHeaderProps extends Omit<ComponentProps<"header">, "title"> {
  title: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
  actions?: ReactNode;
  /** The heading's level in the page's outline. */
  level?: 2 | 3 | 4;
}

export function CardHeader(props: CardHeaderProps) {
  const { title, description, icon, actions, level = 2, className, ...rest } = props;
  const Heading = `h${level}` as const;
  return (
    <header className={cn("flex items-start gap-3 px-4 pt-3.5 pb-3", className)} {...rest}>
      {icon ? <span className="flex h-5 items-center text-text-subtle [&_svg]:size-4">{icon}</span> : null}
      <div className="min-w-0 flex-1">
        <Heading className="font-semibold text-base">{title}</Heading>
        {description ? <p className="mt-0.5 text-text-muted text-sm">{description}</p> : null}
      </div>
      {actions ? <div className="-my-1 flex shrink-0 items-center gap-1">{actions}</div> : null}
    </header>
  );
}

export function CardBody({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("px-4 pb-4 first:pt-4", className)} {...rest} />;
}

export function CardFooter({ className, ...rest }: ComponentProps<"footer">) {
  return (
    <footer className={cn("flex flex-wrap items-center gap-2 border-t px-4 py-3", className)} {...rest} />
  );
}
