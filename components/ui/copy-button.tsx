"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./button";

export interface CopyButtonProps {
  /** What is copied; a function is called on click, for text that is costly to make. */
  text: string | (() => string);
  label?: string;
  size?: "xs" | "sm" | "md";
  className?: string;
}

const confirmationMs = 1600;

export function CopyButton({ text, label = "Copy", size = "xs", className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "failed">("idle");

  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), confirmationMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === "function" ? text() : text);
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  }

  const words = { idle: label, copied: "Copied", failed: "The browser did not allow copying" };
  return (
    <>
      <IconButton label={words[outcome]} size={size} onClick={copy} className={className}>
        {outcome === "copied" ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />}
      </IconButton>
      <span role="status" className="sr-only">
        {outcome === "idle" ? "" : words[outcome]}
      </span>
    </>
  );
}
