"use client";

import { Info, Pencil, Split, TriangleAlert, Undo2 } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EffectBadge } from "@/components/ui/effect-badge";
import { Field } from "@/components/ui/field";
import { OriginBadge } from "@/components/ui/origin-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Textarea } from "@/components/ui/textarea";
import type { ApprovalCard as CardContent } from "@/lib/domain/approval";
import type { ApprovalId, StepId } from "@/lib/domain/ids";
import { CardInputs } from "./card-inputs";
import { EditInputs } from "./edit-inputs";
import { RevealedText } from "./revealed-text";
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
      <header className="flex flex-col gap-1.5 px-4 pt-3.5 pb-3">
        <div className="flex flex-wrap items-center gap-1.5">
          <StatusBadge status="waiting-approval" />
          <EffectBadge effect={card.effect} />
          {card.item ? (
            <span className="text-text-muted text-xs">
              Item {card.item.number} of {card.item.total}
            </span>
          ) : null}
          {askedAt ? <RelativeTime date={askedAt} className="text-text-subtle text-xs sm:ml-auto" /> : null}
        </div>
        <h3 id={headingId} className="break-words font-semibold text-base">
          <RevealedText text={card.stepTitle} />
        </h3>
        <CallLine card={card} />
        <Reasons card={card} />
      </header>
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

/** The tool, and the account and place it goes to. */
export function CallLine({ card }: { card: CardContent }) {
  return (
    <div className="flex min-w-0 items-start gap-2 text-sm text-text-muted">
      <ToolIcon name={card.icon} className="mt-0.5 size-4 shrink-0" />
      <p className="min-w-0 break-words">
        <RevealedText text={card.toolTitle} />
        {card.connection ? (
          <>
            {" with "}
            <span className="text-text">
              <RevealedText text={card.connection.name} />
            </span>{" "}
            <span className="font-mono text-xs [overflow-wrap:anywhere]">
              <RevealedText text={card.connection.origin} />
            </span>
          </>
        ) : null}
      </p>
    </div>
  );
}

export function Reasons({ card }: { card: CardContent }) {
  const undo = undoText(card);
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {card.reasons.map((reason) => (
        <li key={reason} className="flex gap-2">
          {card.effect === "read" ? (
            <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-text-subtle" />
          ) : (
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-status-waiting" />
          )}
          <span className="min-w-0 text-pretty break-words">
            <RevealedText text={reason} />
          </span>
        </li>
      ))}
      {(card.because ?? []).map(({ words, origin }) => (
        <li key={words} className="flex gap-2 text-text-muted">
          <Split aria-hidden className="mt-0.5 size-4 shrink-0 text-text-subtle" />
          <span className="min-w-0 flex-1 text-pretty break-words">
            It has come to this because <RevealedText text={words} />.
          </span>
          <OriginBadge origin={origin} variant="plain" />
        </li>
      ))}
      {undo ? (
        <li className="flex gap-2 text-text-muted">
          <Undo2 aria-hidden className="mt-0.5 size-4 shrink-0 text-text-subtle" />
          <span className="min-w-0 text-pretty">{undo}</span>
        </li>
      ) : null}
    </ul>
  );
}

/** How the effect is taken back; an irreversible one has that among its reasons. */
function undoText({ effect, undo }: CardContent): string | null {
  if (effect === "read") return null;
  switch (undo.kind) {
    case "tool":
      return `Can be taken back with ${undo.toolId}.`;
    case "none":
      return effect === "irreversible" ? null : "There is no tool that takes it back.";
    case "unknown":
      return "Nobody knows whether it can be taken back.";
    default:
      return undo satisfies never;
  }
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
