import { useRouter } from "next/navigation";
import { useState } from "react";
import { rerunStepAction } from "@/app/runs/[runId]/actions";
import type { Binding } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { RerunScope } from "@/lib/domain/rerun";
import type { Run } from "@/lib/domain/run";

export interface RerunCommand {
  isStarting: boolean;
  failure: string | null;
  problems: readonly PlanProblem[];
  start: (wanted: { stepId: StepId; scope: RerunScope; inputs?: Record<string, Binding> }) => void;
  forget: () => void;
}

/** Starts a run of some steps of an earlier one, and goes there. */
export function useRerun(run: Run): RerunCommand {
  const router = useRouter();
  const [isStarting, setStarting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [problems, setProblems] = useState<readonly PlanProblem[]>([]);
  const forget = () => {
    setFailure(null);
    setProblems([]);
  };
  const start = async (wanted: Parameters<RerunCommand["start"]>[0]) => {
    if (isStarting) return;
    setStarting(true);
    forget();
    try {
      const started = await rerunStepAction({ runId: run.id, ...wanted });
      switch (started.kind) {
        case "started":
          return router.push(`/runs/${started.runId}`);
        case "stale":
          setFailure("The plan has changed since this run. Review it, and run it from there.");
          break;
        case "refused":
          setProblems(started.problems);
          setFailure(started.problems[0]?.message ?? "The plan can't be run as it is.");
          break;
        case "conflict":
          setFailure("This run still goes on. Its steps can be run again once it has ended.");
          break;
        case "not-found":
          setFailure("This run or its plan is not there any more.");
          break;
        default:
          started satisfies never;
      }
    } catch {
      setFailure("The run could not be started: Lamplight did not answer.");
    }
    setStarting(false);
  };
  return { isStarting, failure, problems, start: (wanted) => void start(wanted), forget };
}
