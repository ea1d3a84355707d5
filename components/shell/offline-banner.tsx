"use client";

import { WifiOff } from "lucide-react";
import { useEffect } from "react";
import { useOffline } from "./use-offline";

const words = {
  "no-network": "You are offline. What you see may be out of date; runs go on without this window.",
  "no-server": "Lamplight does not answer. Trying again; nothing you approved is lost.",
};

export function OfflineBanner() {
  const state = useOffline();
  const isOffline = state !== "online";

  // The page below gets shorter by the banner's height: see --shell-top in globals.css.
  useEffect(() => {
    document.documentElement.dataset.offline = String(isOffline);
  }, [isOffline]);

  return (
    <div role="status" className={isOffline ? "sticky top-0 z-40 h-(--shell-top)" : undefined}>
      {isOffline ? (
        <div className="flex h-full items-center justify-center gap-2 border-warning-line border-b bg-warning-soft px-4 font-medium text-warning text-xs">
          <WifiOff aria-hidden className="size-3.5 shrink-0" />
          <span className="text-pretty leading-4">{words[state]}</span>
        </div>
      ) : null}
    </div>
  );
}
