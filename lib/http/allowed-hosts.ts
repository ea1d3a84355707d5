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
 * Whether an `Origin` header is that of the product's own pages: the host the request was sent to, or the public
 * origin, which a proxy in front may have replaced by a host of its own. A missing or null one is not.
 */
export function isOwnOrigin(
  origin: string | null,
  host: string | null,
  publicOrigin: string | undefined,
): boolean {
  if (!origin || !host || !URL.canParse(origin)) return false;
  const given = new URL(origin);
  if (publicOrigin && given.origin === new URL(publicOrigin).origin) return true;
  return given.host === host.toLowerCase();
}

/**
 * Whether a request comes from the product's own pages: by its `Origin`, or, for reads, which carry none, by what
 * the browser says of the page. A missing or null origin on anything but a read is refused (N9, P11).
 */
export function isFromOwnPage(
  request: Pick<Request, "method" | "headers">,
  publicOrigin: string | undefined,
): boolean {
  const { method, headers } = request;
  const host = headers.get("host");
  const origin = headers.get("origin");
  if (origin !== null) return isOwnOrigin(origin, host, publicOrigin);
  if (method !== "GET" && method !== "HEAD") return false;
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  // Browsers leave Sec-Fetch-Site out on plain HTTP beyond this machine; pages cannot set Referer to a foreign one.
  return isOwnOrigin(headers.get("referer"), host, publicOrigin);
}
