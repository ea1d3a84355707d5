import { pendingApprovals } from "@/lib/db/approvals";
import { inboxCounts, needsAttention } from "@/lib/db/inbox";
import { pendingQuestions } from "@/lib/db/questions";
import { findRunSummary } from "@/lib/db/runs";

const limit = 200;

/** Everything that waits for a person, over all runs, with the runs it belongs to. */
export async function loadInbox() {
  const [approvals, questions, attention, counts] = await Promise.all([
    pendingApprovals({ limit }),
    pendingQuestions({ limit }),
    needsAttention(limit),
    inboxCounts(),
  ]);
  const runIds = new Set([...approvals, ...questions, ...attention].map(({ runId }) => runId));
  const runs = await Promise.all([...runIds].map((runId) => findRunSummary(runId)));
  return { approvals, questions, attention, counts, runs: runs.filter((run) => run !== null) };
}
