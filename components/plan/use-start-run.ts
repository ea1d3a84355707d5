import { useRouter } from "next/navigation";
import { useState } from "react";
import { startRunAction } from "@/app/plans/[planId]/actions";
import { toast } from "@/components/ui/toast";
import type { PlanEditor } from "./use-plan-editor";

/** Starts a run of the plan as it is saved, and goes there. */
export function useStartRun(editor: PlanEditor): { start: () => void; isStarting: boolean } {
  const router = useRouter();
  const [isStarting, setStarting] = useState(false);
  const start = async () => {
    setStarting(true);
    try {
      const revision = await editor.whenSaved();
      if (revision === null) throw new Error("The plan isn't saved yet, so it can't be run.");
      const started = await startRunAction({ planId: editor.plan.id, revision });
      switch (started.kind) {
        case "started":
          return router.push(`/runs/${started.runId}`);
        case "refused":
          throw new Error(started.problems[0]?.message ?? "The plan can't be run as it is.");
        case "stale":
          throw new Error("The plan was changed elsewhere. Reload the page and review it, then run it.");
        case "not-found":
          throw new Error("This plan is not there any more.");
        default:
          started satisfies never;
      }
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "The run could not be started.");
      setStarting(false);
    }
  };
  return { start: () => void start(), isStarting };
}
