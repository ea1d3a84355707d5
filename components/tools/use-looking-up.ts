import { useQuery } from "@tanstack/react-query";
import { toolQuery } from "@/lib/client/tools";
import type { LookUpByTool, Tool } from "@/lib/domain/tool";
import { lookUpProblem } from "@/lib/planning/declared-look-up";
import { undoProblems } from "@/lib/planning/declared-undo";

/** What the form holds of how a call is looked up: not at all, or with a tool once one is chosen. */
export type LookUpDraft = { kind: "none" } | { kind: "tool"; lookUp: LookUpByTool | null };

export interface LookingUp {
  /** The tool to look it up with, once it has been read. */
  by: Tool | null;
  failure: string | null;
  /** What is wrong with its inputs. */
  problems: { input: string; message: string }[];
  /** The first that is wrong with any of it, as a sentence. */
  problem: string | null;
  /** What the form says can be saved. */
  isWhole: boolean;
}

/** The tool a person has chosen to look calls up with, and whether it can be done as they say. */
export function useLookingUp(tool: Tool, draft: LookUpDraft): LookingUp {
  const lookUp = draft.kind === "tool" ? draft.lookUp : null;
  const { data, error } = useQuery({ ...toolQuery(lookUp?.toolId ?? ""), enabled: lookUp !== null });
  const by = (lookUp && data) || null;
  const problems = by && lookUp ? undoProblems(tool, by, lookUp.inputs) : [];
  const problem = by && lookUp ? lookUpProblem(tool, lookUp, by) : null;
  const isWhole = draft.kind === "none" || (by !== null && problem === null);
  return { by, failure: error?.message ?? null, problems, problem, isWhole };
}
