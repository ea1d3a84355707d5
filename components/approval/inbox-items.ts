import type { AttentionItem, InboxContents } from "@/lib/client/inbox";
import type { Approval } from "@/lib/domain/approval";
import type { PlanId, RunId } from "@/lib/domain/ids";
import type { Question } from "@/lib/domain/question";
import type { Trigger } from "@/lib/domain/trigger";

/** One thing that waits for the person. */
export type InboxItem = {
  /** Another when the same step asks again. */
  key: string;
  runId: RunId;
  /** ISO. */
  since: string;
} & (
  | { kind: "approval"; approval: Approval }
  /** The items of a repeated step, in the order of its list. */
  | { kind: "batch"; approvals: Approval[] }
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
  /** The step of another run that started it; null where none did. */
  startedBy: Trigger | null;
  /** The longest waiting first. */
  items: InboxItem[];
}

/** Everything that waits, grouped by run; the run that has waited longest comes first. */
export function inboxGroups({ approvals, questions, attention, runs, nested }: InboxContents): InboxGroup[] {
  const items = [
    ...batchesOf(approvals),
    ...approvals
      .filter(({ item }) => item === null)
      .map((approval): InboxItem => {
        const { id, runId, createdAt } = approval;
        return { kind: "approval", key: id, runId, since: createdAt, approval };
      }),
    ...questions.map((question): InboxItem => {
      const { id, runId, createdAt } = question;
      return { kind: "question", key: id, runId, since: createdAt, question };
    }),
    ...onePerStep(attention).map((one): InboxItem => {
      const { runId, stepId, since } = one;
      return { kind: "attention", key: `${runId}/${stepId}/${since}`, runId, since, attention: one };
    }),
  ].sort((a, b) => a.since.localeCompare(b.since));
  const startedBy = new Map(nested.map((one) => [one.runId, one.in]));
  const known = new Map(runs.map((run) => [run.id, run]));
  return [...Map.groupBy(items, (item) => item.runId)].map(([runId, members]): InboxGroup => {
    const run = known.get(runId);
    const [first] = members;
    return {
      runId,
      goal: run?.goal ?? goalOf(first),
      planId: run?.planId ?? planIdOf(members),
      planRevision: run?.planRevision ?? null,
      startedBy: startedBy.get(runId) ?? null,
      items: members,
    };
  });
}

/** One card for the items of a repeated step that wait for approval. */
function batchesOf(approvals: readonly Approval[]): InboxItem[] {
  const ofItems = approvals.filter(({ item }) => item !== null);
  const groups = Map.groupBy(ofItems, ({ runId, stepId }) => `${runId}/${stepId}`);
  return [...groups].flatMap(([key, members]): InboxItem[] => {
    const [first] = members;
    if (!first) return [];
    const ordered = [...members].sort((a, b) => Number(a.item) - Number(b.item));
    return [{ kind: "batch", key, runId: first.runId, since: first.createdAt, approvals: ordered }];
  });
}

/** Items of one step that need attention stand on one card, which shows them all. */
function onePerStep(attention: readonly AttentionItem[]): AttentionItem[] {
  const known = new Set<string>();
  return attention.filter(({ runId, stepId, item }) => {
    if (item === null) return true;
    const key = `${runId}/${stepId}`;
    const isFirst = !known.has(key);
    known.add(key);
    return isFirst;
  });
}

function goalOf(item: InboxItem | undefined): string {
  if (item?.kind === "approval") return item.approval.card.goal;
  if (item?.kind === "batch") return item.approvals[0]?.card.goal ?? "A run";
  return item?.kind === "attention" ? item.attention.goal : "A run";
}

function planIdOf(items: readonly InboxItem[]): PlanId {
  for (const item of items) {
    if (item.kind === "approval") return item.approval.planId;
    if (item.kind === "batch") {
      const [first] = item.approvals;
      if (first) return first.planId;
      continue;
    }
    return item.kind === "question" ? item.question.planId : item.attention.planId;
  }
  throw new Error("a group of the Inbox has no items");
}
