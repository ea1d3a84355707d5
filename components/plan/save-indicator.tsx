import { Check, CloudOff, LoaderCircle } from "lucide-react";
import type { SaveState } from "./editor-state";

/** Whether what is on the screen is stored. Keeps its place, so that nothing jumps. */
export function SaveIndicator({ save, revision }: { save: SaveState; revision: number }) {
  const looks = {
    saved: { icon: <Check aria-hidden className="size-3.5" />, text: `Saved · revision ${revision}` },
    saving: { icon: <LoaderCircle aria-hidden className="size-3.5 animate-spin" />, text: "Saving…" },
    waiting: { icon: <CloudOff aria-hidden className="size-3.5" />, text: "Not saved yet" },
    conflict: { icon: <CloudOff aria-hidden className="size-3.5" />, text: "Changed elsewhere" },
  };
  const { icon, text } = looks[save.kind];
  return (
    <span
      role="status"
      title={save.kind === "waiting" ? save.message : undefined}
      className="hidden min-w-36 items-center justify-end gap-1.5 text-text-subtle text-xs tabular-nums md:inline-flex"
    >
      {icon}
      {text}
    </span>
  );
}
