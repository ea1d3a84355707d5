import { useCallback, useEffect, useRef, useState } from "react";
import { reduceRun } from "@/lib/domain/reduce-run";
import { isFinishedRun, openAttempt, type Run } from "@/lib/domain/run";
import { type RunEvent, runEventSchema } from "@/lib/domain/run-event";

/** Whether the stream of events is there: `live`, lost and being tried again, or over because the run is. */
export type StreamState = "connecting" | "live" | "lost" | "over";

export interface LiveRun {
  run: Run;
  stream: StreamState;
  /** Every event since the page was rendered, in order. */
  news: readonly RunEvent[];
  /** Takes over the run as an action answered with it, ahead of the stream. */
  adopt: (run: Run) => void;
  /** Asks for the newest events at once: after a conflict, or when an expected change doesn't come. */
  refresh: () => void;
}

const firstRetryMs = 1000;
const slowestRetryMs = 15_000;

/**
 * A run kept up to date by its event stream. Starts from a run the server rendered; after a break it goes on from the
 * last event it saw, and events it has seen change nothing (R12).
 */
export function useRun(initial: Run): LiveRun {
  const [run, setRun] = useState(initial);
  const [news, setNews] = useState<readonly RunEvent[]>([]);
  const [stream, setStream] = useState<StreamState>("connecting");
  const [connection, setConnection] = useState(0);
  const lastSeq = useRef(initial.seq);
  // A run that an action answered with may be ahead of the stream, whose events are still wanted then.
  const isOver = isSettled(run) && (news.at(-1)?.seq ?? initial.seq) >= run.seq;

  const refresh = useCallback(() => setConnection((count) => count + 1), []);
  const adopt = useCallback(
    (newer: Run) => setRun((current) => (newer.seq > current.seq ? newer : current)),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `connection` asks for a new stream.
  useEffect(() => {
    if (isOver) {
      setStream("over");
      return;
    }
    return followRun(initial.id, lastSeq, {
      onState: setStream,
      onEvents: (events) => {
        setRun((current) => reduceRun(events, current) ?? current);
        setNews((before) => [...before, ...events]);
      },
    });
  }, [initial.id, isOver, connection]);

  // A laptop that slept may hold a stream that is dead without knowing it.
  useEffect(() => {
    const onVisible = () => {
      if (document.visibilityState === "visible") refresh();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => document.removeEventListener("visibilitychange", onVisible);
  }, [refresh]);

  return { run, stream, news, adopt, refresh };
}

/** True once nothing more can come: the run has ended, and so has every call that was in flight. */
function isSettled(run: Run): boolean {
  return isFinishedRun(run) && Object.values(run.steps).every((step) => openAttempt(step) === null);
}

/** Follows a run's events after `lastSeq`, which it moves on; returns how to stop. */
function followRun(
  runId: Run["id"],
  lastSeq: { current: number },
  listener: { onState: (state: StreamState) => void; onEvents: (events: RunEvent[]) => void },
): () => void {
  const { add, flush } = collectEvents(listener.onEvents);
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;
  const open = () => {
    const current = new EventSource(`/api/runs/${runId}/events?after=${lastSeq.current}`);
    source = current;
    current.onopen = () => {
      retryMs = firstRetryMs;
      listener.onState("live");
    };
    current.onmessage = (message: MessageEvent<string>) => {
      const event = runEventSchema.parse(JSON.parse(message.data));
      if (event.seq <= lastSeq.current) return;
      lastSeq.current = event.seq;
      add(event);
    };
    current.onerror = () => {
      listener.onState("lost");
      // The browser reconnects by itself, but gives up for good when a server that is starting answers with an error.
      if (current.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, slowestRetryMs);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
    flush();
  };
}

/** Events that pour in are handed on together, ten times a second at most; one that comes alone at once. */
function collectEvents(hand: (events: RunEvent[]) => void): {
  add: (event: RunEvent) => void;
  flush: () => void;
} {
  const everyMs = 100;
  let collected: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (collected.length === 0) return;
    const events = collected;
    collected = [];
    lastAt = performance.now();
    hand(events);
  };
  return {
    flush,
    add: (event) => {
      collected.push(event);
      timer ??= setTimeout(flush, Math.max(0, lastAt + everyMs - performance.now()));
    },
  };
}
