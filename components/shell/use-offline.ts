"use client";

import { useSyncExternalStore } from "react";
import { offlineEvent } from "@/lib/client/report-offline";

/** Set by whoever notices that the server does not answer, although the network seems up. */
let isServerUnreachable = false;

function handleReport(event: Event) {
  isServerUnreachable = event instanceof CustomEvent && event.detail?.offline === true;
}

function subscribe(listener: () => void) {
  const onReport = (event: Event) => {
    handleReport(event);
    listener();
  };
  window.addEventListener(offlineEvent, onReport);
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener(offlineEvent, onReport);
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
