import { type KeyboardEvent, type RefObject, useEffect } from "react";

interface Places {
  input: RefObject<HTMLInputElement | null>;
  results: RefObject<HTMLDivElement | null>;
}

/** The result that was opened last, to stand there again on coming back. */
let lastOpened: string | null = null;

/**
 * The keyboard over a search and its results: `/` goes to the search, the arrows through the results and back to it,
 * Enter opens (it is a link), and typing goes on in the search. Returns the handlers for the element around the results.
 */
export function useResultKeys({ input, results }: Places) {
  useEffect(() => {
    const links = linksOf(results);
    const opened = links.find((link) => link.pathname === lastOpened);
    lastOpened = null;
    opened?.focus({ preventScroll: true });
  }, [results]);

  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const isInSearch = event.target === input.current;
      if (event.key === "/" && !isWriting(event.target) && !hasModifier(event)) {
        event.preventDefault();
        input.current?.focus();
        input.current?.select();
      } else if (event.key === "ArrowDown" && isInSearch) {
        const [first] = linksOf(results);
        if (!first) return;
        event.preventDefault();
        first.focus();
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [input, results]);

  const onKeyDown = (event: KeyboardEvent) => {
    const links = linksOf(results);
    const place = event.target instanceof HTMLAnchorElement ? links.indexOf(event.target) : -1;
    if (place < 0) return;
    const goal = goalOf(event.key, place, links.length);
    if (goal !== null) {
      event.preventDefault();
      if (goal < 0) input.current?.focus();
      else links[goal]?.focus();
    } else if (event.key.length === 1 && event.key !== " " && !hasModifier(event) && event.key !== "/") {
      // The character itself follows the focus.
      input.current?.focus();
    }
  };
  const onClick = (event: { target: EventTarget }) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-result]") : null;
    if (link instanceof HTMLAnchorElement) lastOpened = link.pathname;
  };
  return { onKeyDown, onClick };
}

function goalOf(key: string, place: number, count: number): number | null {
  switch (key) {
    case "ArrowDown":
      return Math.min(place + 1, count - 1);
    case "ArrowUp":
      return place - 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

function linksOf(results: RefObject<HTMLDivElement | null>): HTMLAnchorElement[] {
  return [...(results.current?.querySelectorAll<HTMLAnchorElement>("a[data-result]") ?? [])];
}

const hasModifier = (event: { metaKey: boolean; ctrlKey: boolean; altKey: boolean }) =>
  event.metaKey || event.ctrlKey || event.altKey;

const isWriting = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null;
