/** One Server-Sent Event: what `Last-Event-ID` will name, and its JSON. */
export interface StreamedEvent {
  id: string;
  data: unknown;
}

const heartbeatMs = 15_000;

/**
 * An endless answer of Server-Sent Events (WHATWG HTML, section 9.2) from a source that ends when `signal` aborts. A
 * comment every 15 seconds keeps proxies from closing it and shows the browser that the line is alive.
 */
export function eventStream(
  requestSignal: AbortSignal,
  source: (signal: AbortSignal) => AsyncIterable<StreamedEvent>,
): Response {
  const encoder = new TextEncoder();
  const stop = new AbortController();
  const signal = AbortSignal.any([requestSignal, stop.signal]);
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const heartbeat = setInterval(() => controller.enqueue(encoder.encode(": alive\n\n")), heartbeatMs);
      try {
        controller.enqueue(encoder.encode("retry: 1000\n\n"));
        for await (const event of source(signal)) {
          controller.enqueue(encoder.encode(`id: ${event.id}\ndata: ${JSON.stringify(event.data)}\n\n`));
        }
        controller.close();
      } catch (error) {
        // A reader that has gone away is no error; for any other the browser reconnects where it was.
        if (!signal.aborted) controller.error(error);
      } finally {
        clearInterval(heartbeat);
      }
    },
    cancel() {
      stop.abort();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
