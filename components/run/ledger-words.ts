import type { EffectState, LedgerEntry } from "@/lib/domain/rollback";

const parts: readonly [EffectState["kind"], string][] = [
  ["undone", "undone"],
  ["undoing", "being undone"],
  ["undoable", "can be undone"],
  ["cannot", "can’t be undone"],
  ["unknown", "unknown"],
];

/** How the effects of a run stand, in one sentence: "3 effects: 1 undone, 2 can’t be undone." */
export function ledgerWords(entries: readonly LedgerEntry[]): string {
  const counted = parts.flatMap(([kind, words]) => {
    const count = entries.filter(({ state }) => state.kind === kind).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return `${entries.length === 1 ? "1 effect" : `${entries.length} effects`}: ${counted.join(", ")}.`;
}
