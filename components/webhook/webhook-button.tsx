"use client";

import { useQuery } from "@tanstack/react-query";
import { Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
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
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(webhooksQuery);
  const webhook = data?.find((one) => one.planId === plan.id) ?? null;
  // What a message gives need not be there now.
  const isFeedable = problems.every(({ code }) => code === "open-question" || code === "missing-input");
  return (
    <>
      <IconButton
        label={webhook?.isOn ? "Webhook: on" : "Webhook"}
        disabled={data === undefined || ((disabled || !isFeedable) && !webhook)}
        onClick={() => setOpen(true)}
        className={webhook?.isOn ? "text-accent" : undefined}
      >
        <WebhookIcon />
      </IconButton>
      {isOpen && (
        <WebhookDialog
          plan={plan}
          tools={tools}
          webhook={webhook}
          whenSaved={whenSaved}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
