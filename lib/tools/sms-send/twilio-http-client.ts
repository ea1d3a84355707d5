import RequestClient from "twilio/lib/base/RequestClient.js";
import type Response from "twilio/lib/http/response.js";
import type { GuardedFetch, OpenConnection } from "@/lib/tools/tool-contract";

/**
 * Twilio's client sends through this: its request, at the connection's origin (and the path under it), through the
 * guarded client. So a connection to something that speaks Twilio's protocol is a setting, and the token goes
 * nowhere else (P8).
 */
export function twilioHttpClient(
  connection: OpenConnection,
  guardedFetch: GuardedFetch,
  signal: AbortSignal,
): RequestClient {
  return new GuardedRequestClient(connection, guardedFetch, signal);
}

class GuardedRequestClient extends RequestClient {
  readonly #connection: OpenConnection;
  readonly #fetch: GuardedFetch;
  readonly #signal: AbortSignal;

  constructor(connection: OpenConnection, guardedFetch: GuardedFetch, signal: AbortSignal) {
    super();
    this.#connection = connection;
    this.#fetch = guardedFetch;
    this.#signal = signal;
  }

  override async request<TData>(options: RequestClient.RequestOptions<TData>): Promise<Response<TData>> {
    const { username = "", password = "", method, headers = {} } = options;
    const response = await this.#fetch({
      url: this.#addressOf(options.uri, options.params),
      method: method.toUpperCase(),
      headers: {
        ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
      },
      ...(options.data === undefined ? {} : { body: formOf(options.data) }),
      boundOrigin: this.#connection.origin,
      signal: this.#signal,
    });
    // Twilio's own code parses the body, and its types say that it has been.
    // A plain object, because the default import of its class is the class in a test and the module in Node.
    const { status, body } = response;
    return { statusCode: status, body: body.toString("utf8") as TData, headers: response.headers };
  }

  /** The address Twilio's code made for api.twilio.com, at the connection's own. */
  #addressOf(uri: string, params: object | undefined): string {
    const { origin, config } = this.#connection;
    const wanted = new URL(uri);
    const path = typeof config.apiPath === "string" ? config.apiPath.replace(/\/+$/, "") : "";
    const address = new URL(`${origin}${path}${wanted.pathname}${wanted.search}`);
    for (const [name, value] of Object.entries(params ?? {}))
      address.searchParams.append(name, String(value));
    return address.href;
  }
}

function formOf(data: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(typeof data === "object" && data !== null ? data : {})) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
  }
  return form.toString();
}
