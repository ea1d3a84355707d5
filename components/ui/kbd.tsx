"use client";

import { useSyncExternalStore } from "react";
import { cn } from "./cn";

const macSymbols: Record<string, string> = { mod: "⌘", alt: "⌥", shift: "⇧", enter: "↵", esc: "Esc" };
const otherSymbols: Record<string, string> = {
  mod: "Ctrl",
  alt: "Alt",
  shift: "Shift",
  enter: "Enter",
  esc: "Esc",
};

function isMac() {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}

const never = () => () => {};

export interface KbdProps {
  /** `mod` is Command on a Mac and Ctrl elsewhere; also `alt`, `shift`, `enter`, `esc`. */
  keys: string[];
  className?: string;
}

export function Kbd({ keys, className }: KbdProps) {
  const symbols = useSyncExternalStore(never, isMac, () => false) ? macSymbols : otherSymbols;
  return (
    <kbd className={cn("inline-flex items-center gap-0.5 font-sans", className)}>
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border border-current/20 bg-current/5 px-1 font-sans text-2xs leading-none"
        >
          {symbols[key] ?? key}
        </kbd>
      ))}
    </kbd>
  );
}
