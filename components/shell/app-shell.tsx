import type { ReactNode } from "react";
import { BottomBar } from "./bottom-bar";
import { CommandPalette } from "./command-palette";
import { OfflineBanner } from "./offline-banner";
import { Sidebar } from "./sidebar";
import { TabSignal } from "./tab-signal";

export interface AppShellProps {
  children: ReactNode;
  /** Shown at the Inbox: a CountBadge, or a client component that renders one. */
  inboxBadge?: ReactNode;
}

/** What stands around every page. The page itself is a `Page` or a `FullBleedPage`. */
export function AppShell({ children, inboxBadge }: AppShellProps) {
  const badges = { "/inbox": inboxBadge };
  return (
    <>
      <a
        href="#main"
        className="sr-only z-[80] rounded-md bg-accent px-3 py-2 font-medium text-accent-contrast shadow-overlay focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <OfflineBanner />
      <div className="flex min-h-[calc(100dvh-var(--shell-top))]">
        <Sidebar badges={badges} />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 pb-(--shell-bottom) outline-none">
          {children}
        </main>
      </div>
      <BottomBar badges={badges} />
      <CommandPalette />
      <TabSignal />
    </>
  );
}
