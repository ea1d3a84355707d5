// A person's way to a service's sign-in page and back: OAuth's authorization code, up to the code itself.
//
// How to use it for another kind of sign-in (an MCP server's):
//   1. In a server action: `beginSignIn({ purpose, redirectUri: await callbackAddress(), returnTo, browserKey:
//      await takeBrowserKey() })` gives an id and the `state`. Whatever the way back needs (PKCE verifier, client
//      information) goes into `keepForAnswer(id, …)`, sealed; may be called several times. Send the browser to the
//      service's page with `state` and `redirect_uri`.
//   2. The service sends the browser to /connections/oauth/callback. `finishSignIn` (lib/flow) takes the answer once,
//      checks state, browser, address, age and issuer, and calls the exchange of the purpose's kind: a
//      `SignInExchange` (lib/flow/sign-in-exchange.ts) in lib/flow/sign-in-exchanges.ts. It gets the code and what was kept.
//   3. The exchange stores tokens with `storeGrant` (grant-store.ts), sealed and bound to the connection's origin.
//   4. The browser is sent to `returnTo` with `?signIn=<id>`; GET /api/sign-ins/<id> tells what came of it.
import { createHash, randomBytes } from "node:crypto";
import { openSecrets, type SecretOwner, sealSecrets, vault } from "@/lib/connections/vault";
import { insertSignIn, type KeptSignIn, keepInSignIn, waitingSignIn } from "@/lib/db/sign-ins";
import { newId, type SignInId } from "@/lib/domain/ids";
import type { SignInPurpose } from "@/lib/domain/sign-in";

/** How long a person may take at the service. */
const maxAgeMs = 10 * 60 * 1000;

interface SignInRequest {
  purpose: SignInPurpose;
  /** From `callbackAddress()`: the answer must come to exactly this one. */
  redirectUri: string;
  /** The page of ours to come back to: a path, with a query when it needs one. */
  returnTo: string;
  /** From `takeBrowserKey()`. */
  browserKey: string;
}

/** Begins a sign-in: single use, ten minutes, this browser only. The state leaves here once and is stored as a hash. */
export async function beginSignIn(request: SignInRequest): Promise<{ id: SignInId; state: string }> {
  const { purpose, redirectUri, returnTo, browserKey } = request;
  if (!isOwnPath(returnTo)) throw new Error(`${returnTo} is not a page of this product.`);
  const id = newId("signin");
  const state = randomBytes(32).toString("base64url");
  await insertSignIn({
    id,
    stateHash: hashOf(state),
    browserHash: hashOf(browserKey),
    purpose,
    redirectUri,
    returnTo,
    expiresAt: new Date(Date.now() + maxAgeMs),
  });
  return { id, state };
}

/**
 * Keeps something for the exchange, sealed, beside what was kept before.
 * @param issuer who has to answer: an answer of anybody else is refused (RFC 9207)
 */
export async function keepForAnswer(
  id: SignInId,
  { secrets = {}, issuer = null }: { secrets?: Record<string, string>; issuer?: string | null },
): Promise<void> {
  const signIn = await waitingSignIn(id);
  if (!signIn) throw new Error(`The sign-in ${id} no longer waits for an answer.`);
  const kept = { ...(await keptSecrets(signIn)), ...secrets };
  await keepInSignIn(id, { issuer, sealed: sealSecrets(await vault(), signInOwner(signIn), kept) });
}

/** What was kept for the exchange. */
export async function keptSecrets(signIn: KeptSignIn): Promise<Record<string, string>> {
  return openSecrets(await vault(), signInOwner(signIn), signIn.sealed);
}

/** As states and browser keys are stored: 256 random bits need no more than a plain hash. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Sealed for this sign-in and its redirect URI: a copied row opens nothing. */
export function signInOwner({ id, redirectUri }: Pick<KeptSignIn, "id" | "redirectUri">): SecretOwner {
  return { connectionId: id, kind: "sign-in", origin: redirectUri };
}

function isOwnPath(path: string): boolean {
  const base = "http://own.invalid";
  return path.startsWith("/") && URL.canParse(path, base) && new URL(path, base).origin === base;
}
