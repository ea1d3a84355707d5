import { newestRevision } from "@/lib/db/plans";
import { loadRun } from "@/lib/db/runs";
import { startRun } from "@/lib/flow/start-run";
import { conflict, notFound, refused } from "@/lib/http/problem";
import { planParamsSchema, runRequestSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route({ params: planParamsSchema, body: runRequestSchema }, async ({ params, body }) => {
  const revision = body.revision ?? (await newestRevision(params.planId));
  if (revision === null) throw notFound("plan", params.planId);
  const started = await startRun({ planId: params.planId, revision });
  switch (started.kind) {
    case "started":
      return json(await loadRun(started.runId), 202);
    case "refused":
      throw refused(started.problems.map((problem) => problem.message).join(" "), {
        problems: started.problems,
      });
    case "stale":
      throw conflict(`The plan is at revision ${started.current.revision} by now. Review it, then run it.`, {
        current: started.current,
      });
    case "not-found":
      throw notFound("plan", params.planId);
    default:
      return started satisfies never;
  }
});
