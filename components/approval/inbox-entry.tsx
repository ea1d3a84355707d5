"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { ItemsNeedPerson } from "@/components/run/items-need-person";
import { PersonCard } from "@/components/run/person-card";
import { emptyJournal } from "@/components/run/run-journal";
import { runView } from "@/components/run/run-view";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { AttentionItem } from "@/lib/client/inbox";
import { planQuery } from "@/lib/client/plans";
import { runQuery } from "@/lib/client/runs";
import type { StepId } from "@/lib/domain/ids";
import { stepRunKey } from "@/lib/domain/run";
import { ApprovalCard } from "./approval-card";
import { BatchApproval } from "./batch-approval";
import type { InboxGroup, InboxItem } from "./inbox-items";
import { QuestionCard } from "./question-card";

export interface InboxEntryProps {
  item: InboxItem;
  group: InboxGroup;
  titleOf: (stepId: StepId) => string;
  isLeaving: boolean;
  /** The one the address leads to. */
  isMarked: boolean;
  onDecided: () => void;
}

/** One thing that waits, with the same card as on its run's page; it folds away when it is decided. */
export function InboxEntry(props: InboxEntryProps) {
  const { item, isLeaving, isMarked } = props;
  return (
    <li
      id={`waiting-${item.key}`}
      inert={isLeaving}
      tabIndex={-1}
      className={cn(
        "grid scroll-mt-20 rounded-lg transition-[grid-template-rows,opacity,margin] duration-slow ease-out",
        isLeaving ? "-mb-3 grid-rows-[0fr] opacity-0" : "grid-rows-[1fr]",
      )}
    >
      <div className={cn("relative min-h-0 min-w-0", isLeaving && "overflow-hidden")}>
        <div
          className={cn("rounded-lg", isMarked && "ring-2 ring-focus ring-offset-2 ring-offset-background")}
        >
          <ItemCard {...props} />
        </div>
      </div>
    </li>
  );
}

function ItemCard({ item, group, titleOf, onDecided }: InboxEntryProps) {
  const queryClient = useQueryClient();
  const page = {
    refresh: () => void queryClient.invalidateQueries({ queryKey: ["inbox"] }),
    onDecided,
  };
  switch (item.kind) {
    case "approval": {
      const { id, contentHash, card } = item.approval;
      return (
        <ApprovalCard
          approvalId={id}
          contentHash={contentHash}
          card={card}
          askedAt={item.since}
          titleOf={titleOf}
          {...page}
        />
      );
    }
    case "batch":
      return (
        <BatchApproval
          items={item.approvals.map(({ id, contentHash, card, item: place }) => ({
            ...{ approvalId: id, contentHash, card },
            item: place ?? 0,
          }))}
          askedAt={item.since}
          titleOf={titleOf}
          {...page}
        />
      );
    case "question": {
      const { id, question, options, form, stepId } = item.question;
      return (
        <QuestionCard
          questionId={id}
          question={question}
          options={options}
          form={form}
          stepTitle={titleOf(stepId)}
          askedAt={item.since}
          {...page}
        />
      );
    }
    case "attention":
      return <AttentionCard attention={item.attention} group={group} {...page} />;
    default:
      return item satisfies never;
  }
}

/** A failure's ways out need the run and its plan; both are read when the card is there. */
function AttentionCard(props: {
  attention: AttentionItem;
  group: InboxGroup;
  refresh: () => void;
  onDecided: () => void;
}) {
  const { attention, group, ...page } = props;
  const run = useQuery(runQuery(group.runId, attention.since));
  const plan = useQuery({
    ...planQuery(group.planId, group.planRevision ?? undefined),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: group.planRevision !== null,
  });
  const view = useMemo(() => {
    if (!run.data || !plan.data) return null;
    return runView(run.data, plan.data.plan, new Map(plan.data.tools.map((tool) => [tool.id, tool])));
  }, [run.data, plan.data]);
  const error = run.error ?? plan.error;
  if (error) {
    return (
      <ErrorState
        compact
        title={`“${attention.stepTitle}” needs you, and could not be read`}
        description={error.message}
        onRetry={() => {
          void run.refetch();
          void plan.refetch();
        }}
        className="rounded-lg border bg-surface"
      />
    );
  }
  const step = view?.steps.find((one) => one.step.id === attention.stepId);
  if (!view || !step) return <Skeleton className="h-56 rounded-lg" />;
  // The Inbox learns of changes by asking again.
  const cardPage = { ...page, isListed: true, adopt: () => {} };
  if (attention.item !== null)
    return <ItemsNeedPerson view={view} step={step} journal={emptyJournal} withoutApprovals {...cardPage} />;
  const journal = { ...emptyJournal, askedAt: { [stepRunKey(step.step.id)]: attention.since } };
  return <PersonCard view={view} step={step} journal={journal} {...cardPage} />;
}
