// Asks a service for tokens. The client secret, codes and refresh tokens go to the token address and nowhere else: the
// guarded client is bound to its origin, and answers are bounded (P8, M5).
import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  None,
  processGenericTokenEndpointResponse,
  ResponseBodyError,
  refreshTokenGrantRequest,
  type TokenEndpointRequestOptions,
  validateAuthResponse,
} from "oauth4webapi";
import { isJsonObject } from "@/lib/domain/json";
import type { OAuthSettings } from "@/lib/domain/oauth-settings";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import { type GuardedFetch, ToolError } from "@/lib/tools/tool-contract";
import { oneLine } from "./one-line";

/** What may be sent to a token address, beside the client's own credentials. */
export type TokenRequest =
  | { kind: "client-credentials" }
  | { kind: "refresh"; refreshToken: string }
  | { kind: "code"; parameters: URLSearchParams; state: string; redirectUri: string; codeVerifier: string };

export interface Token {
  accessToken: string;
  /** Null: the one that was used goes on being good, or there is none. */
  refreshToken: string | null;
  expiresAt: Date | null;
}

/** `invalid-grant`: what the token was to be made of is no longer good. */
export type TokenAnswer = { kind: "token"; token: Token } | { kind: "invalid-grant"; message: string };

const timeoutMs = 15_000;
const maxAnswerBytes = 256 * 1024;
/** Sane bounds for what ends up in a header. */
const maxTokenLength = 16_000;

/**
 * A token, or that the grant is no longer good. Throws a ToolError: `credentials` when the client is refused,
 * `transient` and `timeout` when the service can't be reached.
 */
export async function requestToken(
  settings: OAuthSettings,
  clientSecret: string,
  request: TokenRequest,
  fetch: GuardedFetch,
): Promise<TokenAnswer> {
  const address = (request.kind === "refresh" ? settings.refreshUrl : null) ?? settings.tokenUrl;
  const server = serverOf(settings, address, request);
  const client: Client = { client_id: settings.clientId };
  const sent = sentSecrets(clientSecret, request);
  try {
    const response = await send(
      { server, client, auth: clientAuth(settings, clientSecret) },
      settings,
      request,
      {
        [customFetch]: tokenFetch(address, fetch),
        // Only what the form let through: http on this machine.
        [allowInsecureRequests]: address.startsWith("http:"),
      },
    );
    const answer = await processGenericTokenEndpointResponse(server, client, response);
    return { kind: "token", token: readToken(answer) };
  } catch (error) {
    if (error instanceof ToolError) throw error;
    return refusalOf(error, address, secretScrubber(sent));
  }
}

function serverOf(settings: OAuthSettings, address: string, request: TokenRequest): AuthorizationServer {
  const { authorizationUrl, issuer } = settings;
  const given = request.kind === "code" ? request.parameters.get("iss") : null;
  return { issuer: issuer ?? expectedIssuer(given, [authorizationUrl, address]), token_endpoint: address };
}

/** Without a known issuer, one that is at home where the person signed in or where tokens come from. */
function expectedIssuer(given: string | null, addresses: (string | null)[]): string {
  const origins = addresses.filter((one) => one !== null).map((one) => new URL(one).origin);
  const isAtHome = given !== null && URL.canParse(given) && origins.includes(new URL(given).origin);
  return isAtHome ? given : (origins[0] ?? "");
}

function clientAuth({ clientAuthentication }: OAuthSettings, clientSecret: string): ClientAuth {
  if (clientSecret === "") return None();
  return clientAuthentication === "body" ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret);
}

async function send(
  { server, client, auth }: { server: AuthorizationServer; client: Client; auth: ClientAuth },
  { scope, audience }: OAuthSettings,
  request: TokenRequest,
  options: TokenEndpointRequestOptions,
): Promise<Response> {
  const more: Record<string, string> = audience === "" ? {} : { audience };
  const withMore = { ...options, additionalParameters: more };
  switch (request.kind) {
    case "client-credentials":
      return clientCredentialsGrantRequest(
        server,
        client,
        auth,
        scope === "" ? more : { ...more, scope },
        options,
      );
    case "refresh":
      return refreshTokenGrantRequest(server, client, auth, request.refreshToken, withMore);
    case "code": {
      const { parameters, state, redirectUri, codeVerifier } = request;
      const checked = validateAuthResponse(server, client, parameters, state);
      return authorizationCodeGrantRequest(
        server,
        client,
        auth,
        checked,
        redirectUri,
        codeVerifier,
        withMore,
      );
    }
    default:
      return request satisfies never;
  }
}

/** `fetch` for the library: guarded, bound to the token address's origin, and told no tales by it. */
function tokenFetch(address: string, fetch: GuardedFetch) {
  return async (
    url: string,
    init: { method: string; headers: Record<string, string>; body: URLSearchParams },
  ) => {
    const { status, headers, body } = await fetch({
      url,
      method: init.method,
      headers: init.headers,
      body: init.body.toString(),
      boundOrigin: new URL(address).origin,
      maxResponseBytes: maxAnswerBytes,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return tidied(status, headers, body);
  };
}

/**
 * The answer as the standard has it: some services leave out the token's type, write null for what is not there, or
 * send an error with status 200. An ID token is dropped: who signed in is nothing to us.
 */
function tidied(status: number, headers: Record<string, string>, body: Buffer): Response {
  const challenge = headers["www-authenticate"];
  const isJson = { "content-type": headers["content-type"] ?? "" };
  // A body would not be read beside a challenge, and it says more.
  const kept =
    challenge !== undefined && status !== 401 ? { ...isJson, "www-authenticate": challenge } : isJson;
  const parsed = parseObject(body);
  if (!parsed) return new Response(status === 204 ? null : new Uint8Array(body), { status, headers: kept });
  const members = Object.entries(parsed).filter(([name, value]) => value !== null && name !== "id_token");
  const answer = Object.fromEntries(members);
  const isError = typeof answer.error === "string" && answer.access_token === undefined;
  const isToken = !isError && status >= 200 && status < 300;
  if (isToken && answer.access_token !== undefined) answer.token_type ??= "bearer";
  return Response.json(answer, { status: isToken ? 200 : isError && status < 400 ? 400 : status });
}

function parseObject(body: Buffer): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return isJsonObject(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}

function readToken(answer: { access_token: string; refresh_token?: string; expires_in?: number }): Token {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = answer;
  const isSane = (token: string) => token.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(token);
  if (!isSane(accessToken) || (refreshToken !== undefined && !isSane(refreshToken))) {
    throw new ToolError("broken-tool", "The service gave a token that can't be sent in a header.");
  }
  // A day in a thousand years is as good as never.
  const isTelling = seconds !== undefined && seconds > 0 && seconds < 1e9;
  return {
    accessToken,
    refreshToken: refreshToken ?? null,
    expiresAt: isTelling ? new Date(Date.now() + seconds * 1000) : null,
  };
}

function refusalOf(error: unknown, address: string, scrub: (text: string) => string): TokenAnswer {
  const { host } = new URL(address);
  if (!(error instanceof ResponseBodyError)) {
    const said = error instanceof Error ? error.message : String(error);
    const message = `${host} did not answer as OAuth demands: ${scrub(oneLine(said))}.`;
    throw new ToolError("broken-tool", message, { cause: error });
  }
  const { error: code, error_description: description, status } = error;
  const said = scrub(oneLine(description || code));
  if (code === "invalid_grant") return { kind: "invalid-grant", message: said };
  if (code === "temporarily_unavailable" || code === "server_error" || status === 429) {
    throw new ToolError("transient", `${host} gives no token just now: ${said}.`, { cause: error });
  }
  throw new ToolError("credentials", `${host} refuses the client: ${said}. Check client ID and secret.`, {
    cause: error,
  });
}

/** What must not be in any message, however the service echoes it. */
function sentSecrets(clientSecret: string, request: TokenRequest): string[] {
  switch (request.kind) {
    case "client-credentials":
      return [clientSecret];
    case "refresh":
      return [clientSecret, request.refreshToken];
    case "code":
      return [clientSecret, request.codeVerifier, request.parameters.get("code") ?? ""];
    default:
      return request satisfies never;
  }
}
