"use client";

import { useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { planToolsQuery } from "@/lib/client/plan-tools";
import type { Plan } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import { PlanToolDialog } from "./plan-tool-dialog";

/** Opens what others run of the plan, and shows that they can. */
export function PlanToolButton(props: {
  plan: Plan;
  tools: readonly Tool[];
  problems: readonly PlanProblem[];
  disabled: boolean;
  whenSaved: () => Promise<number | null>;
}) {
  const { plan, tools, problems, disabled, whenSaved } = props;
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(planToolsQuery);
  const planTool = data?.find((one) => one.planId === plan.id) ?? null;
  // What whoever runs it gives need not be there now.
  const isFeedable = problems.every(({ code }) => code === "open-question" || code === "missing-input");
  return (
    <>
      <IconButton
        label={planTool?.isOn ? "Run by other plans: on" : "Run by other plans"}
        disabled={data === undefined || ((disabled || !isFeedable) && !planTool)}
        onClick={() => setOpen(true)}
        className={planTool?.isOn ? "text-accent" : undefined}
      >
        <Workflow />
      </IconButton>
      {isOpen && (
        <PlanToolDialog
          plan={plan}
          tools={tools}
          planTool={planTool}
          whenSaved={whenSaved}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
