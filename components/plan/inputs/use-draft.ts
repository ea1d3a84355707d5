import { useEffect, useState } from "react";

/** What is being typed, taken over from outside when that changes. */
export function useDraft(text: string): [string, (text: string) => void] {
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  return [draft, setDraft];
}
