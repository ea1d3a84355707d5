import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from "oauth4webapi";
import type { OAuthSettings } from "@/lib/domain/oauth-settings";

/** The secret half of PKCE: who has it not can do nothing with a code. */
export function newCodeVerifier(): string {
  return generateRandomCodeVerifier();
}

/** The service's sign-in page with everything it has to know. What the operator adds never replaces our own. */
export async function authorizationAddress(
  { clientId, scope, audience, parameters }: OAuthSettings,
  authorizationUrl: string,
  { redirectUri, state, codeVerifier }: { redirectUri: string; state: string; codeVerifier: string },
): Promise<string> {
  const page = new URL(authorizationUrl);
  for (const [name, value] of new URLSearchParams(parameters)) page.searchParams.set(name, value);
  const own = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    ...(scope === "" ? {} : { scope }),
    ...(audience === "" ? {} : { audience }),
  };
  for (const [name, value] of Object.entries(own)) page.searchParams.set(name, value);
  return page.href;
}
