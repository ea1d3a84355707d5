"use client";

import { useEffect, useState } from "react";
import { durationText } from "./duration-text";

export interface ElapsedProps {
  /** ISO. */
  from: string;
  /** ISO; null while it goes on. */
  to: string | null;
  className?: string;
}

/** A length of time that counts on while its end is open. */
export function Elapsed({ from, to, className }: ElapsedProps) {
  const now = useNow(to === null);
  const end = to === null ? now : Date.parse(to);
  // The server's clock is not the browser's: what still counts begins to show in the browser.
  const text = end === null ? "" : wholeSeconds(end - Date.parse(from), to === null);
  return <span className={className ?? "tabular-nums"}>{text}</span>;
}

/** What counts on shows no tenths, which would flicker. */
function wholeSeconds(ms: number, isOpen: boolean): string {
  return isOpen && ms < 60_000 ? `${Math.max(0, Math.floor(ms / 1000))} s` : durationText(ms);
}

function useNow(isTicking: boolean): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!isTicking) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}
