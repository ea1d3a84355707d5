"use client";

import { Pencil } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { ApprovalCard as CardContent } from "@/lib/domain/approval";
import type { ApprovalId, StepId } from "@/lib/domain/ids";
import { ApprovalHead } from "./approval-head";
import { CardInputs } from "./card-inputs";
import { EditInputs } from "./edit-inputs";
import { type ApprovalDecision, useDecision } from "./use-decision";
import { useSeen } from "./use-seen";

export interface ApprovalCardProps {
  approvalId: ApprovalId;
  contentHash: string;
  /** As the server made it of what will be sent; nothing else is shown (A3). */
  card: CardContent;
  /** ISO. */
  askedAt: string | null;
  titleOf: (stepId: StepId) => string;
  onDecided?: () => void;
  /** Brings the page up to date: after a conflict. */
  refresh: () => void;
}

/** Exactly what will be sent, and the three answers to it: approve, edit, deny. */
export function ApprovalCard(props: ApprovalCardProps) {
  const { approvalId, contentHash, card, askedAt, titleOf, onDecided = () => {}, refresh } = props;
  const ref = useRef<HTMLElement>(null);
  const isSeen = useSeen(ref);
  const headingId = useId();
  const decision = useDecision({ approvalId, contentHash, onDecided, refresh });
  const [mode, setMode] = useState<"read" | "edit" | "deny">("read");
  return (
    <Card ref={ref} tone="accent" role="group" aria-labelledby={headingId} className="overflow-hidden">
      <ApprovalHead
        card={card}
        headingId={headingId}
        place={card.item ? `Item ${card.item.number} of ${card.item.total}` : null}
        askedAt={askedAt}
      />
      <div className="border-t px-4 py-3.5">
        {mode === "edit" ? (
          <EditInputs card={card} decision={decision} titleOf={titleOf} onBack={() => setMode("read")} />
        ) : (
          <CardInputs
            inputs={card.inputs}
            schema={card.inputSchema}
            provenance={card.provenance}
            titleOf={titleOf}
          />
        )}
      </div>
      {mode === "edit" ? null : (
        <footer className="flex flex-col gap-3 border-t bg-surface-sunken/60 px-4 py-3">
          {decision.failure ? (
            <Banner tone="danger" live="alert">
              {decision.failure}
            </Banner>
          ) : null}
          {mode === "deny" ? (
            <DenyForm decision={decision} isItem={card.item !== undefined} onBack={() => setMode("read")} />
          ) : (
            <div className="flex flex-wrap items-center gap-2 max-sm:[&>*]:flex-1">
              <Button
                variant="primary"
                loading={decision.pending === "approve"}
                disabled={!isSeen}
                onClick={() => decision.approve()}
                className="max-sm:basis-full"
              >
                Approve
              </Button>
              <Button
                icon={<Pencil aria-hidden />}
                disabled={decision.pending !== null}
                onClick={() => setMode("edit")}
              >
                Edit
              </Button>
              <Button disabled={decision.pending !== null} onClick={() => setMode("deny")}>
                Deny
              </Button>
            </div>
          )}
        </footer>
      )}
    </Card>
  );
}

function DenyForm(props: { decision: ApprovalDecision; isItem: boolean; onBack: () => void }) {
  const { decision, isItem, onBack } = props;
  const [reason, setReason] = useState("");
  const form = useRef<HTMLFormElement>(null);
  // Focus alone would bring no more than the field into view.
  useEffect(() => {
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <form
      ref={form}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        decision.deny(reason);
      }}
    >
      <Field
        label="Reason"
        optional
        hint={
          isItem
            ? "This item is left out; the others go on."
            : "The step will not run. Nothing that needs it runs either, and the run ends as canceled."
        }
      >
        <Textarea
          autoFocus
          minRows={2}
          maxRows={6}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="danger" loading={decision.pending === "deny"}>
          Deny
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}
