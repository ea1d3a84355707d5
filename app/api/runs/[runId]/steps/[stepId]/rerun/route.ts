import { loadRun } from "@/lib/db/runs";
import { rerunStep } from "@/lib/flow/rerun-step";
import { conflict, notFound, refused } from "@/lib/http/problem";
import { rerunRequestSchema, runStepParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const POST = route(
  { params: runStepParamsSchema, body: rerunRequestSchema },
  async ({ params, body }) => {
    const started = await rerunStep({ ...params, ...body });
    switch (started.kind) {
      case "started":
        return json(await loadRun(started.runId), 202);
      case "conflict":
        throw conflict(`The run is ${started.run.status}. Its steps can be run again once it has ended.`, {
          run: started.run,
        });
      case "refused":
        throw refused(started.problems.map((problem) => problem.message).join(" "), {
          problems: started.problems,
        });
      case "stale":
        throw conflict(
          `The plan is at revision ${started.current.revision} by now. Review it, then run it.`,
          {
            current: started.current,
          },
        );
      case "not-found":
        throw notFound("step", params.stepId, `the run ${params.runId}`);
      default:
        return started satisfies never;
    }
  },
);
