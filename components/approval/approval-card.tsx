"use client";

import { Pencil } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ReasonForm } from "@/components/ui/reason-form";
import type { ApprovalCard as CardContent } from "@/lib/domain/approval";
import type { ApprovalId, StepId } from "@/lib/domain/ids";
import { ApprovalHead } from "./approval-head";
import { BoundsForm } from "./bounds-form";
import { CardInputs } from "./card-inputs";
import { EditInputs } from "./edit-inputs";
import { useDecision } from "./use-decision";
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
  const [mode, setMode] = useState<"read" | "edit" | "deny" | "bounds">("read");
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
          {decision.failure && mode !== "bounds" ? (
            <Banner tone="danger" live="alert">
              {decision.failure}
            </Banner>
          ) : null}
          {mode === "bounds" ? (
            <BoundsForm card={card} decision={decision} onBack={() => setMode("read")} />
          ) : mode === "deny" ? (
            <ReasonForm
              label="Reason"
              hint={
                card.item !== undefined
                  ? "This item is left out; the others go on."
                  : "The step will not run. Nothing that needs it runs either, and the run ends as canceled."
              }
              submit="Deny"
              variant="danger"
              isPending={decision.pending === "deny"}
              onSubmit={decision.deny}
              onBack={() => setMode("read")}
            />
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
              {card.effect === "read" ? null : (
                <Button
                  variant="ghost"
                  disabled={!isSeen || decision.pending !== null}
                  onClick={() => setMode("bounds")}
                  className="max-sm:basis-full sm:ml-auto"
                >
                  Approve more like this…
                </Button>
              )}
            </div>
          )}
        </footer>
      )}
    </Card>
  );
}
