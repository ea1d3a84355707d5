"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { inboxCountQuery } from "@/lib/client/inbox";
import { useDesktopNotifications } from "./use-desktop-notifications";

const waitingIcon = "/lamplight-waiting.svg";
const mark = /^\(\d+\+?\) /;

/**
 * How many things wait, in the title and the icon of the tab, read out when there are more, and, where the person
 * wishes it, shown by the browser while they look elsewhere. Also asked for while the tab is not seen: that is when it counts.
 */
export function TabSignal() {
  const { data: count } = useQuery({
    ...inboxCountQuery,
    // Also asked on the server, where there is no document.
    refetchInterval: () => (typeof document !== "undefined" && document.hidden ? 15_000 : 4000),
    refetchIntervalInBackground: true,
  });
  useTabMark(count ?? 0);
  const more = useMore(count);
  const isShown = useDesktopNotifications() === "on";
  useEffect(() => {
    if (more === 0 || !isShown || !document.hidden) return;
    const shown = new Notification("Lamplight", { body: wordsFor(more), tag: "lamplight-inbox" });
    shown.onclick = () => {
      window.focus();
      window.location.assign("/inbox");
    };
  }, [more, isShown]);
  return (
    <div role="status" className="sr-only">
      {more > 0 ? wordsFor(more) : ""}
    </div>
  );
}

const wordsFor = (count: number) =>
  count === 1 ? "1 thing waits for you in the Inbox." : `${count} things wait for you in the Inbox.`;

/** The count after it went up; 0 otherwise, and for what waited when the page was opened. */
function useMore(count: number | undefined): number {
  const before = useRef(count);
  const [more, setMore] = useState(0);
  useEffect(() => {
    const last = before.current;
    before.current = count;
    if (count === undefined || last === undefined || count === last) return;
    setMore(count > last ? count : 0);
  }, [count]);
  return more;
}

/** Keeps the count before the title, whatever page sets it, and the icon that goes with it. */
function useTabMark(count: number): void {
  useEffect(() => {
    const apply = () => {
      const plain = document.title.replace(mark, "");
      const title = count > 0 ? `(${count > 99 ? "99+" : count}) ${plain}` : plain;
      if (document.title !== title) document.title = title;
      for (const link of document.head.querySelectorAll<HTMLLinkElement>('link[rel="icon"]')) {
        link.dataset.usual ??= link.getAttribute("href") ?? "";
        const icon = count > 0 ? waitingIcon : link.dataset.usual;
        if (link.getAttribute("href") !== icon) link.setAttribute("href", icon);
      }
    };
    apply();
    const watched = new MutationObserver(apply);
    watched.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => watched.disconnect();
  }, [count]);
}
