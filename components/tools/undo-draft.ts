import type { ToolId } from "@/lib/domain/ids";
import type { UndoInputs, UndoValue } from "@/lib/domain/tool";
import type { DeclaredUndo } from "@/lib/domain/tool-edits";
import { pathText } from "@/lib/planning/resolve-binding";

/** What the form holds of how a tool is undone: as it was imported, or what a person says. */
export type UndoDraft =
  | { kind: "imported" }
  | { kind: "none" }
  | { kind: "tool"; toolId: ToolId | null; inputs: UndoInputs };

/** What is declared by it; null for what was imported. */
export function declaredUndo(draft: UndoDraft): DeclaredUndo | null {
  if (draft.kind === "imported") return null;
  if (draft.kind === "none") return draft;
  return draft.toolId === null ? null : { kind: "tool", toolId: draft.toolId, inputs: draft.inputs };
}

/** A value of an undo among others: `output/tree/id`. */
export const undoValueKey = (from: UndoValue) =>
  from.from === "value" ? "value" : [from.from, ...from.path].join("/");

/** A place as a person writes it, `orders.0.id` or `orders[0].id`; null when it is none. */
export function placeOf(text: string): (string | number)[] | null {
  const parts = text
    .trim()
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .map((part) => (/^(0|[1-9]\d{0,8})$/.test(part) ? Number(part) : part));
  const isPlace = parts.length <= 20 && parts.every((part) => part !== "" && String(part).length <= 200);
  return isPlace && typeof parts[0] === "string" ? parts : null;
}

/** Where a value comes from, in words. @param label of the place, where it is known */
export function undoValueText(from: UndoValue, label?: string): string {
  if (from.from === "value") return "Always the same value";
  const place = label ?? pathText(from.path);
  return from.from === "output" ? `What it gave: ${place}` : `What it was given: ${place}`;
}
