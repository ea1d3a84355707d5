/**
 * Whether a `Host` header names this server: loopback by any of its names, or the public origin the operator set.
 * Anything else is a page elsewhere that had its name point here (DNS rebinding, M4).
 */
export function isAllowedHost(host: string | null, publicOrigin: string | undefined): boolean {
  if (!host) return false;
  if (publicOrigin && host.toLowerCase() === new URL(publicOrigin).host) return true;
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host);
}

/**
 * Whether a request comes from the product's own pages: its `Origin` is the host it was sent to, or, for requests
 * that carry none (reads), the browser says that it is of the same origin. A missing or null origin on anything
 * but a read is refused (N9, P11).
 */
export function isSameOrigin(request: Request): boolean {
  const host = request.headers.get("host");
  const origin = request.headers.get("origin");
  if (origin !== null) {
    return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
  }
  return request.method === "GET" && request.headers.get("sec-fetch-site") === "same-origin";
}
