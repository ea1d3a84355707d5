import { loadRun } from "@/lib/db/runs";
import { readLedger } from "@/lib/flow/read-ledger";
import { rollBackRun } from "@/lib/flow/roll-back-run";
import { conflict, notFound, refused } from "@/lib/http/problem";
import { rollbackRequestSchema, runParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: runParamsSchema }, async ({ params }) => {
  const read = await readLedger(params.runId);
  if (!read) throw notFound("run", params.runId);
  return json(read.ledger);
});

export const POST = route(
  { params: runParamsSchema, body: rollbackRequestSchema },
  async ({ params, body }) => {
    const rolled = await rollBackRun({ ...params, ...body });
    switch (rolled.kind) {
      case "started":
        return json(await loadRun(rolled.runId), 202);
      case "conflict":
        throw conflict(
          rolled.ledger.start.kind === "under-way"
            ? `The run is being rolled back already, by ${rolled.ledger.start.runId}.`
            : "What can be undone is not what the hash stands for any more. Look at the ledger again.",
          { ledger: rolled.ledger },
        );
      case "refused":
        throw refused(rolled.message, { ledger: rolled.ledger });
      case "not-found":
        throw notFound("run", params.runId);
      default:
        return rolled satisfies never;
    }
  },
);
