// One HTTP request and its answer, without redirects, over a connection whose address is checked when it is made.
import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { PassThrough, Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createInflate, createUnzip } from "node:zlib";
import { buildConnector, Client } from "undici";
import { type GuardedRequest, type StreamedBody, ToolError } from "@/lib/tools/tool-contract";
import { addressProblem, type Reach } from "./address-rules";
import { AddressRefused, ResponseTooLarge, toExchangeError } from "./exchange-error";

/** All addresses of a host name. */
export type ResolveHost = (hostname: string) => Promise<{ address: string; family: number }[]>;

export const resolveWithSystem: ResolveHost = (hostname) =>
  systemLookup(hostname, { all: true, order: "verbatim" });

export interface ExchangeRequest {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | Buffer | StreamedBody | null;
  receive?: GuardedRequest["receive"];
  signal: AbortSignal;
  reach: Reach;
  resolve: ResolveHost;
  connectTimeoutMs: number;
  /** After decompression. */
  maxResponseBytes: number;
  maySend?: GuardedRequest["maySend"];
}

export interface ExchangeAnswer {
  status: number;
  /** Names in lower case; several values are joined with ", ". */
  headers: Record<string, string>;
  body: Buffer;
}

const notSent = "Another worker may have taken over meanwhile, so nothing was sent.";

/** Methods that change nothing: losing their answer leaves nothing uncertain. */
export const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Sends a request and reads the whole answer. Throws a ToolError: `refused` for an address that is not allowed
 * or an answer that is too large, `transient` and `timeout` for the network, with `effectUncertain` when a
 * request that may change something had been sent.
 */
export async function exchange(request: ExchangeRequest): Promise<ExchangeAnswer> {
  const progress = { connected: false };
  const { url, method, signal, body: sent } = request;
  // A client of its own for every request: no pooled connection made under other rules is ever used.
  const client = new Client(url.origin, {
    connect: checkedConnector(request, progress),
    pipelining: 0,
    maxHeaderSize: 32 * 1024,
  });
  try {
    const response = await client.request({
      path: `${url.pathname}${url.search}`,
      method,
      headers: {
        "accept-encoding": "gzip, deflate, br",
        "user-agent": "Lamplight",
        ...request.headers,
        ...(isStreamedBody(sent) ? { "content-length": String(sent.sizeBytes) } : {}),
      },
      body: isStreamedBody(sent) ? await sent.open() : sent,
      signal,
    });
    const headers = joinHeaders(response.headers);
    const isWell = response.statusCode >= 200 && response.statusCode < 300 && method !== "HEAD";
    const take = (isWell && request.receive?.({ status: response.statusCode, headers })) || null;
    const body = take
      ? await handBody(response.body, headers, { take, signal })
      : await readBody(response.body, headers, request);
    // The body is given as it is read; these speak of the bytes on the wire.
    delete headers["content-encoding"];
    delete headers["content-length"];
    return { status: response.statusCode, headers, body };
  } catch (error) {
    throw toExchangeError(error, {
      url,
      signal,
      effectUncertain: progress.connected && !safeMethods.has(method),
    });
  } finally {
    client.destroy().catch(() => {});
  }
}

/** Connects only to addresses that were checked: those the name resolved to just now, in this very call. */
export function checkedConnector(
  {
    url,
    reach,
    resolve,
    connectTimeoutMs,
    signal,
    maySend,
  }: Pick<ExchangeRequest, "url" | "reach" | "resolve" | "connectTimeoutMs" | "signal" | "maySend">,
  progress: { connected: boolean },
): buildConnector.connector {
  const check = (address: string) => {
    const problem = addressProblem(address, reach);
    if (problem !== null) throw new AddressRefused(url.hostname, address, problem);
  };
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname)
      .then((addresses) => {
        for (const { address } of addresses) check(address);
        const first = addresses[0];
        if (!first) throw new Error(`${hostname} has no address`);
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      })
      .catch((error: NodeJS.ErrnoException) => callback(error, []));
  };
  // The signal ends the socket itself: a request that waits for its connection does not listen to one.
  const socketOptions = { lookup, signal, keepAlive: false };
  const connect = buildConnector({ ...socketOptions, timeout: connectTimeoutMs, allowH2: false });
  return (options, callback) => {
    try {
      // A literal address is never looked up, so it is checked here.
      if (isIP(options.hostname) !== 0) check(options.hostname);
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)), null);
      return;
    }
    connect(options, (...[error, socket]) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      try {
        check(socket.remoteAddress ?? "");
        if (maySend && !maySend()) throw new ToolError("transient", notSent);
      } catch (refused) {
        socket.destroy();
        callback(refused instanceof Error ? refused : new Error(String(refused)), null);
        return;
      }
      progress.connected = true;
      callback(null, socket);
    });
  };
}

/** True for a body that is read as it is sent. */
export function isStreamedBody(body: unknown): body is StreamedBody {
  return typeof body === "object" && body !== null && "open" in body;
}

/** Hands a body on as it comes, decoded, to whoever takes it. */
async function handBody(
  body: Readable,
  headers: Record<string, string>,
  { take, signal }: { take: (body: Readable) => Promise<void>; signal: AbortSignal },
): Promise<Buffer> {
  const handed = new PassThrough();
  const taken = take(handed).catch((error: unknown) => {
    handed.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  const sent = pipeline([body, ...decodersOf(headers["content-encoding"] ?? ""), handed], { signal });
  // Both end with the first failure; what the taker says of it is told before that the stream broke.
  const [took] = await Promise.allSettled([taken, sent]);
  if (took.status === "rejected") throw took.reason;
  await sent;
  return Buffer.alloc(0);
}

async function readBody(
  body: Readable,
  headers: Record<string, string>,
  request: ExchangeRequest,
): Promise<Buffer> {
  const decoders = request.method === "HEAD" ? [] : decodersOf(headers["content-encoding"] ?? "");
  const chunks: Buffer[] = [];
  let received = 0;
  let size = 0;
  const count = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      received += chunk.length;
      yield chunk;
    }
  };
  const collector = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > request.maxResponseBytes) return done(new ResponseTooLarge(request.maxResponseBytes));
      chunks.push(chunk);
      done();
    },
  });
  try {
    const counted = Readable.from(count(body), { objectMode: false });
    await pipeline([counted, ...decoders, collector], { signal: request.signal });
  } catch (error) {
    // A decoder misses its first byte when an empty answer claims to be compressed.
    const isEmpty = received === 0 && body.readableEnded && decoders.length > 0;
    if (!isEmpty) throw error;
  }
  return Buffer.concat(chunks);
}

/** Streams that undo the content codings, the last applied first. */
export function decodersOf(contentEncoding: string) {
  const codings = contentEncoding
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length > 2) {
    throw new ToolError("refused", "The answer is compressed more than twice, which only serves an attack.");
  }
  return codings.reverse().map((coding) => {
    if (coding === "gzip" || coding === "x-gzip") return createUnzip();
    if (coding === "deflate") return createInflate();
    if (coding === "br") return createBrotliDecompress();
    throw new ToolError(
      "broken-tool",
      `The answer is compressed with “${coding.slice(0, 40)}”, which was not asked for.`,
    );
  });
}

export function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === "__proto__") continue;
    joined[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return joined;
}
