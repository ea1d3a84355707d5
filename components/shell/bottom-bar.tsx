"use client";

import { Ellipsis, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Sheet, SheetContent, SheetTrigger } from "@/components/ui/sheet";
import { useOpenCommandPalette } from "./commands";
import { isCurrent, navigation } from "./navigation";
import { ThemeToggle } from "./theme-toggle";

const tabStyles =
  "relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 font-medium text-2xs text-text-subtle outline-offset-[-4px]";

export function BottomBar({ badges }: { badges: Readonly<Record<string, ReactNode>> }) {
  const pathname = usePathname();
  const [moreOpen, setMoreOpen] = useState(false);
  const others = navigation.filter((item) => !item.isPrimary);
  const moreIsCurrent = others.some((item) => isCurrent(item, pathname));
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex h-(--shell-bottom) items-start border-t bg-surface-raised sm:hidden"
    >
      {navigation
        .filter((item) => item.isPrimary)
        .map((item) => (
          <Link
            key={item.href}
            href={item.href}
            aria-current={isCurrent(item, pathname) ? "page" : undefined}
            className={cn(tabStyles, "aria-[current]:text-text")}
          >
            <span className="relative">
              <item.icon
                aria-hidden
                className={cn("size-5", isCurrent(item, pathname) && "text-accent-text")}
              />
              <span className="-top-2 absolute left-3 flex">{badges[item.href]}</span>
            </span>
            <span>{item.label}</span>
          </Link>
        ))}
      <Sheet open={moreOpen} onOpenChange={setMoreOpen}>
        <SheetTrigger className={cn(tabStyles, moreIsCurrent && "text-text")}>
          <Ellipsis aria-hidden className={cn("size-5", moreIsCurrent && "text-accent-text")} />
          More
        </SheetTrigger>
        <SheetContent title="More" actions={<ThemeToggle />}>
          <MoreItems pathname={pathname} badges={badges} onDone={() => setMoreOpen(false)} />
        </SheetContent>
      </Sheet>
    </nav>
  );
}

interface MoreItemsProps {
  pathname: string;
  badges: Readonly<Record<string, ReactNode>>;
  onDone: () => void;
}

function MoreItems({ pathname, badges, onDone }: MoreItemsProps) {
  const openPalette = useOpenCommandPalette();
  return (
    <div className="-mx-1 flex flex-col gap-1">
      {navigation
        .filter((item) => !item.isPrimary)
        .map((item) => (
          <Link
            key={item.href}
            href={item.href}
            onClick={onDone}
            aria-current={isCurrent(item, pathname) ? "page" : undefined}
            className="flex h-12 items-center gap-3 rounded-md px-3 font-medium text-base hover:bg-hover aria-[current]:bg-pressed"
          >
            <item.icon aria-hidden className="size-5 text-text-subtle" />
            {item.label}
            <span className="ml-auto flex">{badges[item.href]}</span>
          </Link>
        ))}
      <Button
        block
        icon={<Search aria-hidden />}
        className="mt-2"
        onClick={() => {
          onDone();
          openPalette();
        }}
      >
        Search and commands
      </Button>
    </div>
  );
}
