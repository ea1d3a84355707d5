import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { toolQuery } from "@/lib/client/tools";
import type { ToolId } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { type PointOfNoReturn, pointOfNoReturn } from "@/lib/planning/point-of-no-return";

/** Where a plan stops being able to be undone; null too while the tools that undo its steps are being looked up. */
export function usePointOfNoReturn(
  steps: readonly Step[],
  tools: ReadonlyMap<ToolId, Tool>,
): PointOfNoReturn | null {
  const wanted = useMemo(() => {
    const undoing = steps.flatMap(({ toolId }) => {
      const undo = tools.get(toolId)?.undo;
      return undo?.kind === "tool" && undo.inputs ? [undo.toolId] : [];
    });
    return [...new Set(undoing)];
  }, [steps, tools]);
  const { found, isPending } = useQueries({
    // One that is not there is known soon: nobody waits for it.
    queries: wanted.map((id) => ({ ...toolQuery(id), staleTime: 60_000, retry: false })),
    combine: (results) => ({
      found: results.flatMap(({ data }) => data ?? []),
      isPending: results.some((result) => result.isPending),
    }),
  });
  return useMemo(() => {
    if (isPending) return null;
    return pointOfNoReturn(steps, new Map([...found.map((tool) => [tool.id, tool] as const), ...tools]));
  }, [steps, tools, found, isPending]);
}
