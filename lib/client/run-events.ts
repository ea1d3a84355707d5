import { queryOptions } from "@tanstack/react-query";
import type { RunId } from "@/lib/domain/ids";
import { type RunEvent, runEventSchema } from "@/lib/domain/run-event";

/** All events of a run up to one, in order; none of them ever changes. */
export const runEventsQuery = (runId: RunId, upTo: number) =>
  queryOptions({
    queryKey: ["run-events", runId, upTo],
    queryFn: ({ signal }) => readEvents(runId, upTo, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // A break of the stream is seen at once, and what to do about it is the person's to say.
    retry: false,
  });

/** Reads the run's event stream from its beginning. Rejects when the stream breaks or is no longer wanted. */
function readEvents(runId: RunId, upTo: number, signal: AbortSignal): Promise<RunEvent[]> {
  const { promise, resolve, reject } = Promise.withResolvers<RunEvent[]>();
  const events: RunEvent[] = [];
  const source = new EventSource(`/api/runs/${runId}/events?after=0`);
  source.onmessage = (message: MessageEvent<string>) => {
    const event = runEventSchema.parse(JSON.parse(message.data));
    if (event.seq > (events.at(-1)?.seq ?? 0)) events.push(event);
    if (event.seq >= upTo) resolve(events);
  };
  source.onerror = () => reject(new Error("the stream of events broke off"));
  signal.addEventListener("abort", () => reject(signal.reason));
  return promise.finally(() => source.close());
}
