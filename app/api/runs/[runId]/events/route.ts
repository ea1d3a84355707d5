import { subscribeRunEvents } from "@/lib/db/run-feed";
import { loadRun } from "@/lib/db/runs";
import { eventStream } from "@/lib/http/event-stream";
import { badRequest, notFound } from "@/lib/http/problem";
import { eventsQuerySchema, runParamsSchema } from "@/lib/http/requests";
import { route } from "@/lib/http/route";

export const GET = route(
  { params: runParamsSchema, query: eventsQuerySchema },
  async ({ params, query, request }) => {
    if (!(await loadRun(params.runId))) throw notFound("run", params.runId);
    const lastEventId = request.headers.get("last-event-id");
    const after = lastEventId === null ? (query.after ?? 0) : Number(lastEventId);
    if (!Number.isInteger(after) || after < 0) throw badRequest('"Last-Event-ID" must be a whole number.');
    return eventStream(request.signal, async function* (signal) {
      for await (const event of subscribeRunEvents(params.runId, after, signal)) {
        yield { id: String(event.seq), data: event };
      }
    });
  },
);
