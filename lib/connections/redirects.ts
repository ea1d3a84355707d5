// Which redirects are followed, and what of a request goes with them (N1, P8).
import { type StreamedBody, ToolError } from "@/lib/tools/tool-contract";
import { placeOf } from "./exchange-error";
import { type ExchangeAnswer, safeMethods } from "./http-exchange";

/** One request of a chain of redirects. */
export interface Hop {
  url: URL;
  method: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | Buffer | StreamedBody | null;
}

/** All that may follow a redirect to another origin: an API key can be in any other header. */
const harmlessHeaders = new Set(["accept", "accept-language", "user-agent"]);

/** An http or https address without credentials. Throws a ToolError for anything else. */
export function parseUrl(text: string): URL {
  if (!URL.canParse(text))
    throw new ToolError("bad-input", `“${text.slice(0, 200)}” is not an address (URL).`);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ToolError("refused", `Only http and https addresses can be called, not ${url.protocol}//.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ToolError(
      "refused",
      `The address of ${url.host} holds a user name or password. Use a connection instead.`,
    );
  }
  return url;
}

/** True when both are the same scheme, host and port. */
export function isSameOrigin(left: string, right: string): boolean {
  return URL.canParse(left) && URL.canParse(right) && new URL(left).origin === new URL(right).origin;
}

/** Where an answer redirects to; null when it does not. */
export function redirectTarget(answer: ExchangeAnswer, hop: Hop): URL | null {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return null;
  const location = answer.headers.location;
  if (location === undefined) return null;
  if (!URL.canParse(location, hop.url)) {
    throw refuseRedirect(hop, `${placeOf(hop.url)} redirects to something that is not an address.`);
  }
  return new URL(location, hop.url);
}

/**
 * The request that follows a redirect. Throws a `refused` ToolError when it may not be followed: off the bound
 * origin, from https to http, or to another origin with anything but a read.
 */
export function nextHop(
  hop: Hop,
  { target, status, boundOrigin }: { target: URL; status: number; boundOrigin?: string },
): Hop {
  const stays = target.origin === hop.url.origin;
  if (boundOrigin !== undefined && !isSameOrigin(boundOrigin, target.href)) {
    throw refuseRedirect(
      hop,
      `${hop.url.host} redirects to ${target.origin}, but the connection is bound to ${boundOrigin}. ` +
        "If that is the service's real address, change the connection's origin and enter its credentials again.",
    );
  }
  let url: URL;
  try {
    url = parseUrl(target.href);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refuseRedirect(hop, `${hop.url.host} redirects somewhere else. ${reason}`);
  }
  if (hop.url.protocol === "https:" && url.protocol === "http:") {
    throw refuseRedirect(hop, `${hop.url.host} redirects from https to http (${placeOf(url)}).`);
  }
  const becomesGet = status === 303 || ((status === 301 || status === 302) && hop.method === "POST");
  const method = becomesGet && hop.method !== "HEAD" ? "GET" : hop.method;
  if (!stays && !safeMethods.has(method)) {
    throw refuseRedirect(
      hop,
      `${hop.url.host} redirects a ${method} to ${url.origin}. Only reads follow to another origin.`,
    );
  }
  const kept = Object.entries(hop.headers).filter(
    ([name]) =>
      (stays || harmlessHeaders.has(name)) && !(method !== hop.method && name.startsWith("content-")),
  );
  return { url, method, headers: Object.fromEntries(kept), body: method === hop.method ? hop.body : null };
}

/** The service has answered, so whatever a write did may be done. */
export function refuseRedirect(hop: Hop, message: string): ToolError {
  return new ToolError("refused", message, {
    effectUncertain: !safeMethods.has(hop.method),
    evidence: { place: placeOf(hop.url) },
  });
}
