import { loadRun } from "@/lib/db/runs";
import { notFound } from "@/lib/http/problem";
import { runParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: runParamsSchema }, async ({ params }) => {
  const run = await loadRun(params.runId);
  if (!run) throw notFound("run", params.runId);
  return json(run);
});
