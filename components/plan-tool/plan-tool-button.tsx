"use client";

import { useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { isFeedable, PublishButton } from "@/components/schedule/publish-button";
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
  const { data } = useQuery(planToolsQuery);
  const planTool = data?.find((one) => one.planId === plan.id) ?? null;
  const isOn = planTool?.isOn ?? false;
  return (
    <PublishButton
      label={isOn ? "Run by other plans: on" : "Run by other plans"}
      icon={<Workflow />}
      isOn={isOn}
      disabled={data === undefined || ((disabled || !isFeedable(problems)) && !planTool)}
    >
      {(close) => (
        <PlanToolDialog plan={plan} tools={tools} planTool={planTool} whenSaved={whenSaved} onClose={close} />
      )}
    </PublishButton>
  );
}
