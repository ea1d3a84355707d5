// The stand-ins that speak HTTP, all on one port.
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { isDatabaseAway } from "@/lib/db/database-away";
import { chatService } from "./chat/chat";
import { directoryService } from "./directory/directory";
import { flightsService } from "./flights/flights";
import { problem } from "./problem-details";
import { sandboxLog } from "./sandbox-log";
import { smsService } from "./twilio";
import { weatherService } from "./weather/weather";

const maxBodyBytes = 1024 * 1024;

/** @param server where it is reached: `http://127.0.0.1:<port>` */
export function httpServices(server: string): Hono {
  const app = new Hono();
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (context) => problem(context, 413, "Too large", "A request holds at most 1 MB."),
    }),
  );
  app.route("/slack", chatService());
  app.route("/twilio", smsService());
  app.route("/scim/v2", directoryService(`${server}/scim/v2`));
  app.route("/weather", weatherService(`${server}/weather`));
  app.route("/flights", flightsService(`${server}/flights`));
  app.get("/", (context) =>
    context.text(
      "Lamplight's sandbox: local stand-ins for Slack, Twilio, a staff directory, weather and flights.\n",
    ),
  );
  app.notFound((context) => problem(context, 404, "Not found", "There is no such service in the sandbox."));
  app.onError((error, context) => {
    if (isDatabaseAway(error)) return unavailable(context);
    sandboxLog().error({ err: error, path: context.req.path }, "a request could not be answered");
    return problem(context, 500, "Internal error", "The sandbox could not answer. Its log says why.");
  });
  return app;
}

/** In a form that the clients of all the services understand. */
function unavailable(context: Context): Response {
  context.header("Retry-After", "1");
  const detail = "The sandbox's database does not answer. Try again in a moment.";
  return problem(context, 503, "Not available", detail, {
    ...{ ok: false, error: "service_unavailable" },
    ...{ code: 20503, message: detail },
  });
}
