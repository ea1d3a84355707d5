import { useEffect, useRef, useState } from "react";

interface Shown<Item> {
  item: Item;
  isLeaving: boolean;
}

/** As long as the animation of components/approval/inbox-entry.tsx. */
const leavingMs = 260;

/**
 * The items, together with those that have just gone, which stay in their place until they have left the screen.
 * `gone`: keys of items that are to leave although the list still has them.
 */
export function useLeaving<Item extends { key: string }>(
  items: readonly Item[],
  gone: ReadonlySet<string>,
): Shown<Item>[] {
  const [shown, setShown] = useState<Shown<Item>[]>(() => items.map((item) => ({ item, isLeaving: false })));
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());

  useEffect(() => {
    const present = items.filter((item) => !gone.has(item.key));
    setShown((before) => merge(before, present));
  }, [items, gone]);

  useEffect(() => {
    for (const { item, isLeaving } of shown) {
      if (!isLeaving || timers.current.has(item.key)) continue;
      const timer = setTimeout(() => {
        timers.current.delete(item.key);
        setShown((before) => before.filter((one) => one.item.key !== item.key || !one.isLeaving));
      }, leavingMs);
      timers.current.set(item.key, timer);
    }
  }, [shown]);

  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    };
  }, []);
  return shown;
}

/** The present items in their order, and each that has gone behind the one it stood behind. */
function merge<Item extends { key: string }>(
  before: readonly Shown<Item>[],
  present: readonly Item[],
): Shown<Item>[] {
  const next = present.map((item): Shown<Item> => ({ item, isLeaving: false }));
  const keys = new Set(present.map((item) => item.key));
  for (const [index, { item }] of before.entries()) {
    if (keys.has(item.key)) continue;
    const previous = before[index - 1]?.item.key;
    const place = next.findIndex((one) => one.item.key === previous);
    next.splice(place + 1, 0, { item, isLeaving: true });
  }
  return next;
}
