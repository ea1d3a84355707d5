import { type NextRequest, NextResponse } from "next/server";
import { publicOrigin } from "@/lib/env";
import { isAllowedHost, isFromOwnPage } from "@/lib/http/allowed-hosts";

/**
 * Before every page: refuses hosts that are not ours (M4) and whatever is no read from a page elsewhere (N9, P11),
 * and gives pages a Content Security Policy that runs only our own scripts and loads nothing from outside (N7).
 */
export function proxy(request: NextRequest): NextResponse {
  const origin = publicOrigin();
  if (!isAllowedHost(request.headers.get("host"), origin)) {
    return refusal(
      421,
      "This server does not answer to that name. Set LAMPLIGHT_ORIGIN to its public address.",
    );
  }
  const isRead = request.method === "GET" || request.method === "HEAD";
  // Each server action checks this again by itself.
  if (!isRead && !isFromOwnPage(request, origin)) {
    return refusal(403, "This was not sent by Lamplight's own pages. Programs use the HTTP API under /api/.");
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "same-origin");
  response.headers.set("x-frame-options", "DENY");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  return response;
}

function refusal(status: number, message: string): NextResponse {
  return new NextResponse(`${message}\n`, { status });
}

function contentSecurityPolicy(nonce: string): string {
  // Hot reload evaluates modules; nothing that is served does.
  const development = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  // Everything but built assets and the API: lib/http/route.ts guards that, since Next.js holds a body that comes
  // through here in memory and cuts it off at 10 MB.
  matcher: ["/((?!_next/static/|api/).*)"],
};
