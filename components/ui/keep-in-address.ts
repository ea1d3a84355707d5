/** Values of the address by name; what is null or undefined is not in it. */
export type InAddress = Readonly<Record<string, string | null | undefined>>;

/** Keeps what is shown in the address, so that a link leads to it. Nothing is loaded, and "back" doesn't lead through it. */
export function keepInAddress(values: InAddress): void {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string") url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  if (url.href !== window.location.href) window.history.replaceState(null, "", url);
}
