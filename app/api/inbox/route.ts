import { z } from "zod";
import { pendingApprovals } from "@/lib/db/approvals";
import { inboxCounts, needsAttention } from "@/lib/db/inbox";
import { pendingQuestions } from "@/lib/db/questions";
import { findRunSummary } from "@/lib/db/runs";
import { json, route } from "@/lib/http/route";

/** `only=counts`: without the things themselves, for the badge that asks every few seconds. */
const querySchema = z.object({ only: z.literal("counts").optional() });

/** Everything that waits for a person, over all runs, with the runs it belongs to. */
export const GET = route({ query: querySchema }, async ({ query }) => {
  if (query.only === "counts") return json({ counts: await inboxCounts() });
  const [approvals, questions, attention, counts] = await Promise.all([
    pendingApprovals({ limit: 200 }),
    pendingQuestions({ limit: 200 }),
    needsAttention(),
    inboxCounts(),
  ]);
  const runIds = new Set([...approvals, ...questions, ...attention].map(({ runId }) => runId));
  const runs = await Promise.all([...runIds].map((runId) => findRunSummary(runId)));
  return json({ approvals, questions, attention, counts, runs: runs.filter((run) => run !== null) });
});
