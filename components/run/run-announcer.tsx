"use client";

import { useEffect, useRef, useState } from "react";
import type { RunView } from "./run-view";
import { announcement, tabTitle } from "./run-words";

/** Says important changes to screen readers, and keeps the tab's title saying how the run stands. */
export function RunAnnouncer({ view }: { view: RunView }) {
  const before = useRef(view);
  const [words, setWords] = useState("");
  useEffect(() => {
    const next = announcement(before.current, view);
    before.current = view;
    if (next !== "") setWords(next);
  }, [view]);

  const title = `${tabTitle(view)} · Lamplight`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {words}
    </div>
  );
}
