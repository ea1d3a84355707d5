// Runs before the first paint, so that a folded sidebar does not unfold and fold again on every load.
try {
  document.documentElement.dataset.sidebar = localStorage.getItem("lamplight:sidebar") ?? "open";
} catch {
  document.documentElement.dataset.sidebar = "open";
}
