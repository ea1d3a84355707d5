import { useEffect, useState } from "react";
import { reduceRun } from "@/lib/domain/reduce-run";
import type { Run } from "@/lib/domain/run";
import { isFinishedRun } from "@/lib/domain/run";
import { runEventSchema } from "@/lib/domain/run-event";

/** Whether the stream of events is there: `live`, lost and being tried again, or over because the run is. */
export type StreamState = "connecting" | "live" | "lost" | "over";

/**
 * A run kept up to date by its event stream. Starts from a run the server rendered; the browser reconnects by
 * itself from the last event it saw, and events it has seen change nothing (R12).
 */
export function useRun(initial: Run): { run: Run; stream: StreamState } {
  const [run, setRun] = useState(initial);
  const [stream, setStream] = useState<StreamState>(isFinishedRun(initial) ? "over" : "connecting");
  const isOver = isFinishedRun(run);

  useEffect(() => {
    if (isOver) {
      setStream("over");
      return;
    }
    const source = new EventSource(`/api/runs/${initial.id}/events?after=${initial.seq}`);
    source.onopen = () => setStream("live");
    source.onerror = () => setStream("lost");
    source.onmessage = (message: MessageEvent<string>) => {
      const event = runEventSchema.parse(JSON.parse(message.data));
      setRun((current) => reduceRun([event], current) ?? current);
    };
    return () => source.close();
  }, [initial.id, initial.seq, isOver]);

  return { run, stream };
}
