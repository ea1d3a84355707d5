import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

export interface Breadcrumb {
  label: string;
  href: string;
}

export interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  /** The way here; the page itself is the title. */
  breadcrumbs?: readonly Breadcrumb[];
  /** Buttons, the main one last. */
  actions?: ReactNode;
  /** Stands beside the title: a StatusBadge. */
  badge?: ReactNode;
  /** `bar` is one line at the top of a FullBleedPage. */
  variant?: "page" | "bar";
  className?: string;
}

export function PageHeader(props: PageHeaderProps) {
  return props.variant === "bar" ? <HeaderBar {...props} /> : <HeaderBlock {...props} />;
}

function HeaderBlock({ title, description, breadcrumbs, actions, badge, className }: PageHeaderProps) {
  return (
    <header className={cn("flex flex-col gap-2", className)}>
      {breadcrumbs ? <Breadcrumbs items={breadcrumbs} /> : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 break-words font-semibold text-xl">{title}</h1>
            {badge}
          </div>
          {description ? <p className="mt-1 max-w-2xl text-pretty text-text-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}

function HeaderBar({ title, description, breadcrumbs, actions, badge, className }: PageHeaderProps) {
  return (
    <header
      className={cn(
        "flex min-h-12 shrink-0 items-center gap-3 border-b bg-surface px-3 py-1.5 sm:px-4",
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 items-center gap-2 max-sm:flex-col max-sm:items-start max-sm:gap-1">
        {breadcrumbs ? <Breadcrumbs items={breadcrumbs} trailing className="max-sm:hidden" /> : null}
        <h1
          className="max-w-full truncate font-semibold text-sm"
          title={typeof title === "string" ? title : undefined}
        >
          {title}
        </h1>
        {badge}
        {description ? <p className="truncate text-text-subtle max-md:hidden">{description}</p> : null}
      </div>
      {actions ? <div className="flex shrink-0 items-center gap-2">{actions}</div> : null}
    </header>
  );
}

interface BreadcrumbsProps {
  items: readonly Breadcrumb[];
  /** Ends with a separator, where the title follows on the line. */
  trailing?: boolean;
  className?: string;
}

function Breadcrumbs({ items, trailing, className }: BreadcrumbsProps) {
  return (
    <nav aria-label="Breadcrumbs" className={cn("shrink-0", className)}>
      <ol className="flex items-center gap-1 text-text-muted">
        {items.map((item, index) => (
          <li key={item.href} className="flex items-center gap-1">
            <Link href={item.href} className="rounded-sm py-0.5 hover:text-text">
              {item.label}
            </Link>
            {trailing || index < items.length - 1 ? (
              <ChevronRight aria-hidden className="size-3.5 text-text-subtle" />
            ) : null}
          </li>
        ))}
      </ol>
    </nav>
  );
}
