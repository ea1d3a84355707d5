// Sends a person to a service's sign-in page, for a connection whose tokens come from there.
import { authorizationAddress, newCodeVerifier } from "@/lib/connections/oauth/authorization-address";
import { beginSignIn, keepForAnswer } from "@/lib/connections/oauth/sign-in";
import { findConnection } from "@/lib/db/connections";
import type { ConnectionId } from "@/lib/domain/ids";
import { boundOrigins, oauthSettingsOf } from "@/lib/domain/oauth-settings";

interface StartRequest {
  connectionId: ConnectionId;
  redirectUri: string;
  /** A page of ours. */
  returnTo: string;
  browserKey: string;
}

/** `go`: where the browser has to go next. */
export type StartResult = { kind: "go"; address: string } | { kind: "refused"; message: string };

export async function startSignIn(request: StartRequest): Promise<StartResult> {
  const { connectionId, redirectUri, returnTo, browserKey } = request;
  const connection = await findConnection(connectionId);
  if (!connection) return { kind: "refused", message: "This connection is not there any more." };
  const settings = oauthSettingsOf(connection);
  if (settings?.flow !== "authorizationCode" || settings.authorizationUrl === null) {
    return { kind: "refused", message: "Nobody has to sign in for this connection." };
  }
  const purpose = { kind: "connection" as const, connectionId };
  const { id, state } = await beginSignIn({ purpose, redirectUri, returnTo, browserKey });
  const codeVerifier = newCodeVerifier();
  await keepForAnswer(id, {
    // An answer for a connection that was pointed elsewhere meanwhile is worth nothing (P8).
    secrets: { codeVerifier, state, boundTo: boundOrigins(connection), clientId: settings.clientId },
    issuer: settings.issuer,
  });
  const address = await authorizationAddress(settings, settings.authorizationUrl, {
    redirectUri,
    state,
    codeVerifier,
  });
  return { kind: "go", address };
}
