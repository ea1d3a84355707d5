// What a person changes of an imported tool. It is kept apart from the import, and the next import leaves it alone.
import { db, type Querier } from "@/lib/db/client";
import { findStoredTool, lockTool, type StoredTool, setToolEdits } from "@/lib/db/tools";
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { layOverEdits, patchEdits, type ToolEditsPatch } from "@/lib/domain/tool-edits";
import { lookUpProblem } from "@/lib/planning/declared-look-up";
import { declaredUndoProblem } from "@/lib/planning/declared-undo";
import { followInIndex } from "./follow-in-index";

export type EditedTool =
  | ({ kind: "edited" } & StoredTool)
  /** It is built in: this version of Lamplight says what it is. */
  | { kind: "refused"; message: string }
  | { kind: "not-found" };

/**
 * Changes title, description, effect, examples or undo of an imported tool, or switches it off or on; `null` takes a
 * change back. Approvals of the tool as it was are void, since its version is another.
 */
export async function editTool(request: { toolId: ToolId; patch: ToolEditsPatch }): Promise<EditedTool> {
  const { toolId, patch } = request;
  const edited = await db().transaction(async (tx): Promise<EditedTool> => {
    const stored = await lockTool(toolId, tx);
    if (!stored) return { kind: "not-found" };
    const { imported } = stored;
    if (imported.source.kind === "builtin") {
      return { kind: "refused", message: "Built-in tools can't be changed." };
    }
    if (imported.source.kind === "plan" && saysMore(patch)) {
      return { kind: "refused", message: "What a plan is to others is said where it is published." };
    }
    const edits = patchEdits(imported, stored.edits ?? {}, patch);
    const edited = layOverEdits(imported, edits ?? {});
    const problem = (await undoProblem(edited, patch, tx)) ?? (await lookUpPatchProblem(edited, patch, tx));
    if (problem !== null) return { kind: "refused", message: problem };
    const tool = await setToolEdits(imported, edits, tx);
    return { kind: "edited", tool, imported, edits };
  });
  if (edited.kind === "edited") {
    const { tool } = edited;
    await followInIndex(tool.off ? { removed: [tool.id] } : { written: [tool] });
  }
  return edited;
}

/** True for a change of more than whether the tool is on. */
const saysMore = ({ off: _, ...rest }: ToolEditsPatch) =>
  Object.values(rest).some((change) => change !== null && change !== undefined);

/** Why the undo that a patch declares can't be so. */
async function undoProblem(tool: Tool, { undo }: ToolEditsPatch, tx: Querier): Promise<string | null> {
  if (!undo) return null;
  const by = undo.kind === "tool" ? await findStoredTool(undo.toolId, tx) : null;
  return declaredUndoProblem(tool, undo, by?.tool ?? null);
}

/** Why a patch can't have calls looked up as it says. */
async function lookUpPatchProblem(
  tool: Tool,
  { lookUp }: ToolEditsPatch,
  tx: Querier,
): Promise<string | null> {
  if (!lookUp) return null;
  return lookUpProblem(tool, lookUp, (await findStoredTool(lookUp.toolId, tx))?.tool ?? null);
}

/** Takes back everything a person changed of a tool. */
export function resetTool(toolId: ToolId): Promise<EditedTool> {
  const patch = {
    title: null,
    description: null,
    effect: null,
    examples: null,
    undo: null,
    lookUp: null,
    off: null,
  };
  return editTool({ toolId, patch });
}
