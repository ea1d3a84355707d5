// A small OAuth 2 server and an API behind it, on this machine, for tests. Strict where services should be: exact
// redirect URIs, PKCE, codes and refresh tokens that are good once, client authentication one way only.
import { createHash, randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { JsonObject } from "@/lib/domain/json";
import { type SeenRequest, startServer, type TestServer } from "./http-server";

export const testClient = { id: "lamplight-tests", secret: "client-secret-canary-4711/+ä" };

export interface OAuthServer {
  /** Where one signs in and gets tokens. */
  issuer: string;
  /** Where the API is: another origin. */
  api: TestServer;
  server: TestServer;
  /** The document of the API. */
  document: JsonObject;
  /** Everything that is to stay secret, the client secret first, then codes and tokens. */
  secrets: string[];
  /** Requests to the token address by grant type. */
  tokenRequests(grantType?: string): number;
  /** What a browser does on the sign-in page: allows, and is sent back to this address. */
  allow(authorizationAddress: string): Promise<URL>;
  /** Access tokens given so far stop being good; refresh tokens go on. */
  expireTokens(): void;
  /** Everything granted so far is taken back. */
  revokeAll(): void;
  /** How long access tokens live, in seconds; null: it is not said. */
  lifetime: { seconds: number | null };
  client: { secret: string };
  /** Takes a request to the token address in place of the server when it returns true. */
  hijack: { token: ((request: SeenRequest, response: ServerResponse) => boolean) | null };
  close(): Promise<void>;
}

interface Code {
  redirectUri: string;
  challenge: string;
  scope: string;
  isUsed: boolean;
}

interface Tokens {
  family: string;
  isRefreshUsed: boolean;
  isGood: boolean;
}

/**
 * @param options.redirectUris the only ones it knows, letter for letter
 * @param options.marker part of everything secret, so that one search finds all of it
 */
export async function startOAuthServer(options: {
  redirectUris: readonly string[];
  marker?: string;
}): Promise<OAuthServer> {
  const { marker = "canary" } = options;
  const codes = new Map<string, Code>();
  const access = new Map<string, Tokens>();
  const refresh = new Map<string, Tokens>();
  const clientSecret = options.marker ? `${marker}/+ä` : testClient.secret;
  const secrets: string[] = [clientSecret];
  const lifetime: OAuthServer["lifetime"] = { seconds: 3600 };
  const client = { secret: clientSecret };
  const hijack: OAuthServer["hijack"] = { token: null };
  const secret = (what: string) => {
    const made = `${what}-${marker}-${randomBytes(16).toString("hex")}`;
    secrets.push(made);
    return made;
  };

  const give = (response: ServerResponse, family: string, withRefresh: boolean) => {
    const tokens: Tokens = { family, isRefreshUsed: false, isGood: true };
    const accessToken = secret("at");
    access.set(accessToken, tokens);
    const refreshToken = withRefresh ? secret("rt") : undefined;
    if (refreshToken) refresh.set(refreshToken, tokens);
    json(response, 200, {
      access_token: accessToken,
      token_type: "Bearer",
      ...(lifetime.seconds === null ? {} : { expires_in: lifetime.seconds }),
      ...(refreshToken ? { refresh_token: refreshToken } : {}),
    });
  };

  const revoke = (family: string) => {
    for (const tokens of [...access.values(), ...refresh.values()]) {
      if (tokens.family === family) tokens.isGood = false;
    }
  };

  const authorize = ({ url }: SeenRequest, response: ServerResponse) => {
    const asked = new URL(url, "http://x").searchParams;
    const redirectUri = asked.get("redirect_uri") ?? "";
    if (asked.get("client_id") !== testClient.id || !options.redirectUris.includes(redirectUri)) {
      return text(response, 400, "Unknown client or redirect URI");
    }
    const challenge = asked.get("code_challenge") ?? "";
    const isSound =
      asked.get("response_type") === "code" &&
      asked.get("code_challenge_method") === "S256" &&
      /^[\w-]{43}$/.test(challenge) &&
      (asked.get("state") ?? "").length >= 22;
    if (!isSound) return text(response, 400, "response_type, state and PKCE are needed");
    const fields = [...asked].map(
      ([name, value]) => `<input type="hidden" name="${toHtml(name)}" value="${toHtml(value)}">`,
    );
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      `<!doctype html><title>Sign in</title><h1>Test service</h1><p>It may: ${toHtml(asked.get("scope") ?? "nothing")}</p>` +
        `<form method="post" action="/decide">${fields.join("")}<button name="decision" value="allow">Allow</button>` +
        `<button name="decision" value="deny">Deny</button></form>`,
    );
  };

  const decide = ({ body }: SeenRequest, response: ServerResponse) => {
    const asked = new URLSearchParams(body);
    const back = new URL(asked.get("redirect_uri") ?? "");
    back.searchParams.set("state", asked.get("state") ?? "");
    back.searchParams.set("iss", issuerOf());
    if (asked.get("decision") === "allow") {
      const code = secret("code");
      codes.set(code, {
        redirectUri: asked.get("redirect_uri") ?? "",
        challenge: asked.get("code_challenge") ?? "",
        scope: asked.get("scope") ?? "",
        isUsed: false,
      });
      back.searchParams.set("code", code);
    } else {
      back.searchParams.set("error", "access_denied");
    }
    response.writeHead(303, { location: back.href }).end();
  };

  const token = (request: SeenRequest, response: ServerResponse) => {
    if (hijack.token?.(request, response)) return;
    const asked = new URLSearchParams(request.body);
    if (!isClient(request, asked, client.secret)) {
      response.setHeader("www-authenticate", "Basic");
      return json(response, 401, { error: "invalid_client", error_description: `No: ${request.body}` });
    }
    const refused = (error: string, description: string) =>
      json(response, 400, { error, error_description: description });
    switch (asked.get("grant_type")) {
      case "client_credentials":
        return give(response, "client", false);
      case "authorization_code": {
        const code = codes.get(asked.get("code") ?? "");
        const verifier = asked.get("code_verifier") ?? "";
        if (!code || code.isUsed) return refused("invalid_grant", "The code is not good any more.");
        code.isUsed = true;
        const isProven = createHash("sha256").update(verifier).digest("base64url") === code.challenge;
        if (!isProven || asked.get("redirect_uri") !== code.redirectUri) {
          return refused("invalid_grant", "The code was made for somebody else.");
        }
        return give(response, randomBytes(8).toString("hex"), true);
      }
      case "refresh_token": {
        const tokens = refresh.get(asked.get("refresh_token") ?? "");
        if (tokens?.isRefreshUsed) revoke(tokens.family);
        if (!tokens?.isGood) return refused("invalid_grant", "The refresh token was revoked.");
        tokens.isRefreshUsed = true;
        return give(response, tokens.family, true);
      }
      default:
        return refused("unsupported_grant_type", "No.");
    }
  };

  const server = await startServer((request, _incoming, response) => {
    const { pathname } = new URL(request.url, "http://x");
    if (request.method === "GET" && pathname === "/authorize") return authorize(request, response);
    if (request.method === "POST" && pathname === "/decide") return decide(request, response);
    if (request.method === "POST" && pathname === "/token") return token(request, response);
    if (pathname === "/.well-known/openid-configuration") {
      return json(response, 200, {
        issuer: issuerOf(),
        authorization_endpoint: `${issuerOf()}/authorize`,
        token_endpoint: `${issuerOf()}/token`,
      });
    }
    text(response, 404, "Not here");
  });
  const issuerOf = () => server.origin;

  const api = await startServer(({ headers, url }, _incoming, response) => {
    const given = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
    if (!access.get(given)?.isGood) {
      // A service that tells its callers what they sent.
      return json(response, 401, { error: `You sent “${headers.authorization ?? "nothing"}”` });
    }
    if (url.endsWith("/crash")) return response.destroy();
    json(response, 200, { name: "Ada", sent: headers.authorization ?? "" });
  });

  const allow = async (address: string) => {
    const page = await (await fetch(address)).text();
    const fields = [...page.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name,
      fromHtml(value),
    ]);
    if (fields.length === 0) throw new Error(page);
    const answer = await fetch(`${server.origin}/decide`, {
      method: "POST",
      body: new URLSearchParams([...fields.filter(([name]) => name !== "decision"), ["decision", "allow"]]),
      redirect: "manual",
    });
    return new URL(answer.headers.get("location") ?? "");
  };

  return {
    issuer: server.origin,
    ...{ api, server, secrets, lifetime, client, hijack, allow },
    document: documentOf(server.origin, api.origin),
    tokenRequests: (grantType) =>
      server.requests.filter(
        ({ url, body }) =>
          url === "/token" &&
          (grantType === undefined || new URLSearchParams(body).get("grant_type") === grantType),
      ).length,
    expireTokens: () => {
      access.clear();
    },
    revokeAll: () => {
      for (const tokens of [...access.values(), ...refresh.values()]) tokens.isGood = false;
    },
    close: async () => {
      await Promise.all([server.close(), api.close()]);
    },
  };
}

/** One way of authentication, as the standard demands; in a header the parts are form-encoded. */
function isClient({ headers }: SeenRequest, asked: URLSearchParams, secret: string): boolean {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? "")?.[1];
  const inBody = asked.get("client_secret");
  if (basic !== undefined && inBody !== null) return false;
  if (basic === undefined) return asked.get("client_id") === testClient.id && inBody === secret;
  const [id = "", given = ""] = Buffer.from(basic, "base64").toString("utf8").split(":");
  const decode = (part: string) => decodeURIComponent(part.replaceAll("+", " "));
  return decode(id) === testClient.id && decode(given) === secret;
}

function documentOf(issuer: string, api: string): JsonObject {
  const ok = {
    description: "ok",
    content: {
      "application/json": {
        schema: { type: "object", properties: { name: { type: "string" }, sent: { type: "string" } } },
      },
    },
  };
  const scopes = { "me.read": "See who you are", "me.write": "Change <b>everything</b>" };
  const get = (operationId: string, summary: string, scheme: string, scope: string[]) => ({
    get: { operationId, summary, security: [{ [scheme]: scope }], responses: { 200: ok } },
  });
  return {
    openapi: "3.1.0",
    info: { title: "Ledger", version: "1" },
    servers: [{ url: `${api}/v1` }],
    paths: {
      "/me": get("getMe", "Look up my own ledger account", "person", ["me.read"]),
      "/robot": get("getRobot", "Look up the ledger robot", "program", []),
      "/crash": get("crash", "Look up a ledger crash", "person", []),
    },
    components: {
      securitySchemes: {
        person: {
          type: "oauth2",
          flows: {
            authorizationCode: {
              authorizationUrl: `${issuer}/authorize`,
              tokenUrl: `${issuer}/token`,
              scopes,
            },
          },
        },
        program: {
          type: "oauth2",
          flows: { clientCredentials: { tokenUrl: `${issuer}/token`, scopes: {} } },
        },
      },
    },
  };
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function text(response: ServerResponse, status: number, value: string): void {
  response.writeHead(status, { "content-type": "text/plain" }).end(value);
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function toHtml(value: string): string {
  return value.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

function fromHtml(value: string): string {
  return Object.entries(entities).reduceRight(
    (rest, [plain, written]) => rest.replaceAll(written, plain),
    value,
  );
}
