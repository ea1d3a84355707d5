import { subscribeRunEvents } from "@/lib/db/run-feed";
import { loadRun } from "@/lib/db/runs";
import { eventStream } from "@/lib/http/event-stream";
import { badRequest, notFound } from "@/lib/http/problem";
import { eventSeqSchema, eventsQuerySchema, runParamsSchema } from "@/lib/http/requests";
import { route } from "@/lib/http/route";

export const GET = route(
  { params: runParamsSchema, query: eventsQuerySchema },
  async ({ params, query, request }) => {
    if (!(await loadRun(params.runId))) throw notFound("run", params.runId);
    const lastEventId = request.headers.get("last-event-id");
    const resumed = eventSeqSchema.optional().safeParse(lastEventId ?? undefined);
    if (!resumed.success) throw badRequest('"Last-Event-ID" must be the number of an event.');
    const after = resumed.data ?? query.after ?? 0;
    return eventStream(request.signal, async function* (signal) {
      for await (const event of subscribeRunEvents(params.runId, after, signal)) {
        yield { id: String(event.seq), data: event };
      }
    });
  },
);
