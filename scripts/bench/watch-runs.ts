// Runs as a program outside sees them: started and watched over HTTP, on connections it keeps open.
import { once } from "node:events";
import http from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { RunEvent } from "@/lib/domain/run-event";

/** Whom to ask, and as whom. */
export interface Caller {
  address: string;
  headers: Record<string, string>;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

/** Posts JSON; the answer's status and text. Rejects when there is no answer. */
export function post(caller: Caller, path: string, body: unknown): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${caller.address}${path}`,
      { method: "POST", headers: caller.headers, agent },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(JSON.stringify(body));
  });
}

/** Starts a run of a plan; its id. */
export async function beginRun(caller: Caller, planId: string): Promise<string> {
  const { status, text } = await post(caller, `/api/plans/${planId}/runs`, {});
  if (status !== 202) throw new Error(`a run was not started: ${status} ${text}`);
  return JSON.parse(text).id;
}

const ends = ["run-completed", "run-failed", "run-canceled"];

/**
 * Reads a run's events as a browser does, until the one that ends it. Calls back with each and the milliseconds since it
 * was recorded (both clocks are this machine's); null for what had been recorded before the stream was open.
 */
export function watchUntilEnd(
  caller: Caller,
  runId: string,
  onEvent: (event: RunEvent, lagMs: number | null) => void,
): Promise<RunEvent> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      `${caller.address}/api/runs/${runId}/events`,
      // A connection of its own, as long as it lasts.
      { headers: caller.headers, agent: false },
      (response) => {
        const openAt = Date.now();
        let rest = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          const now = Date.now();
          const lines = (rest + chunk).split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) {
            if (!line.startsWith("data: ")) continue;
            const event: RunEvent = JSON.parse(line.slice(6));
            const at = Date.parse(event.at);
            onEvent(event, at < openAt ? null : now - at);
            if (!ends.includes(event.body.type)) continue;
            request.destroy();
            resolve(event);
          }
        });
        response.on("end", () => reject(new Error(`the events of run ${runId} ended early`)));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
  });
}

/**
 * A run's events until the one that ends it, whatever breaks on the way: a stream that ends is opened again after the
 * last event that was received (R12).
 */
export async function* followRun(caller: Caller, runId: string): AsyncGenerator<RunEvent, void, undefined> {
  for (let seq = 0; ; ) {
    for await (const event of streamAfter(caller, runId, seq)) {
      seq = event.seq;
      yield event;
      if (ends.includes(event.body.type)) return;
    }
    await delay(100);
  }
}

/** What a stream gives until it breaks. */
async function* streamAfter(
  caller: Caller,
  runId: string,
  seq: number,
): AsyncGenerator<RunEvent, void, undefined> {
  const request = http.get(`${caller.address}/api/runs/${runId}/events`, {
    headers: { ...caller.headers, "last-event-id": String(seq) },
    agent: false,
  });
  try {
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    if (response.statusCode !== 200) return;
    let rest = "";
    for await (const chunk of response.setEncoding("utf8")) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.startsWith("data: ")) yield JSON.parse(line.slice(6));
    }
  } catch {
    // Its server is gone; the next one is asked.
  } finally {
    request.destroy();
  }
}
