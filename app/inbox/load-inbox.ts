import { findApproval, pendingApprovals } from "@/lib/db/approvals";
import { inboxCounts, needsAttention } from "@/lib/db/inbox";
import { nestedAmong } from "@/lib/db/nested-runs";
import { pendingQuestions } from "@/lib/db/questions";
import { findRunSummaries } from "@/lib/db/runs";
import type { ApprovalId } from "@/lib/domain/ids";

/**
 * What waits for a person the longest, over all runs, so many of each kind, with the runs it belongs to; the counts are
 * of all. An approval that is asked for by name is there however short it has waited.
 */
export async function loadInbox({ limit, approval }: { limit: number; approval?: ApprovalId }) {
  const [first, questions, attention, counts, named] = await Promise.all([
    pendingApprovals({ limit }),
    pendingQuestions({ limit }),
    needsAttention(limit),
    inboxCounts(),
    approval ? findApproval(approval) : null,
  ]);
  const isLater = named?.status === "pending" && !first.some(({ id }) => id === named.id);
  const approvals = isLater ? [...first, named] : first;
  const runIds = [...new Set([...approvals, ...questions, ...attention].map(({ runId }) => runId))];
  const [runs, nested] = await Promise.all([findRunSummaries(runIds), nestedAmong(runIds)]);
  return { approvals, questions, attention, counts, runs, nested };
}
