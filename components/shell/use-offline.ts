"use client";

import { useSyncExternalStore } from "react";

const eventName = "lamplight:offline";

/** Set by whoever notices that the server does not answer, although the network seems up. */
let isServerUnreachable = false;

/** Tells the shell that the server can't be reached (or can again): a stream that fell silent knows first. */
export function reportOffline(offline: boolean) {
  window.dispatchEvent(new CustomEvent(eventName, { detail: { offline } }));
}

function handleReport(event: Event) {
  isServerUnreachable = event instanceof CustomEvent && event.detail?.offline === true;
}

function subscribe(listener: () => void) {
  const onReport = (event: Event) => {
    handleReport(event);
    listener();
  };
  window.addEventListener(eventName, onReport);
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener(eventName, onReport);
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

export function useOffline(): "online" | "no-network" | "no-server" {
  return useSyncExternalStore(
    subscribe,
    () => (navigator.onLine ? (isServerUnreachable ? "no-server" : "online") : "no-network"),
    () => "online" as const,
  );
}
