"use client";

import { useEffect, useState } from "react";

export interface RelativeTimeProps {
  /** ISO text, milliseconds or a Date. */
  date: string | number | Date;
  /** `short`: "3 min ago"; `date`: "23 Nov, 09:32". */
  format?: "short" | "date";
  className?: string;
}

const units = [
  { unit: "year", seconds: 31_536_000 },
  { unit: "month", seconds: 2_592_000 },
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });
const absolute = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** "3 min ago", for a difference in seconds; negative is the past. */
export function relativeText(differenceSeconds: number): string {
  const size = Math.abs(differenceSeconds);
  const fitting = units.find((candidate) => size >= candidate.seconds);
  if (!fitting)
    return differenceSeconds > 5 ? "in less than a minute" : size < 5 ? "just now" : "less than a minute ago";
  // The short style abbreviates with a full stop: "3 min. ago".
  return relative.format(Math.trunc(differenceSeconds / fitting.seconds), fitting.unit).replace(".", "");
}

/**
 * The server writes the text for its own clock and time zone; the browser replaces the element (by its key)
 * once it runs, so that the two need not agree, and refreshes it each half minute.
 */
export function RelativeTime({ date, format = "short", className }: RelativeTimeProps) {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    setTick(1);
    const timer = setInterval(() => setTick((previous) => previous + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  const moment = new Date(date);
  const text =
    format === "date" ? absolute.format(moment) : relativeText((moment.getTime() - Date.now()) / 1000);
  return (
    <time
      key={tick === 0 ? "server" : "browser"}
      dateTime={moment.toISOString()}
      title={full.format(moment)}
      className={className}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
