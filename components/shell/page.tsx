import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const widths = { sm: "max-w-2xl", md: "max-w-4xl", lg: "max-w-6xl", full: "max-w-none" };

export interface PageProps {
  children: ReactNode;
  /** A PageHeader. */
  header?: ReactNode;
  width?: keyof typeof widths;
  className?: string;
}

/** A document: it scrolls with the window. */
export function Page({ children, header, width = "lg", className }: PageProps) {
  return (
    <div className={cn("mx-auto w-full px-4 pt-5 pb-12 sm:px-6 sm:pt-7 lg:px-10", widths[width], className)}>
      {header ? <div className="mb-6">{header}</div> : null}
      {children}
    </div>
  );
}

export interface FullBleedPageProps {
  children: ReactNode;
  /** A PageHeader with `variant="bar"`. */
  header?: ReactNode;
  className?: string;
}

/** Fills what the shell leaves of the window; nothing scrolls but what the page lets scroll. */
export function FullBleedPage({ children, header, className }: FullBleedPageProps) {
  return (
    <div className="flex h-[calc(100dvh-var(--shell-top)-var(--shell-bottom))] flex-col overflow-hidden">
      {header}
      <div className={cn("relative flex min-h-0 min-w-0 flex-1", className)}>{children}</div>
    </div>
  );
}
