import { afterEach, describe, expect, it, vi } from "vitest";
import { eventStream, type StreamedEvent } from "./event-stream";

const never = new AbortController().signal;
const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

async function* twoEvents(): AsyncGenerator<StreamedEvent> {
  yield { id: "1", data: { text: "a\nb" } };
  yield { id: "2", data: null };
}

async function* silence(signal: AbortSignal): AsyncGenerator<StreamedEvent> {
  await untilAborted(signal);
  yield* [];
}

/** The first `count` chunks as text. */
async function readChunks(reader: ReadableStreamDefaultReader<Uint8Array>, count: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (let read = 0; read < count; read += 1) text += decoder.decode((await reader.read()).value);
  return text;
}

afterEach(() => {
  vi.useRealTimers();
});

describe("eventStream", () => {
  it("writes each event as a block with its id, and tells how soon to come back", async () => {
    const response = eventStream(never, twoEvents);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(await response.text()).toBe(
      'retry: 1000\n\nid: 1\ndata: {"text":"a\\nb"}\n\nid: 2\ndata: null\n\n',
    );
  });

  it("shows that the line is alive while nothing happens", async () => {
    vi.useFakeTimers();
    const response = eventStream(never, silence);
    const reader = response.body?.getReader();
    if (!reader) throw new Error("no body");
    expect(await readChunks(reader, 1)).toBe("retry: 1000\n\n");
    vi.advanceTimersByTime(15_000);
    expect(await readChunks(reader, 1)).toBe(": alive\n\n");
    await reader.cancel();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0));
  });

  it.each(["the reader goes", "the request is aborted"])("ends its source when %s", async (how) => {
    const request = new AbortController();
    const ended = vi.fn();
    const response = eventStream(request.signal, async function* (signal) {
      try {
        yield* silence(signal);
      } finally {
        ended();
      }
    });
    if (how === "the reader goes") await response.body?.cancel();
    else request.abort();
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
  });

  it("breaks off, rather than ending, when its source fails, so that the reader comes back", async () => {
    const response = eventStream(never, async function* () {
      yield { id: "1", data: 1 };
      throw new Error("the database is away");
    });
    await expect(response.text()).rejects.toThrow("the database is away");
  });
});
