"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, InboxIcon } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import { StartedBy } from "@/components/run/nested-runs";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { approvalQuery, type InboxContents, inboxQuery } from "@/lib/client/inbox";
import { planQuery } from "@/lib/client/plans";
import { type ApprovalId, approvalIdSchema, type StepId } from "@/lib/domain/ids";
import { inboxPage } from "@/lib/domain/inbox";
import { EnvelopeList } from "./envelope-list";
import { InboxEntry } from "./inbox-entry";
import { type InboxGroup, type InboxItem, inboxGroups } from "./inbox-items";
import { useLeaving } from "./use-leaving";

/** More of each kind than a person looks through; the others come up as these are decided. */
const mostShown = 1000;

/** Everything that waits for the person, over all runs. */
export function Inbox({ initial }: { initial: InboxContents }) {
  const [limit, setLimit] = useState(inboxPage);
  const named = useNamedApproval();
  const query = useQuery({
    ...inboxQuery(limit, named),
    ...(limit === inboxPage ? { initialData: initial } : {}),
  });
  const { data = initial, error, refetch, isFetching, isPlaceholderData } = query;
  const groups = useMemo(() => inboxGroups(data), [data]);
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const groupByRun = new Map(groups.map((group) => [group.runId, group]));
  const items = useMemo(
    () => groups.flatMap((group) => group.items.map((item) => ({ key: item.key, item, group }))),
    [groups],
  );
  const shown = useLeaving(items, decided);
  const marked = useMarkedApproval(
    named,
    shown.map(({ item }) => item.key),
  );
  const sections = [...Map.groupBy(shown, ({ item }) => item.group.runId).values()];
  const count = shown.filter((one) => !one.isLeaving).length;
  const { approvals, questions, attention, counts } = data;
  const more =
    counts.approvals +
    counts.questions +
    counts.attention -
    (approvals.length + questions.length + attention.length);

  return (
    <Page
      width="md"
      header={<PageHeader title="Inbox" description="Everything that goes on only when you have answered." />}
    >
      <p role="status" className="sr-only">
        {count === 0
          ? "Nothing waits for you."
          : count === 1
            ? "1 thing waits for you."
            : `${count} things wait for you.`}
      </p>
      <div className="flex flex-col gap-8">
        {error ? (
          <ErrorState
            compact
            title="The Inbox could not be brought up to date"
            description={error.message}
            retrying={isFetching}
            onRetry={() => void refetch()}
          />
        ) : null}
        {marked.isGone && marked.id ? <DecidedBanner approvalId={marked.id} /> : null}
        {shown.length === 0 ? (
          <Card>
            <EmptyState
              icon={<InboxIcon aria-hidden />}
              title="Nothing waits for you"
              description="Approvals, questions and failed steps of all runs come together here."
              action={<ButtonLink href="/history">Look at the runs</ButtonLink>}
            />
          </Card>
        ) : null}
        {sections.map((members) => {
          const [first] = members;
          if (!first) return null;
          const group = groupByRun.get(first.item.group.runId) ?? first.item.group;
          return (
            <GroupSection
              key={group.runId}
              group={group}
              members={members.map(({ item: { item }, isLeaving }) => ({ item, isLeaving }))}
              marked={marked.id}
              onDecided={(key) => {
                setDecided((before) => new Set([...before, key]));
                focusNeighbour(
                  shown.map(({ item }) => item.key),
                  key,
                );
              }}
            />
          );
        })}
        {more > 0 ? (
          <div className="flex flex-col items-center gap-3">
            <p className="text-center text-sm text-text-muted">
              {more === 1 ? "1 more waits" : `${more.toLocaleString("en")} more wait`}: what has waited the
              longest comes first.
            </p>
            {limit < mostShown ? (
              <Button
                variant="secondary"
                loading={isPlaceholderData}
                onClick={() => setLimit(Math.min(mostShown, limit + inboxPage))}
              >
                Show more
              </Button>
            ) : null}
          </div>
        ) : null}
        <EnvelopeList />
      </div>
    </Page>
  );
}

/** The focus goes to the next thing that waits, not to the top of the page. */
function focusNeighbour(keys: readonly string[], key: string) {
  const place = keys.indexOf(key);
  const next = keys[place + 1] ?? keys[place - 1];
  const element = document.getElementById(next === undefined ? "main" : `waiting-${next}`);
  element?.focus({ preventScroll: true });
}

function GroupSection(props: {
  group: InboxGroup;
  members: { item: InboxItem; isLeaving: boolean }[];
  marked: ApprovalId | null;
  onDecided: (key: string) => void;
}) {
  const { group, members, marked, onDecided } = props;
  const titleOf = useStepTitles(group);
  const headingId = `run-${group.runId}`;
  return (
    <section role="group" aria-labelledby={headingId} className="flex min-w-0 flex-col gap-3">
      <div
        className={cn(
          "flex items-start justify-between gap-3 transition-opacity duration-slow",
          members.every((member) => member.isLeaving) && "opacity-0",
        )}
      >
        <div className="flex min-w-0 flex-col gap-0.5">
          <h2 id={headingId} className="min-w-0 break-words font-semibold text-base">
            {group.goal}
          </h2>
          {group.startedBy ? <StartedBy trigger={group.startedBy} /> : null}
        </div>
        <Link
          href={`/runs/${group.runId}`}
          className="flex shrink-0 items-center gap-1 rounded-sm text-sm text-text-muted hover:text-text max-sm:min-h-11"
        >
          Open the run
          <ArrowRight aria-hidden className="size-3.5" />
        </Link>
      </div>
      <ul className="flex flex-col gap-3">
        {members.map(({ item, isLeaving }) => (
          <InboxEntry
            key={item.key}
            item={item}
            group={group}
            titleOf={titleOf}
            isLeaving={isLeaving}
            isMarked={item.key === marked}
            onDecided={() => onDecided(item.key)}
          />
        ))}
      </ul>
    </section>
  );
}

/** Titles of the plan's steps, for where values come from; ids until the plan has been read. */
function useStepTitles(group: InboxGroup): (stepId: StepId) => string {
  const { data } = useQuery({
    ...planQuery(group.planId, group.planRevision ?? undefined),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: group.planRevision !== null,
  });
  return (stepId) => data?.plan.steps.find((step) => step.id === stepId)?.title ?? `step ${stepId}`;
}

/** The approval the address names. */
function useNamedApproval(): ApprovalId | null {
  return approvalIdSchema.safeParse(useSearchParams().get("approval")).data ?? null;
}

/** The approval the address names: brought into view once, and marked. `isGone`: it doesn't wait any more. */
function useMarkedApproval(
  id: ApprovalId | null,
  keys: readonly string[],
): { id: ApprovalId | null; isGone: boolean } {
  const [isGoneAtFirst] = useState(id !== null && !keys.includes(id));
  const isShown = useRef(false);
  useEffect(() => {
    if (!id || isShown.current) return;
    isShown.current = true;
    document.getElementById(`waiting-${id}`)?.scrollIntoView({ block: "start" });
  }, [id]);
  return { id, isGone: isGoneAtFirst && id !== null && !keys.includes(id) };
}

const outcomes = {
  pending: "waits for you below",
  approved: "was approved already",
  denied: "was denied already",
  withdrawn: "is no longer asked: its run ended or the step changed",
};

function DecidedBanner({ approvalId }: { approvalId: ApprovalId }) {
  const { data: approval, error } = useQuery(approvalQuery(approvalId));
  if (error) return <Banner tone="warning">{error.message}</Banner>;
  if (!approval) return null;
  return (
    <Banner
      live="status"
      actions={
        <ButtonLink size="sm" href={`/runs/${approval.runId}?step=${approval.stepId}`}>
          Open the run
        </ButtonLink>
      }
    >
      “{approval.card.stepTitle}” {outcomes[approval.status]}.
    </Banner>
  );
}
