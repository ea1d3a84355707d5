"use client";

import { useQuery } from "@tanstack/react-query";
import { Webhook as WebhookIcon } from "lucide-react";
import { isFeedable, PublishButton } from "@/components/schedule/publish-button";
import { webhooksQuery } from "@/lib/client/webhooks";
import type { Plan } from "@/lib/domain/plan";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import { WebhookDialog } from "./webhook-dialog";

/** Opens the plan's webhook, and shows that it has one. */
export function WebhookButton(props: {
  plan: Plan;
  tools: readonly Tool[];
  problems: readonly PlanProblem[];
  disabled: boolean;
  whenSaved: () => Promise<number | null>;
}) {
  const { plan, tools, problems, disabled, whenSaved } = props;
  const { data } = useQuery(webhooksQuery);
  const webhook = data?.find((one) => one.planId === plan.id) ?? null;
  const isOn = webhook?.isOn ?? false;
  return (
    <PublishButton
      label={isOn ? "Webhook: on" : "Webhook"}
      icon={<WebhookIcon />}
      isOn={isOn}
      disabled={data === undefined || ((disabled || !isFeedable(problems)) && !webhook)}
    >
      {(close) => (
        <WebhookDialog plan={plan} tools={tools} webhook={webhook} whenSaved={whenSaved} onClose={close} />
      )}
    </PublishButton>
  );
}
