// Ties a sign-in to the browser it began in, by a cookie: an answer carried into another browser is refused.
import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { publicOrigin } from "@/lib/env";

const cookieName = "lamplight-sign-in";

/** The browser's key, made when it has none. For server actions: a page that renders can't set a cookie. */
export async function takeBrowserKey(): Promise<string> {
  const jar = await cookies();
  const known = jar.get(cookieName)?.value;
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return known;
  const key = randomBytes(32).toString("base64url");
  jar.set(cookieName, key, {
    httpOnly: true,
    // Lax: it comes along when a service sends the person back, and with nothing else that others make.
    sameSite: "lax",
    secure: publicOrigin()?.startsWith("https:") ?? false,
    path: "/",
    maxAge: 24 * 60 * 60,
  });
  return key;
}

/** The key a request carries; null for none. */
export async function readBrowserKey(): Promise<string | null> {
  return (await cookies()).get(cookieName)?.value ?? null;
}
