// What a service says about its limits: Retry-After (RFC 9110), the RateLimit headers of the IETF's drafts, and the
// X-RateLimit ones they come from.

export interface RateLimit {
  /** Calls there are in all, and still; null when not said. */
  limit: number | null;
  remaining: number | null;
  /** How long to wait before the next call, when the service asks for it or nothing is left. */
  waitSeconds: number | null;
}

/** @param headers names in lower case */
export function rateLimitOf(headers: Record<string, string>, now: Date): RateLimit {
  const header = (...names: string[]) =>
    names.map((name) => headers[name]).find((value) => value !== undefined);
  const combined = combinedOf(header("ratelimit") ?? "");
  const limit = numberOf(header("x-ratelimit-limit", "x-rate-limit-limit", "ratelimit-limit"));
  const left = numberOf(header("x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining"));
  const remaining = left ?? combined.remaining;
  const asked = askedSeconds(headers, now);
  const resetSeconds =
    combined.resetSeconds ??
    secondsUntil(header("x-ratelimit-reset-after"), now) ??
    secondsUntil(header("ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"), now);
  const waitSeconds = asked ?? (remaining === 0 ? resetSeconds : null);
  return { limit: limit ?? combined.limit, remaining, waitSeconds };
}

function askedSeconds(headers: Record<string, string>, now: Date): number | null {
  const milliseconds = numberOf(headers["retry-after-ms"]);
  if (milliseconds !== null) return milliseconds / 1000;
  const value = headers["retry-after"];
  return value === undefined ? null : secondsUntil(value, now);
}

/** `limit=100, remaining=0, reset=30`; or, as newer drafts have it, `"default";r=0;t=30`. */
function combinedOf(text: string): {
  limit: number | null;
  remaining: number | null;
  resetSeconds: number | null;
} {
  const named = (...names: string[]) =>
    numberOf(new RegExp(`(?:^|[;,\\s])(?:${names.join("|")})=(\\d{1,12})`).exec(text)?.[1]);
  return {
    limit: named("limit", "q"),
    remaining: named("remaining", "r"),
    resetSeconds: named("reset", "t"),
  };
}

/** Only whole first numbers count: `100, 100;w=60` is 100. */
function numberOf(text: string | undefined): number | null {
  const digits = /^\s*(\d{1,15}(?:\.\d{1,6})?)/.exec(text ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Seconds from a number of them, a point in time in seconds or milliseconds since 1970, or a date. */
function secondsUntil(text: string | undefined, now: Date): number | null {
  if (text === undefined) return null;
  const isNumber = /^\s*\d{1,15}(\.\d{1,6})?\s*$/.test(text);
  const number = isNumber ? Number(text) : Number.NaN;
  const at = isNumber ? (number > 1e12 ? number : number > 1e9 ? number * 1000 : null) : Date.parse(text);
  if (at === null) return number;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
