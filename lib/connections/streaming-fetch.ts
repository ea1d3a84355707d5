// The guarded client in the form of `fetch`, for libraries that bring their own protocol: the answer's body is read as
// it comes, so that a stream of events can stay open. It follows no redirect; the same rules hold as for guardedFetch.
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client } from "undici";
import { ToolError } from "@/lib/tools/tool-contract";
import { ResponseTooLarge, toExchangeError } from "./exchange-error";
import { FloodGuard, floodMessage } from "./flood-guard";
import { firstHop, reachOf } from "./guarded-fetch";
import {
  checkedConnector,
  decodersOf,
  joinHeaders,
  type ResolveHost,
  resolveWithSystem,
  safeMethods,
} from "./http-exchange";

export type StreamingFetch = (address: string | URL, init?: RequestInit) => Promise<Response>;

export interface StreamingFetchOptions {
  /** The one origin that is called; absent: any public one. */
  boundOrigin?: string;
  /** True: `boundOrigin` may be on this machine or a private network. */
  privateNetwork: boolean;
  /** Of an answer; of each event, when it is a stream of events. */
  maxBytes: number;
  /** True: `maxBytes` is of the whole answer also when that is a stream of events. */
  limitsWhole?: boolean;
  resolve?: ResolveHost;
  connectTimeoutMs?: number;
}

/** Throws a ToolError, as guardedFetch does, also when the body is read. */
export function createStreamingFetch(options: StreamingFetchOptions): StreamingFetch {
  const { boundOrigin, privateNetwork, maxBytes, limitsWhole = false } = options;
  const { resolve = resolveWithSystem, connectTimeoutMs = 10_000 } = options;
  return async (address, init = {}) => {
    const request = {
      url: String(address),
      method: init.method ?? "GET",
      headers: Object.fromEntries(new Headers(init.headers)),
      privateNetwork,
      ...(boundOrigin === undefined ? {} : { boundOrigin }),
    };
    const { url, method, headers } = firstHop(request);
    const body = bodyOf(init.body);
    const signal = init.signal ?? new AbortController().signal;
    const progress = { connected: false };
    const reach = reachOf(request, url);
    const client = new Client(url.origin, {
      connect: checkedConnector({ url, reach, resolve, connectTimeoutMs, signal }, progress),
      pipelining: 0,
      maxHeaderSize: 32 * 1024,
      // A tool may take long, and a stream of events may be silent: whoever calls sets the limit.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const failure = (error: unknown) =>
      toExchangeError(error, {
        url,
        signal,
        effectUncertain: progress.connected && !safeMethods.has(method),
      });
    try {
      const path = `${url.pathname}${url.search}`;
      const sent = { "accept-encoding": "gzip, deflate, br", "user-agent": "Lamplight", ...headers };
      const answer = await client.request({ path, method, headers: sent, body, signal });
      const answered = joinHeaders(answer.headers);
      const isEvents = (answered["content-type"] ?? "").startsWith("text/event-stream");
      const limit = isEvents && !limitsWhole ? eventLimit(maxBytes) : totalLimit(maxBytes);
      const decoders = decodersOf(answered["content-encoding"] ?? "");
      delete answered["content-encoding"];
      delete answered["content-length"];
      pipeline([answer.body, ...decoders, limit], { signal })
        // Whoever reads the body hears of it there.
        .catch(() => {})
        .finally(() => client.destroy().catch(() => {}));
      const isEmpty = [101, 204, 205, 304].includes(answer.statusCode);
      if (isEmpty) limit.resume();
      const web = isEmpty
        ? null
        : (Readable.toWeb(Readable.from(explained(limit, failure))) as ReadableStream<Uint8Array>);
      return new Response(web, { status: answer.statusCode, headers: answered });
    } catch (error) {
      client.destroy().catch(() => {});
      throw failure(error);
    }
  };
}

/** The chunks of a body; what breaks it is thrown as a ToolError. */
async function* explained(body: Readable, failure: (error: unknown) => ToolError) {
  try {
    for await (const chunk of body) yield chunk as Buffer;
  } catch (error) {
    throw failure(error);
  }
}

function bodyOf(body: RequestInit["body"]): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === "string") return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new ToolError("bad-input", "Only text can be sent this way.");
}

function totalLimit(maxBytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) done(new ResponseTooLarge(maxBytes));
      else done(null, chunk);
    },
  });
}

/** An event ends with an empty line; a line of any length may be part of one. */
function eventLimit(maxBytes: number): Transform {
  const flood = new FloodGuard();
  let size = 0;
  let isLineEmpty = true;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        const line = end - start;
        size += line + 1;
        const isEmpty = isLineEmpty && (line === 0 || (line === 1 && chunk[start] === 13));
        if (isEmpty) {
          size = 0;
          if (!flood.allows(Date.now())) return done(new ToolError("broken-tool", floodMessage));
        }
        if (size > maxBytes) return done(new ResponseTooLarge(maxBytes));
        isLineEmpty = true;
        start = end + 1;
      }
      const rest = chunk.length - start;
      size += rest;
      if (rest > 0) isLineEmpty = false;
      if (size > maxBytes) done(new ResponseTooLarge(maxBytes));
      else done(null, chunk);
    },
  });
}
