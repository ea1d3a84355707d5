"use client";

import { RotateCw, SkipForward } from "lucide-react";
import { BatchApproval, type BatchItem } from "@/components/approval/batch-approval";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { isTroubledStep, stepRunKey } from "@/lib/domain/run";
import { PersonCard, type PersonCardProps } from "./person-card";
import { RepairPanel } from "./repair-panel";
import type { StepView } from "./run-view";
import { type RecoveryPage, useRecovery } from "./use-recovery";
import { useRepair } from "./use-repair";

/** Cards of single items that are shown at once; the rest follows as they are settled. */
const cardsAtOnce = 5;

/** A repeated step some of whose items need the person: what is to be approved on one card, trouble on one each. */
export function ItemsNeedPerson(
  props: PersonCardProps & {
    /** What is to be approved stands on a card of its own already. */
    withoutApprovals?: boolean;
  },
) {
  const { view, step: asked, journal, withoutApprovals = false, ...page } = props;
  const { step, items } = asked;
  const approvals = items.flatMap(({ run }): BatchItem[] =>
    run.status === "waiting-approval" && run.item !== null
      ? [{ approvalId: run.approvalId, contentHash: run.contentHash, card: run.card, item: run.item }]
      : [],
  );
  const [first] = approvals;
  const troubled = items.filter(({ run }) => isTroubledStep(run) || run.status === "waiting-answer");
  const failed = troubled.filter(({ run }) => run.status === "failed");
  return (
    <div className="flex flex-col gap-3">
      {first && !withoutApprovals ? (
        <BatchApproval
          items={approvals}
          askedAt={journal.askedAt[stepRunKey(step.id, first.item)] ?? null}
          titleOf={view.titleOf}
          onDecided={page.onDecided}
          refresh={page.refresh}
        />
      ) : null}
      {troubled.length > 0 ? <ItemsRepair view={view} step={asked} {...page} /> : null}
      {failed.length > 1 ? <AllFailed view={view} step={asked} failed={failed} {...page} /> : null}
      {troubled.slice(0, cardsAtOnce).map((item) => (
        <div key={item.number} className="flex flex-col gap-1">
          <p className="px-1 text-text-muted text-xs">
            Item {item.number} of {items.length}
          </p>
          <PersonCard view={view} step={item} journal={journal} {...page} />
        </div>
      ))}
      {troubled.length > cardsAtOnce ? (
        <p className="px-1 text-text-muted text-xs">
          {troubled.length - cardsAtOnce} more items wait; they follow as these are settled.
        </p>
      ) : null}
    </div>
  );
}

/** What is proposed for the step, whose items fail for the same reason more often than not. */
function ItemsRepair({ view, step, ...page }: RecoveryPage & Pick<PersonCardProps, "view" | "step">) {
  const repair = useRepair(view, step, page);
  if (repair.isOff) return null;
  return (
    <Card className="overflow-hidden [&>section]:border-t-0">
      <RepairPanel repair={repair} />
    </Card>
  );
}

/** The same for all items that failed. */
function AllFailed(
  props: RecoveryPage & Pick<PersonCardProps, "view" | "step"> & { failed: readonly StepView[] },
) {
  const { view, step, failed, ...page } = props;
  const recovery = useRecovery(view.run, step, page);
  return (
    <div className="flex flex-col gap-2 rounded-lg border bg-surface p-3">
      <p className="text-sm">
        {failed.length} of {step.items.length} items failed. The others are not repeated.
      </p>
      {recovery.failure ? (
        <Banner tone="danger" live="alert">
          {recovery.failure}
        </Banner>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<RotateCw aria-hidden />}
          loading={recovery.pending === "retry"}
          onClick={() => recovery.recover({ kind: "retry" })}
        >
          Retry all {failed.length}
        </Button>
        <Button
          icon={<SkipForward aria-hidden />}
          loading={recovery.pending === "skip"}
          onClick={() => recovery.recover({ kind: "skip" })}
        >
          Skip all {failed.length}
        </Button>
      </div>
    </div>
  );
}
