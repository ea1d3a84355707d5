// OAuth as MCP has it: the server's metadata says who signs people in, Lamplight registers itself there, and gets a
// token for this server alone. Everything the metadata says is a stranger's word (M5): only https is called, and http
// only on the server's own origin where the operator has agreed to a private one; nothing reaches a shell, and no
// address is opened but by the person.
import {
  checkResourceAllowed,
  discoverOAuthServerInfo,
  exchangeAuthorization,
  extractWWWAuthenticateParams,
  type OAuthTokens,
  refreshAuthorization,
  registerClient,
  resourceUrlFromServerUrl,
  startAuthorization,
} from "@modelcontextprotocol/client";
import { z } from "zod";
import { createStreamingFetch, type StreamingFetch } from "@/lib/connections/streaming-fetch";
import type { McpServer } from "@/lib/domain/mcp-server";
import { ToolError } from "@/lib/tools/tool-contract";
import { causesOf } from "./mcp-error";
import { shortLine } from "./visible-text";

const maxMetadataBytes = 256 * 1024;

/** What is needed to redeem a code and to renew a token; kept sealed. */
const authorizationSchema = z.object({
  /** Who signs people in. */
  authorizationServer: z.string(),
  /** Their metadata, as the SDK wants it back. */
  metadata: z.looseObject({
    issuer: z.string(),
    authorization_endpoint: z.string(),
    token_endpoint: z.string(),
  }),
  client: z.looseObject({ client_id: z.string(), client_secret: z.string().optional() }),
  /** What the token is for: this server and nothing else. */
  resource: z.string(),
});
export type ServerAuthorization = z.infer<typeof authorizationSchema>;

export const authorizationText = (authorization: ServerAuthorization) => JSON.stringify(authorization);
export const readAuthorization = (text: string) => authorizationSchema.parse(JSON.parse(text));

export interface Tokens {
  accessToken: string;
  refreshToken: string | null;
  expiresAt: Date | null;
}

/** The guarded client for what OAuth has to fetch. Over http only the server's own private origin is called. */
function oauthFetch({ transport }: McpServer): StreamingFetch {
  if (transport.kind !== "http") throw new Error("a program does not sign in with OAuth");
  const own = new URL(transport.url).origin;
  return async (address, init) => {
    requireSafe(String(address), transport.isPrivate ? own : null);
    const isOwn = new URL(String(address)).origin === own;
    const fetch = createStreamingFetch({
      privateNetwork: isOwn && transport.isPrivate,
      maxBytes: maxMetadataBytes,
      ...(isOwn ? { boundOrigin: own } : {}),
    });
    return fetch(address, { ...init, signal: init?.signal ?? AbortSignal.timeout(20_000) });
  };
}

function requireSafe(address: string, privateOrigin: string | null): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isSafe = url && (url.protocol === "https:" || url.origin === privateOrigin);
  if (isSafe && url.username === "" && url.password === "") return url;
  const shown = shortLine(address, 120);
  throw new ToolError(
    "refused",
    `The server's sign-in names “${shown}”, which is not an address to trust: only https is.`,
  );
}

/**
 * Finds out who signs people in at a server, registers Lamplight there, and makes the address of the page to go to.
 * Throws a ToolError.
 */
export async function prepareSignIn(
  server: McpServer,
  { redirectUri, state }: { redirectUri: string; state: () => Promise<string> },
): Promise<{ page: string; codeVerifier: string; authorization: ServerAuthorization }> {
  const { transport } = server;
  if (transport.kind !== "http") throw new ToolError("bad-input", "A program does not sign in with OAuth.");
  const privateOrigin = transport.isPrivate ? new URL(transport.url).origin : null;
  const fetchFn = oauthFetch(server);
  return explained(server, async () => {
    const { resourceMetadataUrl, scope } = await challengeOf(transport.url, fetchFn);
    const info = await discoverOAuthServerInfo(transport.url, {
      fetchFn,
      ...(resourceMetadataUrl ? { resourceMetadataUrl } : {}),
    });
    const metadata = info.authorizationServerMetadata;
    if (!metadata) {
      throw new ToolError(
        "refused",
        `“${server.title}” does not say where people sign in. Use a token instead.`,
      );
    }
    for (const endpoint of [metadata.authorization_endpoint, metadata.token_endpoint]) {
      requireSafe(endpoint, privateOrigin);
    }
    const own = resourceUrlFromServerUrl(transport.url);
    const named = info.resourceMetadata?.resource;
    if (named && !checkResourceAllowed({ requestedResource: own, configuredResource: named })) {
      throw new ToolError(
        "refused",
        `“${server.title}” asks for a token for “${shortLine(named, 120)}”, which is not this server.`,
      );
    }
    const resource = named ?? own.href;
    const scopes = scope ?? info.resourceMetadata?.scopes_supported?.join(" ");
    const client = await registerClient(info.authorizationServerUrl, {
      metadata,
      fetchFn,
      clientMetadata: {
        client_name: "Lamplight",
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: "none",
      },
    });
    const { authorizationUrl, codeVerifier } = await startAuthorization(info.authorizationServerUrl, {
      metadata,
      clientInformation: client,
      redirectUrl: redirectUri,
      state: await state(),
      resource,
      ...(scopes ? { scope: scopes } : {}),
    });
    const page = requireSafe(authorizationUrl.href, privateOrigin).href;
    const authorization = authorizationSchema.parse({
      ...{ authorizationServer: info.authorizationServerUrl, metadata, client, resource },
    });
    return { page, codeVerifier, authorization };
  });
}

/** What the server says when somebody comes without a token. */
async function challengeOf(url: string, fetchFn: StreamingFetch) {
  const answer = await fetchFn(url, { method: "GET", headers: { accept: "text/event-stream" } });
  await answer.body?.cancel();
  return answer.status === 401 ? extractWWWAuthenticateParams(answer) : {};
}

/** Redeems a code. Throws a ToolError. */
export async function redeemCode(
  server: McpServer,
  authorization: ServerAuthorization,
  answer: { code: string; iss: string | null; codeVerifier: string; redirectUri: string },
): Promise<Tokens> {
  const { authorizationServer, metadata, client, resource } = authorization;
  return explained(server, async () =>
    toTokens(
      await exchangeAuthorization(authorizationServer, {
        metadata: metadata as never,
        clientInformation: client,
        authorizationCode: answer.code,
        codeVerifier: answer.codeVerifier,
        redirectUri: answer.redirectUri,
        resource,
        fetchFn: oauthFetch(server),
        ...(answer.iss === null ? {} : { iss: answer.iss }),
      }),
      null,
    ),
  );
}

/** Renews a token. Throws a ToolError: `credentials` when the person has to sign in again. */
export async function renewTokens(
  server: McpServer,
  authorization: ServerAuthorization,
  refreshToken: string,
): Promise<Tokens> {
  const { authorizationServer, metadata, client, resource } = authorization;
  return explained(server, async () =>
    toTokens(
      await refreshAuthorization(authorizationServer, {
        metadata: metadata as never,
        clientInformation: client,
        refreshToken,
        resource,
        fetchFn: oauthFetch(server),
      }),
      refreshToken,
    ),
  );
}

function toTokens(tokens: OAuthTokens, before: string | null): Tokens {
  if (tokens.token_type.toLowerCase() !== "bearer" || /[^\x21-\x7e]/.test(tokens.access_token)) {
    throw new ToolError("refused", "The service answered with a token of a kind that is not known here.");
  }
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = tokens;
  return {
    accessToken,
    refreshToken: refreshToken ?? before,
    expiresAt: seconds === undefined ? null : new Date(Date.now() + seconds * 1000),
  };
}

/** What goes wrong on the way, as a ToolError with what the service said, in one line. */
async function explained<T>(server: McpServer, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = causesOf(error).find((cause) => cause instanceof ToolError);
    if (known) throw known;
    const said = shortLine(error instanceof Error ? error.message : String(error), 300);
    throw new ToolError("credentials", `Signing in at “${server.title}” did not work: ${said}`, {
      cause: error,
    });
  }
}
