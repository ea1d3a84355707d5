"use client";

import Link from "next/link";
import { type FormEvent, useId, useState } from "react";
import { publishPlanToolAction, removePlanToolAction, switchPlanToolAction } from "@/app/plan-tools/actions";
import { usePublishing } from "@/components/schedule/use-publishing";
import { toolHref } from "@/components/tools/tool-source";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { EffectBadge } from "@/components/ui/effect-badge";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { FedInputs } from "@/components/webhook/fed-inputs";
import { planToolsQuery } from "@/lib/client/plan-tools";
import type { Plan } from "@/lib/domain/plan";
import { type PlanTool, planInputName } from "@/lib/domain/plan-tool";
import type { Tool } from "@/lib/domain/tool";
import type { FedInput } from "@/lib/domain/trigger";

interface PlanToolDialogProps {
  plan: Plan;
  tools: readonly Tool[];
  planTool: PlanTool | null;
  /** Revision the plan is at once everything is saved; null when that failed. */
  whenSaved: () => Promise<number | null>;
  onClose: () => void;
}

const inputWords = {
  title: "Values it takes",
  none: "None: each run is given what the plan says.",
  place: "Called",
  placeholder: "recipient",
  problemOf: (name: string) =>
    planInputName.test(name.trim()) ? undefined : "Write letters, digits and _, beginning with a letter.",
};

/** What the plan is to other plans: its name as a tool, and the values it takes. */
export function PlanToolDialog({ plan, tools, planTool, whenSaved, onClose }: PlanToolDialogProps) {
  const formId = useId();
  const [title, setTitle] = useState(() => planTool?.title ?? plan.goal.slice(0, 200));
  const [inputs, setInputs] = useState<FedInput[]>(() => planTool?.inputs ?? []);
  const { refusal, isBusy, change } = usePublishing({
    queryKey: planToolsQuery.queryKey,
    missing: "Other plans can't run this one any more.",
  });
  const planId = plan.id;
  const publish = (event: FormEvent) => {
    event.preventDefault();
    void change(async () => {
      const revision = await whenSaved();
      if (revision === null) return { kind: "refused", message: "The plan isn't saved yet." };
      return publishPlanToolAction({ planId, revision, title, inputs });
    }, "Other plans can run it: it is among the tools.");
  };
  const remove = async () => {
    const isDone = await change(async () => {
      await removePlanToolAction({ planId });
      return null;
    }, "Other plans can run it no more.");
    if (isDone) onClose();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Run by other plans"
        description="The plan as it is now, as a tool: a step that uses it starts a run, waits for its end, and gives what the last step gave. What needs your approval waits in the Inbox, as always."
        footer={
          <>
            {planTool && (
              <Button variant="ghost" className="mr-auto" disabled={isBusy} onClick={() => void remove()}>
                Remove
              </Button>
            )}
            <Button variant="secondary" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" form={formId} variant="primary" loading={isBusy}>
              {planTool ? "Publish again" : "Publish"}
            </Button>
          </>
        }
      >
        <form id={formId} onSubmit={publish} className="flex min-w-0 flex-col gap-5">
          {planTool && (
            <Published
              planTool={planTool}
              isBusy={isBusy}
              onSwitch={(isOn) =>
                void change(() => switchPlanToolAction({ planId, isOn }), isOn ? "It is on." : "It is off.")
              }
            />
          )}
          <Field label="Name among the tools" required>
            <Input
              autoComplete="off"
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Field>
          <FedInputs plan={plan} tools={tools} inputs={inputs} words={inputWords} onChange={setInputs} />
          <p role="alert" className="text-pretty text-danger text-sm empty:hidden">
            {refusal}
          </p>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function Published(props: { planTool: PlanTool; isBusy: boolean; onSwitch: (isOn: boolean) => void }) {
  const { planTool, isBusy, onSwitch } = props;
  const { planRevision, newestRevision, effect, toolId, usedBy } = planTool;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Switch
        label="Other plans can run it"
        description={
          planRevision < newestRevision
            ? `Revision ${planRevision}; the plan is at ${newestRevision} by now. Publish it again to have that run.`
            : "Off, no plan that uses it runs."
        }
        checked={planTool.isOn}
        disabled={isBusy}
        onCheckedChange={onSwitch}
      />
      <p className="flex flex-wrap items-center gap-2 text-sm text-text-muted">
        <EffectBadge effect={effect} />
        <Link href={toolHref(toolId)} className="underline underline-offset-2 hover:text-text">
          Open the tool
        </Link>
        <span>{usedWords(usedBy)}</span>
      </p>
    </div>
  );
}

/** "Used by 2 plans." */
export const usedWords = (usedBy: number) =>
  usedBy === 0 ? "No plan uses it yet." : `Used by ${usedBy === 1 ? "1 plan" : `${usedBy} plans`}.`;
