import { env } from "@/lib/env";
import { watchPlanning } from "@/lib/flow/watch-planning";
import { eventStream } from "@/lib/http/event-stream";
import { goalRequestSchema } from "@/lib/http/requests";
import { route } from "@/lib/http/route";

export const POST = route({ body: goalRequestSchema }, async ({ body, request }) => {
  const events = watchPlanning({ ...body, timeZone: body.timeZone ?? env().LAMPLIGHT_TIME_ZONE });
  return eventStream(request.signal, async function* () {
    let count = 0;
    for await (const event of events) {
      count += 1;
      yield { id: String(count), data: event };
    }
  });
});
