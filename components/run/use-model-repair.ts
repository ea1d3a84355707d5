import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { modelRepairQuery, repairQuery, stopModelRepair } from "@/lib/client/runs";
import type { RunId, StepId } from "@/lib/domain/ids";
import type { PlanningSummary } from "@/lib/domain/planning-record";
import type { RepairProposal } from "@/lib/domain/repair";

/** The model in use beside a step in trouble. */
export interface AskedModel {
  name: string;
  /** `arrived`: it has answered, and what it proposes is not shown yet; nothing is exchanged under a hand. */
  state: "idle" | "asking" | "canceled" | "failed" | "arrived" | "shown";
  /** Why it could not help. */
  reason: string | null;
  /** What it proposes, in a sentence, where that is not shown yet. */
  title: string | null;
  planning: PlanningSummary | null;
  ask: () => void;
  stop: () => void;
  show: () => void;
}

interface Place {
  runId: RunId;
  stepId: StepId;
  /** Of the step: what is proposed is for that one only. */
  state: string;
}

/** Has the model asked where that is due or wanted, and tells which proposal the card shows. */
export function useModelRepair(
  { runId, stepId, state }: Place,
  read: RepairProposal | null,
  { asksByItself }: { asksByItself: boolean },
): { proposal: RepairProposal | null; model: AskedModel | null } {
  const queryClient = useQueryClient();
  const [wanted, setWanted] = useState<string | null>(null);
  const before = read?.model ?? { state: "none" as const };
  const isDue = before.state === "asking" || (asksByItself && before.state === "idle" && before.isDue);
  const asking = useQuery({
    ...modelRepairQuery(runId, stepId, state),
    enabled: read !== null && (isDue || wanted === state),
  });
  const answer = asking.data ?? null;
  const now = answer?.model ?? before;
  if (read === null || now.state === "none") return { proposal: read, model: null };
  // Where nothing was shown, nothing is taken away.
  const isShown = answer === null || read.repair === null || answer.repair?.key === read.repair.key;
  const proposal = isShown && answer ? answer : read;
  const common = {
    name: now.model,
    reason: null,
    title: null,
    planning: null,
    ask: () => {
      setWanted(state);
      if (answer || asking.error) void asking.refetch();
    },
    stop: () => void stopModelRepair(runId, stepId).catch(() => {}),
    show: () => {
      if (answer) queryClient.setQueryData(repairQuery(runId, stepId, state).queryKey, answer);
    },
  };
  if (asking.isFetching) return { proposal, model: { ...common, state: "asking" } };
  if (asking.error) {
    return { proposal, model: { ...common, state: "failed", reason: asking.error.message } };
  }
  switch (now.state) {
    case "failed":
      return {
        proposal,
        model: { ...common, state: "failed", reason: now.reason, planning: now.planning },
      };
    case "answered":
      return {
        proposal,
        model: {
          ...common,
          state: isShown ? "shown" : "arrived",
          title: isShown ? null : (answer?.repair?.title ?? null),
          planning: now.planning,
        },
      };
    default:
      return { proposal, model: { ...common, state: now.state } };
  }
}
