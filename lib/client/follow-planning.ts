// A goal planned while somebody watches: Server-Sent Events as the answer to a POST, which EventSource can't make.
import type { PlanId } from "@/lib/domain/ids";
import { type PlanningEvent, planningEventSchema } from "@/lib/domain/planning-event";
import { ApiError, problemText } from "./api";
import { reportOffline } from "./report-offline";

export interface GoalToPlan {
  goal: string;
  fileIds: readonly string[];
  timeZone: string;
}

/** Plans a goal and tells each event. Throws ApiError when the server can't be reached or the stream breaks off. */
export async function followPlanning(
  goal: GoalToPlan,
  onEvent: (event: PlanningEvent) => void,
): Promise<void> {
  try {
    const response = await fetch("/api/goals/stream", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify(goal),
    });
    reportOffline(false);
    if (!response.ok || !response.body) {
      throw new ApiError(
        response.status,
        problemText(await response.json().catch(() => null), response.status),
      );
    }
    for await (const data of eventsOf(response.body)) onEvent(planningEventSchema.parse(JSON.parse(data)));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(0, "The connection to Lamplight broke off.", { cause: error });
  }
}

/** The data of each event of a stream. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (text + decoder.decode(value, { stream: true })).split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = event.split("\n").flatMap((line) => (line.startsWith("data: ") ? [line.slice(6)] : []));
      if (data.length > 0) yield data.join("\n");
    }
  }
}

/** Stops a planning. Nothing is stored of it, unless it had come to its end already. */
export async function cancelPlanning(planId: PlanId): Promise<void> {
  await fetch(`/api/goals/${planId}/cancel`, { method: "POST" });
}
