import { useQuery } from "@tanstack/react-query";
import { toolQuery } from "@/lib/client/tools";
import type { Tool } from "@/lib/domain/tool";
import { undoProblems } from "@/lib/planning/declared-undo";
import type { UndoDraft } from "./undo-draft";

export interface UndoingTool {
  /** The tool that is to take it back, once it has been read. */
  by: Tool | null;
  failure: string | null;
  /** What is wrong with its inputs. */
  problems: { input: string; message: string }[];
  /** What the form says can be saved. */
  isWhole: boolean;
}

/** The tool a person has chosen to take another one's effect back, and whether its inputs have what they need. */
export function useUndoingTool(tool: Tool, undo: UndoDraft): UndoingTool {
  const toolId = undo.kind === "tool" ? undo.toolId : null;
  const { data, error } = useQuery({ ...toolQuery(toolId ?? ""), enabled: toolId !== null });
  const by = (toolId !== null && data) || null;
  const problems = by && undo.kind === "tool" ? undoProblems(tool, by, undo.inputs) : [];
  const isWhole = undo.kind !== "tool" || (by !== null && problems.length === 0);
  return { by, failure: error?.message ?? null, problems, isWhole };
}
