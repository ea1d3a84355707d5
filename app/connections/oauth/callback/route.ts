import { finishSignIn } from "@/lib/flow/finish-sign-in";
import { readBrowserKey } from "@/lib/http/browser-key";
import { callbackAddress } from "@/lib/http/callback-address";

/**
 * Where services send a person back to. It shows nothing itself: it goes on to a page of ours with the id of the
 * sign-in, so that neither the code nor a word of the service's is in an address or in markup (P13).
 */
export async function GET(request: Request): Promise<Response> {
  const result = await finishSignIn({
    parameters: new URL(request.url).searchParams,
    address: await callbackAddress(),
    browserKey: await readBrowserKey(),
  });
  if (result.kind === "unknown") return goTo("/connections?signIn=unknown");
  const back = new URL(result.returnTo, "http://own.invalid");
  back.searchParams.set("signIn", result.signInId);
  return goTo(`${back.pathname}${back.search}${back.hash}`);
}

/** A look ahead must not take the answer. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}

function goTo(location: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  });
}
