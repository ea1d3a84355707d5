import type { AttentionItem, InboxContents } from "@/lib/client/inbox";
import type { Approval } from "@/lib/domain/approval";
import type { PlanId, RunId } from "@/lib/domain/ids";
import type { Question } from "@/lib/domain/question";

/** One thing that waits for the person. */
export type InboxItem = {
  /** Another when the same step asks again. */
  key: string;
  runId: RunId;
  /** ISO. */
  since: string;
} & (
  | { kind: "approval"; approval: Approval }
  | { kind: "question"; question: Question }
  | { kind: "attention"; attention: AttentionItem }
);

/** What waits in one run. */
export interface InboxGroup {
  runId: RunId;
  goal: string;
  planId: PlanId;
  /** Null until it is known. */
  planRevision: number | null;
  /** The longest waiting first. */
  items: InboxItem[];
}

/** Everything that waits, grouped by run; the run that has waited longest comes first. */
export function inboxGroups({ approvals, questions, attention, runs }: InboxContents): InboxGroup[] {
  const items = [
    ...approvals.map((approval): InboxItem => {
      const { id, runId, createdAt } = approval;
      return { kind: "approval", key: id, runId, since: createdAt, approval };
    }),
    ...questions.map((question): InboxItem => {
      const { id, runId, createdAt } = question;
      return { kind: "question", key: id, runId, since: createdAt, question };
    }),
    ...attention.map((one): InboxItem => {
      const { runId, stepId, since } = one;
      return { kind: "attention", key: `${runId}/${stepId}/${since}`, runId, since, attention: one };
    }),
  ].sort((a, b) => a.since.localeCompare(b.since));
  const known = new Map(runs.map((run) => [run.id, run]));
  return [...Map.groupBy(items, (item) => item.runId)].map(([runId, members]): InboxGroup => {
    const run = known.get(runId);
    const [first] = members;
    return {
      runId,
      goal: run?.goal ?? goalOf(first),
      planId: run?.planId ?? planIdOf(members),
      planRevision: run?.planRevision ?? null,
      items: members,
    };
  });
}

function goalOf(item: InboxItem | undefined): string {
  if (item?.kind === "approval") return item.approval.card.goal;
  return item?.kind === "attention" ? item.attention.goal : "A run";
}

function planIdOf(items: readonly InboxItem[]): PlanId {
  for (const item of items) {
    if (item.kind === "approval") return item.approval.planId;
    return item.kind === "question" ? item.question.planId : item.attention.planId;
  }
  throw new Error("a group of the Inbox has no items");
}
