export const offlineEvent = "lamplight:offline";

/** Tells the shell that the server can't be reached, or can again: whoever asks it knows first. */
export function reportOffline(offline: boolean): void {
  window.dispatchEvent(new CustomEvent(offlineEvent, { detail: { offline } }));
}
