"use client";

import { useSyncExternalStore } from "react";

const changed = "lamplight:sidebar";

function subscribe(listener: () => void) {
  window.addEventListener(changed, listener);
  return () => window.removeEventListener(changed, listener);
}

function isCollapsed() {
  return document.documentElement.dataset.sidebar === "collapsed";
}

/** The state lives on `<html data-sidebar>`, where CSS reads it and `/sidebar-state.js` restores it. */
export function useSidebar() {
  const collapsed = useSyncExternalStore(subscribe, isCollapsed, () => false);
  return { collapsed, toggleSidebar };
}

export function toggleSidebar() {
  const next = isCollapsed() ? "open" : "collapsed";
  document.documentElement.dataset.sidebar = next;
  try {
    localStorage.setItem(changed, next);
  } catch {
    // Storage is off: the choice lasts until the next load.
  }
  window.dispatchEvent(new Event(changed));
}
