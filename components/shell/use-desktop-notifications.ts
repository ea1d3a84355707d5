"use client";

import { useSyncExternalStore } from "react";

const key = "lamplight-desktop-notifications";
const changed = "lamplight:desktop-notifications";

/** Whether this browser shows notifications: wished for here, and allowed by the person. */
export type DesktopNotifications = "on" | "off" | "blocked" | "unsupported";

function read(): DesktopNotifications {
  if (typeof Notification === "undefined" || !window.isSecureContext) return "unsupported";
  if (Notification.permission === "denied") return "blocked";
  return Notification.permission === "granted" && localStorage.getItem(key) === "on" ? "on" : "off";
}

function subscribe(listener: () => void) {
  window.addEventListener(changed, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener("storage", listener);
  };
}

export function useDesktopNotifications(): DesktopNotifications {
  return useSyncExternalStore(subscribe, read, () => "off" as const);
}

/** Turns this browser's notifications on, asking the person for leave where that was not given, or off. */
export async function switchDesktopNotifications(isOn: boolean): Promise<void> {
  if (isOn && Notification.permission === "default") await Notification.requestPermission();
  localStorage.setItem(key, isOn && Notification.permission === "granted" ? "on" : "off");
  window.dispatchEvent(new Event(changed));
}
