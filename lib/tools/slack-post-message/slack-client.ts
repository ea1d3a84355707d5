import { type FetchFunction, LogLevel, WebClient } from "@slack/web-api";
import type { GuardedFetch, OpenConnection } from "@/lib/tools/tool-contract";

/** The path of the Web API under a connection's origin. */
function apiUrl({ origin, config }: OpenConnection): string {
  const { apiPath } = config;
  const path = typeof apiPath === "string" && apiPath !== "" ? apiPath : "/api/";
  return `${origin}/${path.replace(/^\/+|\/+$/g, "")}/`;
}

/**
 * Slack's client over the guarded client: it reaches the connection's origin only (P8). It never retries by itself;
 * the engine does, and only when that is safe.
 */
export function slackClient(
  connection: OpenConnection,
  guardedFetch: GuardedFetch,
  signal: AbortSignal,
): WebClient {
  return new WebClient(connection.secret.token, {
    slackApiUrl: apiUrl(connection),
    allowAbsoluteUrls: false,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    fetch: fetchFor(connection, guardedFetch, signal),
  });
}

function fetchFor(
  connection: OpenConnection,
  guardedFetch: GuardedFetch,
  signal: AbortSignal,
): FetchFunction {
  return async (url, init) => {
    if (init?.body !== undefined && typeof init.body !== "string")
      throw new Error("only text is sent to Slack");
    const response = await guardedFetch({
      url: String(url),
      method: init?.method ?? "GET",
      headers: init?.headers ?? {},
      ...(init?.body === undefined ? {} : { body: init.body }),
      boundOrigin: connection.origin,
      signal,
    });
    return new Response(response.status === 204 ? null : new Uint8Array(response.body), {
      status: response.status,
      headers: response.headers,
    });
  };
}
