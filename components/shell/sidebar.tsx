"use client";

import { PanelLeft, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { Tooltip } from "@/components/ui/tooltip";
import { useOpenCommandPalette } from "./commands";
import { LogoMark } from "./logo";
import { isCurrent, type NavigationItem, navigation } from "./navigation";
import { ThemeToggle } from "./theme-toggle";
import { useSidebar } from "./use-sidebar";

// Below 1024 px the sidebar is always folded to icons; above, when the person folded it.
const hiddenWhenFolded = "max-lg:sr-only sidebar-collapsed:sr-only";
const onlyWhenFolded = "lg:hidden sidebar-collapsed:flex";

export function Sidebar({ badges }: { badges: Readonly<Record<string, ReactNode>> }) {
  const { collapsed, toggleSidebar } = useSidebar();
  const openPalette = useOpenCommandPalette();
  const pathname = usePathname();
  return (
    <aside className="sticky top-(--shell-top) z-30 flex h-[calc(100dvh-var(--shell-top))] w-(--shell-side) shrink-0 flex-col border-r bg-surface-sunken px-2 max-sm:hidden">
      <Link
        href="/"
        className="mt-3 mb-3 flex h-8 items-center gap-2 rounded-md px-1.5 font-semibold text-[15px] tracking-[-0.015em]"
      >
        <LogoMark />
        <span className={hiddenWhenFolded}>Lamplight</span>
      </Link>
      <Tooltip content="Search" shortcut={["mod", "K"]} side="right" className={onlyWhenFolded}>
        <button
          type="button"
          onClick={openPalette}
          className="mb-3 flex h-8 items-center gap-2 rounded-md border bg-surface px-2 text-left text-text-subtle hover:border-border-strong hover:text-text-muted"
        >
          <Search aria-hidden className="size-4 shrink-0" />
          <span className={cn("flex-1", hiddenWhenFolded)}>Search</span>
          <Kbd keys={["mod", "K"]} className={hiddenWhenFolded} />
        </button>
      </Tooltip>
      <nav aria-label="Main" className="flex flex-col gap-0.5">
        {navigation.map((item) => (
          <SidebarLink
            key={item.href}
            item={item}
            current={isCurrent(item, pathname)}
            badge={badges[item.href]}
          />
        ))}
      </nav>
      <div className="mt-auto mb-2 flex items-center justify-between gap-1 px-0.5 max-lg:flex-col-reverse sidebar-collapsed:flex-col-reverse">
        <ThemeToggle />
        <IconButton
          label={collapsed ? "Unfold sidebar" : "Fold sidebar"}
          aria-expanded={!collapsed}
          tooltipSide="right"
          onClick={toggleSidebar}
          className="max-lg:hidden aria-expanded:bg-transparent aria-expanded:text-text-muted"
        >
          <PanelLeft aria-hidden />
        </IconButton>
      </div>
    </aside>
  );
}

interface SidebarLinkProps {
  item: NavigationItem;
  current: boolean;
  badge: ReactNode;
}

function SidebarLink({ item, current, badge }: SidebarLinkProps) {
  const Icon = item.icon;
  return (
    <Tooltip content={item.label} side="right" className={onlyWhenFolded}>
      <Link
        href={item.href}
        aria-current={current ? "page" : undefined}
        className={cn(
          "relative flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-text-muted transition-colors hover:bg-hover hover:text-text",
          current && "bg-pressed text-text hover:bg-pressed",
        )}
      >
        <Icon aria-hidden className={cn("size-4 shrink-0", current && "text-accent-text")} />
        <span className={hiddenWhenFolded}>{item.label}</span>
        {badge ? (
          <span className="ml-auto flex max-lg:absolute max-lg:-top-1 max-lg:-right-1 max-lg:scale-85 sidebar-collapsed:absolute sidebar-collapsed:-top-1 sidebar-collapsed:-right-1 sidebar-collapsed:scale-85">
            {badge}
          </span>
        ) : null}
      </Link>
    </Tooltip>
  );
}
