import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { recoverStepAction } from "@/app/runs/[runId]/actions";
import { toast } from "@/components/ui/toast";
import type { StepId } from "@/lib/domain/ids";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Recovery } from "@/lib/domain/recovery";
import type { Run } from "@/lib/domain/run";
import type { StepView } from "./run-view";
import { type Command, type CommandOutcome, useCommand } from "./use-command";
import type { RepairPreview } from "./use-repair";

export interface StepRecovery extends Pick<Command, "pending" | "failure"> {
  /** What is wrong with a changed step. */
  problems: readonly PlanProblem[];
  recover: (recovery: Recovery) => void;
}

/** The page around a step that needs its person. */
export interface RecoveryPage {
  /** It tries one tool: there is no plan to swap a step of, or to go on with after it. */
  isTry?: boolean;
  /** One of many on the page: no model is asked because it was opened. */
  isListed?: boolean;
  /** Takes over the run as an action answered with it. */
  adopt: (run: Run) => void;
  refresh: () => void;
  /** Shows on the canvas what a repair of a step would change; null when there is nothing to show any more. */
  preview?: (stepId: StepId, repair: RepairPreview | null) => void;
  /** After a decision, the person's or somebody else's. */
  onDecided?: () => void;
}

/** The person's way out of a failure, an unknown outcome, or an output that is not as expected. */
export function useRecovery(run: Run, { step, run: stepRun }: StepView, page: RecoveryPage): StepRecovery {
  const { adopt, refresh, onDecided } = page;
  const queryClient = useQueryClient();
  const { pending, failure, send } = useCommand(stepRun.status, refresh);
  const [problems, setProblems] = useState<readonly PlanProblem[]>([]);

  const recover = async (recovery: Recovery): Promise<CommandOutcome> => {
    setProblems([]);
    const item = stepRun.item ?? undefined;
    const recovered = await recoverStepAction({ runId: run.id, stepId: step.id, item, recovery });
    void queryClient.invalidateQueries({ queryKey: ["inbox"] });
    switch (recovered.kind) {
      case "done":
        adopt(recovered.run);
        onDecided?.();
        return "sent";
      case "conflict":
        toast.info("This was settled already, in another window or because the run ended.");
        adopt(recovered.run);
        refresh();
        onDecided?.();
        return "over";
      case "refused":
        setProblems(recovered.problems);
        return { failure: [recovered.message, ...unnamed(recovered.problems)].join(" ") };
      case "not-found":
        return { failure: "This run is not there any more." };
      default:
        return recovered satisfies never;
    }
  };
  return { pending, failure, problems, recover: (recovery) => send(recovery.kind, () => recover(recovery)) };
}

/** Problems that stand at no input of their own. */
const unnamed = (problems: readonly PlanProblem[]) =>
  problems.filter(({ input }) => input === null).map(({ message }) => message);
