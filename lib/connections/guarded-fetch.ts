// The only HTTP client tools get. It reaches the public internet, and of private networks nothing but the origin a
// connection is bound to; credentials never follow a redirect to another origin (N1, P8).
import {
  type GuardedFetch,
  type GuardedRequest,
  type GuardedResponse,
  ToolError,
} from "@/lib/tools/tool-contract";
import { literalAddressProblem, type Reach } from "./address-rules";
import { AddressRefused, placeOf } from "./exchange-error";
import { exchange, isStreamedBody, type ResolveHost, resolveWithSystem, safeMethods } from "./http-exchange";
import { type Hop, isSameOrigin, nextHop, parseUrl, redirectTarget, refuseRedirect } from "./redirects";

export interface GuardedFetchOptions {
  /** How host names become addresses; default: the system's resolver. */
  resolve?: ResolveHost;
  connectTimeoutMs?: number;
  /** For the whole call, redirects and body included. */
  totalTimeoutMs?: number;
}

const maxRedirects = 5;
const streamedTimeoutMs = 60 * 60_000;
const defaultMaxResponseBytes = 10 * 1024 * 1024;
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Headers that make a message's frame, and would let a caller forge one. */
const framingHeaders = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "te",
  "trailer",
  "upgrade",
  "keep-alive",
  "expect",
  "proxy-authorization",
  "proxy-connection",
]);

/** A guarded client. `guardedFetch` is the one to use; tests make their own with another resolver. */
export function createGuardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const { resolve = resolveWithSystem, connectTimeoutMs = 10_000, totalTimeoutMs = 120_000 } = options;
  return async (request) => {
    // What is sent or taken as it comes may be large: whoever calls says how long it may take.
    const isStreamed = request.receive !== undefined || isStreamedBody(request.body);
    const late = AbortSignal.timeout(isStreamed ? streamedTimeoutMs : totalTimeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
    let hop = firstHop(request);
    const isRead = safeMethods.has(hop.method);
    for (let redirects = 0; ; redirects += 1) {
      try {
        const answer = await exchange({
          ...hop,
          signal,
          resolve,
          connectTimeoutMs,
          reach: reachOf(request, hop.url),
          maxResponseBytes: request.maxResponseBytes ?? defaultMaxResponseBytes,
          receive: request.receive,
          maySend: request.maySend,
        });
        const target = redirectTarget(answer, hop);
        if (target === null) return { ...answer, url: hop.url.href } satisfies GuardedResponse;
        if (redirects === maxRedirects) {
          throw refuseRedirect(hop, `${placeOf(hop.url)} redirects more than ${maxRedirects} times.`);
        }
        hop = nextHop(hop, { target, status: answer.status, boundOrigin: request.boundOrigin });
      } catch (error) {
        // The first hop's service had answered: what it was asked to do may be done.
        if (redirects > 0 && !isRead && error instanceof ToolError) throw asUncertain(error);
        throw error;
      }
    }
  };
}

function asUncertain({ kind, message, evidence, cause }: ToolError): ToolError {
  return new ToolError(kind, message, { evidence, cause, effectUncertain: true });
}

/** HTTP for tools: see `GuardedFetch`. */
export const guardedFetch: GuardedFetch = createGuardedFetch();

/** The request as it is sent. Throws a ToolError for one that can't be. */
export function firstHop(request: GuardedRequest): Hop {
  const method = (request.method ?? "GET").toUpperCase();
  if (!methods.has(method))
    throw new ToolError("bad-input", `The HTTP method “${method.slice(0, 20)}” is not allowed.`);
  const url = parseUrl(request.url);
  if (request.boundOrigin !== undefined && !isBound(request, url)) {
    throw new ToolError(
      "refused",
      `${url.origin} is not where this connection's credentials may go: they are bound to ${request.boundOrigin}.`,
    );
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const lower = name.toLowerCase();
    if (framingHeaders.has(lower)) throw new ToolError("bad-input", `The header “${name}” can't be set.`);
    if (/[\r\n\0]/.test(name + value)) {
      throw new ToolError("bad-input", `The header “${lower.slice(0, 60)}” holds a line break.`);
    }
    if (lower !== "__proto__") headers[lower] = value;
  }
  return { url, method, headers, body: request.body ?? null };
}

/** How far a hop may reach. Throws a `refused` ToolError for a host that is private by its very name. */
export function reachOf(request: GuardedRequest, url: URL): Reach {
  if (isBound(request, url) && request.privateNetwork !== false) return "bound";
  const problem = literalAddressProblem(url.hostname);
  if (problem !== null)
    throw new ToolError("refused", new AddressRefused(url.hostname, null, problem).message);
  return "public";
}

function isBound(request: GuardedRequest, url: URL): boolean {
  return request.boundOrigin !== undefined && isSameOrigin(request.boundOrigin, url.href);
}
