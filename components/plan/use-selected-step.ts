import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";
import { keepInAddress } from "@/components/ui/keep-in-address";
import { type StepId, stepIdSchema } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";

/** The chosen step, kept in the address, so that a link leads to it. */
export function useSelectedStep(plan: Plan): [StepId | null, (stepId: StepId | null) => void] {
  const fromAddress = stepIdSchema.safeParse(useSearchParams().get("step"));
  const [selected, setSelected] = useState<StepId | null>(fromAddress.success ? fromAddress.data : null);
  const select = useCallback((stepId: StepId | null) => {
    setSelected(stepId);
    keepInAddress({ step: stepId });
  }, []);
  return [plan.steps.some((step) => step.id === selected) ? selected : null, select];
}
