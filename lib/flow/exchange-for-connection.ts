// The code of a finished sign-in → tokens of a connection, sealed for it and its origins.
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { grantName, grantOf } from "@/lib/connections/oauth/access-token";
import { storeGrant } from "@/lib/connections/oauth/grant-store";
import { requestToken } from "@/lib/connections/oauth/token-endpoint";
import { clientSecretName, secretsOf } from "@/lib/connections/open-connection";
import { readSealedSecret } from "@/lib/db/connections";
import { connectionIdSchema } from "@/lib/domain/ids";
import { boundOrigins, oauthSettingsOf } from "@/lib/domain/oauth-settings";
import type { SignInAnswer, SignInOutcome } from "./sign-in-exchange";

export async function exchangeForConnection(answer: SignInAnswer): Promise<SignInOutcome> {
  const { signIn, kept, parameters } = answer;
  if (signIn.purpose.kind !== "connection") throw new Error("This sign-in is not one for a connection.");
  const stored = await readSealedSecret(connectionIdSchema.parse(signIn.purpose.connectionId));
  const settings = stored && oauthSettingsOf(stored.connection);
  if (!stored || !settings) return failed("The connection was removed or changed in the meantime.");
  const { connection } = stored;
  if (boundOrigins(connection) !== kept.boundTo || settings.clientId !== kept.clientId) {
    return failed("The connection was changed in the meantime. Sign in again.");
  }
  const { [clientSecretName]: clientSecret = "" } = await secretsOf(stored);
  const { state = "", codeVerifier = "" } = kept;
  const given = await requestToken(
    settings,
    clientSecret,
    { kind: "code", parameters, state, redirectUri: signIn.redirectUri, codeVerifier },
    guardedFetch,
  );
  if (given.kind === "invalid-grant") {
    return failed(`The service does not take its own answer back: ${given.message}. Sign in again.`);
  }
  if (!(await storeGrant(connection, grantName, grantOf(given.token)))) {
    return failed("The connection was removed or changed in the meantime.");
  }
  return { kind: "completed", message: `“${connection.name}” is signed in.` };
}

function failed(message: string): SignInOutcome {
  return { kind: "failed", message };
}
