import { type ReactNode, useState } from "react";
import { Button } from "./button";

/**
 * The beginning of a list that may have a thousand entries, and a button for the others: drawing all of them at once
 * would keep the page from answering.
 */
export function useLongList<T>(
  entries: readonly T[],
  { first, what }: { first: number; what: string },
): { shown: readonly T[]; more: ReactNode } {
  const [isWhole, setWhole] = useState(false);
  const rest = entries.length - first;
  if (isWhole || rest <= 0) return { shown: entries, more: null };
  return {
    shown: entries.slice(0, first),
    more: (
      <Button variant="ghost" size="sm" className="mt-1 self-start" onClick={() => setWhole(true)}>
        Show the other {rest.toLocaleString("en")} {what}
      </Button>
    ),
  };
}
