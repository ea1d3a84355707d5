// Reads Server-Sent Events as a program does, byte by byte as they come.
import { type RunEvent, runEventSchema } from "@/lib/domain/run-event";

export interface ReadEvents {
  events: RunEvent[];
  /** What came after the last whole block. */
  rest: string;
}

interface Reading {
  address: string;
  token: string;
  runId: string;
  lastEventId?: number;
  /** `?after=3` */
  query?: string;
  /** The line is cut after so many bytes, wherever that is. */
  cutAfterBytes?: number;
}

/**
 * Events of a run after `lastEventId`, until `isEnough`; then hangs up. Blocks that are not whole are left out, as
 * the standard has it. `id` and the event's own number must agree.
 */
export async function readEvents(
  options: Reading,
  isEnough: (read: ReadEvents) => boolean = () => false,
): Promise<ReadEvents> {
  const {
    address,
    token,
    runId,
    lastEventId,
    query = "",
    cutAfterBytes = Number.POSITIVE_INFINITY,
  } = options;
  const hangUp = new AbortController();
  const response = await fetch(`${address}/api/runs/${runId}/events${query}`, {
    signal: AbortSignal.any([hangUp.signal, AbortSignal.timeout(20_000)]),
    headers: {
      authorization: `Bearer ${token}`,
      accept: "text/event-stream",
      ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }),
    },
  });
  if (response.status !== 200 || !response.body) throw new Error(`the stream answered ${response.status}`);
  const read: ReadEvents = { events: [], rest: "" };
  const decoder = new TextDecoder();
  let left = cutAfterBytes;
  for await (const chunk of response.body) {
    const blocks = (read.rest + decoder.decode(chunk.subarray(0, left), { stream: true })).split("\n\n");
    left -= chunk.length;
    read.rest = blocks.pop() ?? "";
    read.events.push(...blocks.flatMap(eventOf));
    if (left <= 0 || isEnough(read)) break;
  }
  hangUp.abort();
  return read;
}

/** The event of a block; none for a comment or a setting. */
function eventOf(block: string): RunEvent[] {
  const fields = new Map(
    block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  const data = fields.get("data");
  if (data === undefined) return [];
  const event = runEventSchema.parse(JSON.parse(data));
  if (fields.get("id") === String(event.seq)) return [event];
  throw new Error(`event ${event.seq} is announced as ${fields.get("id")}`);
}
