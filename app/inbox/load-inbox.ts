import { pendingApprovals } from "@/lib/db/approvals";
import { inboxCounts, needsAttention } from "@/lib/db/inbox";
import { pendingQuestions } from "@/lib/db/questions";
import { findRunSummaries } from "@/lib/db/runs";

/** Of each kind: the page asks for them every few seconds. */
const limit = 100;

/** What waits for a person the longest, over all runs, with the runs it belongs to; the counts are of all. */
export async function loadInbox() {
  const [approvals, questions, attention, counts] = await Promise.all([
    pendingApprovals({ limit }),
    pendingQuestions({ limit }),
    needsAttention(limit),
    inboxCounts(),
  ]);
  const runIds = new Set([...approvals, ...questions, ...attention].map(({ runId }) => runId));
  return { approvals, questions, attention, counts, runs: await findRunSummaries([...runIds]) };
}
