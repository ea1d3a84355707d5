"use client";

import { type FormEvent, useId, useState } from "react";
import {
  publishWebhookAction,
  removeWebhookAction,
  rotateWebhookSecretAction,
  switchWebhookAction,
} from "@/app/webhooks/actions";
import { usePublishing } from "@/components/schedule/use-publishing";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Switch } from "@/components/ui/switch";
import { webhooksQuery } from "@/lib/client/webhooks";
import type { Plan } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { type FedInput, parsePath } from "@/lib/domain/trigger";
import type { Webhook } from "@/lib/domain/webhook";
import type { PublishedWebhook } from "@/lib/flow/manage-webhooks";
import { FedInputs } from "./fed-inputs";
import { signedExample } from "./signed-example";
import { WebhookDeliveries } from "./webhook-deliveries";

interface WebhookDialogProps {
  plan: Plan;
  tools: readonly Tool[];
  webhook: Webhook | null;
  /** Revision the plan is at once everything is saved; null when that failed. */
  whenSaved: () => Promise<number | null>;
  onClose: () => void;
}

const inputWords = {
  title: "Values from the message",
  none: "None: each run is given what the plan says.",
  place: "Place in the message",
  placeholder: "order.email",
  problemOf: (place: string) => (parsePath(place) === null ? "Write it as order.items[0].email." : undefined),
};

/** Where a plan is run from by others, what of a message it is given, and what came. */
export function WebhookDialog({ plan, tools, webhook, whenSaved, onClose }: WebhookDialogProps) {
  const formId = useId();
  const [inputs, setInputs] = useState<FedInput[]>(() => webhook?.inputs ?? []);
  const [secret, setSecret] = useState<string | null>(null);
  const { refusal, isBusy, change } = usePublishing<Extract<PublishedWebhook, { kind: "published" }>>({
    queryKey: webhooksQuery.queryKey,
    missing: "This plan or its webhook is not there any more.",
    onPublished: ({ secret: shown }) => shown && setSecret(shown),
  });
  const planId = plan.id;
  const publish = (event: FormEvent) => {
    event.preventDefault();
    void change(async () => {
      const revision = await whenSaved();
      if (revision === null) return { kind: "refused", message: "The plan isn't saved yet." };
      return publishWebhookAction({ planId, revision, inputs });
    }, "The plan is run by its webhook.");
  };
  const remove = async () => {
    const isDone = await change(async () => {
      await removeWebhookAction({ planId });
      return null;
    }, "The webhook is gone; its address is never one again.");
    if (isDone) onClose();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Run by a webhook"
        description="The plan as it is now, whenever a signed message comes to its address. What the message gives counts as untrusted; what needs your approval waits in the Inbox, as always."
        footer={
          <>
            {webhook && (
              <Button variant="ghost" className="mr-auto" disabled={isBusy} onClick={() => void remove()}>
                Remove
              </Button>
            )}
            <Button variant="secondary" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" form={formId} variant="primary" loading={isBusy}>
              {webhook ? "Publish again" : "Publish"}
            </Button>
          </>
        }
      >
        <form id={formId} onSubmit={publish} className="flex min-w-0 flex-col gap-5">
          {secret && (
            <Banner tone="success" live="status" title="The secret, shown this once">
              <p className="mb-2">
                Give it to whoever sends. Lamplight keeps it encrypted and shows it no more.
              </p>
              <CodeBlock code={secret} wrap />
            </Banner>
          )}
          {webhook && (
            <Published
              webhook={webhook}
              isBusy={isBusy}
              onSwitch={(isOn) =>
                void change(() => switchWebhookAction({ planId, isOn }), isOn ? "It is on." : "It is off.")
              }
              onRotate={() =>
                void change(
                  () => rotateWebhookSecretAction({ planId }),
                  "The secret before signs nothing any more.",
                )
              }
            />
          )}
          <FedInputs plan={plan} tools={tools} inputs={inputs} words={inputWords} onChange={setInputs} />
          <p role="alert" className="text-pretty text-danger text-sm empty:hidden">
            {refusal}
          </p>
          {webhook && (
            <>
              <WebhookDeliveries deliveries={webhook.deliveries} />
              <details className="text-sm">
                <summary className="cursor-pointer font-medium">Send a message from a shell</summary>
                <CodeBlock className="mt-2" code={signedExample(webhook.address, webhook.inputs)} />
              </details>
            </>
          )}
        </form>
      </DialogContent>
    </Dialog>
  );
}

function Published(props: {
  webhook: Webhook;
  isBusy: boolean;
  onSwitch: (isOn: boolean) => void;
  onRotate: () => void;
}) {
  const { webhook, isBusy, onSwitch, onRotate } = props;
  const { planRevision, newestRevision } = webhook;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Switch
        label="Messages start runs"
        description={
          planRevision < newestRevision
            ? `Of revision ${planRevision}; the plan is at ${newestRevision} by now. Publish it again to run that.`
            : undefined
        }
        checked={webhook.isOn}
        disabled={isBusy}
        onCheckedChange={onSwitch}
      />
      <CodeBlock title="Address" code={webhook.address} wrap />
      <Button size="sm" className="self-start" disabled={isBusy} onClick={onRotate}>
        Another secret
      </Button>
    </div>
  );
}
