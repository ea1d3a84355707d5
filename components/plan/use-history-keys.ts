import { useEffect } from "react";
import type { PlanEditor } from "./use-plan-editor";

/** Ctrl/Cmd+Z and its opposite, except where a text is being written. */
export function useHistoryKeys({ undo, redo }: PlanEditor) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isWriting =
        event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]");
      if (isWriting || !(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [undo, redo]);
}
