import { headers } from "next/headers";
import { publicOrigin } from "@/lib/env";

/**
 * The redirect URI of every sign-in, as the browser at hand reaches it: what an operator registers with a service.
 * The host has been checked before (proxy.ts).
 */
export async function callbackAddress(): Promise<string> {
  const origin = publicOrigin();
  const own = origin ? new URL(origin).origin : `http://${(await headers()).get("host") ?? "127.0.0.1"}`;
  return `${own}/connections/oauth/callback`;
}
