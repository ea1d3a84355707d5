"use client";

import { useId, useRef, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import type { ApprovalCard as CardContent } from "@/lib/domain/approval";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { ApprovalId, StepId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { ApprovalCard } from "./approval-card";
import { ApprovalHead } from "./approval-head";
import { CardInputs } from "./card-inputs";
import { RevealedText } from "./revealed-text";
import { useBatchDecision } from "./use-batch-decision";
import { useSeen } from "./use-seen";

/** One item of a repeated step that waits for approval. */
export interface BatchItem {
  approvalId: ApprovalId;
  contentHash: string;
  card: CardContent;
  item: number;
}

export interface BatchApprovalProps {
  /** In the order of the list; at least one. */
  items: readonly BatchItem[];
  /** ISO. */
  askedAt: string | null;
  titleOf: (stepId: StepId) => string;
  onDecided?: () => void;
  refresh: () => void;
}

/**
 * The calls of a repeated step on one card: what is the same for all once, and of every item what is its own. Each is
 * decided by its own hash; an item that is not ticked is denied (A3).
 */
export function BatchApproval(props: BatchApprovalProps) {
  const { items, askedAt, titleOf, onDecided = () => {}, refresh } = props;
  const ref = useRef<HTMLElement>(null);
  const isSeen = useSeen(ref);
  const headingId = useId();
  const [left, setLeft] = useState<ReadonlySet<ApprovalId>>(new Set());
  const [alone, setAlone] = useState<ApprovalId | null>(null);
  const decision = useBatchDecision({ items, onDecided, refresh });
  const [first] = items;
  if (!first) return null;
  const { card } = first;
  const shared = sharedInputs(items);
  const denied = items.filter(({ approvalId }) => left.has(approvalId)).length;
  const count = items.length - denied;
  const reasons = [...new Set(items.flatMap((one) => one.card.reasons))];
  const isSameBecause = items.every((one) => canonicalJson(one.card.because) === canonicalJson(card.because));
  const toggle = (approvalId: ApprovalId, isOn: boolean) =>
    setLeft((before) => {
      const next = new Set(before);
      if (isOn) next.delete(approvalId);
      else next.add(approvalId);
      return next;
    });
  return (
    <Card ref={ref} tone="accent" role="group" aria-labelledby={headingId} className="overflow-hidden">
      <ApprovalHead
        card={{ ...card, reasons, because: isSameBecause ? card.because : undefined }}
        headingId={headingId}
        place={`${items.length === 1 ? "1 item" : `${items.length} items`} of ${card.item?.total ?? items.length}`}
        askedAt={askedAt}
      />
      {Object.keys(shared).length > 0 ? (
        <section aria-label="The same for all" className="flex flex-col gap-2 border-t px-4 py-3.5">
          <h4 className="font-medium text-text-muted text-xs">The same for all</h4>
          <CardInputs
            inputs={shared}
            schema={card.inputSchema}
            provenance={card.provenance}
            titleOf={titleOf}
          />
        </section>
      ) : null}
      <ol aria-label="Items" className="scroll-thin max-h-[60dvh] divide-y overflow-y-auto border-t">
        {items.map((one) => (
          <li key={one.approvalId} className="px-4 py-3 [content-visibility:auto]">
            {alone === one.approvalId ? (
              <ApprovalCard
                approvalId={one.approvalId}
                contentHash={one.contentHash}
                card={one.card}
                askedAt={null}
                titleOf={titleOf}
                onDecided={() => {
                  setAlone(null);
                  onDecided();
                }}
                refresh={refresh}
              />
            ) : (
              <ItemRow
                item={one}
                own={ownInputs(one.card.inputs, shared)}
                showsBecause={!isSameBecause}
                isOn={!left.has(one.approvalId)}
                onToggle={(isOn) => toggle(one.approvalId, isOn)}
                onAlone={() => setAlone(one.approvalId)}
                titleOf={titleOf}
              />
            )}
          </li>
        ))}
      </ol>
      <footer className="flex flex-col gap-3 border-t bg-surface-sunken/60 px-4 py-3">
        {decision.failure ? (
          <Banner tone="danger" live="alert">
            {decision.failure}
          </Banner>
        ) : null}
        <div className="flex flex-wrap items-center gap-2 max-sm:[&>*]:flex-1">
          <Button
            variant="primary"
            loading={decision.pending === "decide"}
            disabled={!isSeen || count === 0}
            onClick={() => decision.decide(left)}
            className="max-sm:basis-full"
          >
            {denied === 0
              ? `Approve ${count === 1 ? "it" : `all ${count}`}`
              : `Approve ${count}, deny ${denied}`}
          </Button>
          <Button loading={decision.pending === "deny"} onClick={() => decision.deny()}>
            {items.length === 1 ? "Deny" : "Deny all"}
          </Button>
        </div>
      </footer>
    </Card>
  );
}

function ItemRow(props: {
  item: BatchItem;
  own: JsonObject;
  showsBecause: boolean;
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  onAlone: () => void;
  titleOf: (stepId: StepId) => string;
}) {
  const { item, own, showsBecause, isOn, onToggle, onAlone, titleOf } = props;
  const { card } = item;
  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex items-center gap-2">
        <Checkbox
          checked={isOn}
          onCheckedChange={(checked) => onToggle(checked === true)}
          label={`Item ${item.item + 1}`}
        />
        {isOn ? null : <span className="text-danger text-xs">will be denied</span>}
        <Button variant="ghost" size="sm" className="ml-auto" onClick={onAlone}>
          Edit or decide alone
        </Button>
      </div>
      {Object.keys(own).length > 0 ? (
        <CardInputs inputs={own} schema={card.inputSchema} provenance={card.provenance} titleOf={titleOf} />
      ) : null}
      {(showsBecause ? (card.because ?? []) : []).map(({ words }) => (
        <p key={words} className="text-pretty break-words text-text-muted text-xs">
          Because <RevealedText text={words} />
        </p>
      ))}
    </div>
  );
}

/** The inputs that are the same in every call, where there is more than one. */
export function sharedInputs(items: readonly Pick<BatchItem, "card">[]): JsonObject {
  const [first, ...others] = items.map(({ card }) => card.inputs);
  if (!first || others.length === 0) return {};
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => {
      const text = canonicalJson(value);
      return others.every((inputs) => Object.hasOwn(inputs, name) && canonicalJson(inputs[name]) === text);
    }),
  );
}

const ownInputs = (inputs: JsonObject, shared: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(inputs).filter(([name]) => !Object.hasOwn(shared, name)));
