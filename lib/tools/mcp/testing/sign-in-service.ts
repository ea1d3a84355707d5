// An MCP server that wants people to sign in, and the authorization server that does it, on one origin of this machine.
// It speaks OAuth by the book, unless told to lie.
import { createHash, randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type SeenRequest, startServer, type TestServer } from "@/lib/connections/testing/http-server";

export interface Lies {
  authorizationEndpoint?: string;
  tokenEndpoint?: string;
  resource?: string;
  issuer?: string;
  authorizationServer?: string;
}

export interface SignInService {
  server: TestServer;
  url: string;
  lies: Lies;
  /** Access tokens that are good; emptied to take them back. */
  tokens: Set<string>;
  refreshes: number;
  /** What a browser at the authorization page would be sent back with. */
  answerTo(page: string): URLSearchParams;
}

interface Code {
  challenge: string;
  redirectUri: string;
  resource: string;
}

export async function startSignInService(): Promise<SignInService> {
  const codes = new Map<string, Code>();
  const refreshTokens = new Set<string>();
  const lies: Lies = {};
  const tokens = new Set<string>();
  const origin = () => service.server.origin;
  const json = (response: ServerResponse, value: unknown, status = 200) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

  const issue = (response: ServerResponse) => {
    const accessToken = `access-${randomBytes(12).toString("hex")}`;
    const refreshToken = `refresh-${randomBytes(12).toString("hex")}`;
    tokens.add(accessToken);
    refreshTokens.add(refreshToken);
    json(response, {
      ...{ access_token: accessToken, refresh_token: refreshToken, token_type: "Bearer", expires_in: 3600 },
    });
  };
  const answerToken = ({ body }: SeenRequest, response: ServerResponse) => {
    const form = new URLSearchParams(body);
    if (form.get("grant_type") === "refresh_token") {
      service.refreshes += 1;
      if (refreshTokens.delete(form.get("refresh_token") ?? "")) return issue(response);
      return json(response, { error: "invalid_grant" }, 400);
    }
    const code = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isGood =
      code?.challenge === verifier &&
      code.redirectUri === form.get("redirect_uri") &&
      code.resource === form.get("resource");
    return isGood ? issue(response) : json(response, { error: "invalid_grant" }, 400);
  };
  const answerMcp = (request: SeenRequest, response: ServerResponse) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (!tokens.has(token)) {
      const metadata = `${origin()}/.well-known/oauth-protected-resource/mcp`;
      return response.writeHead(401, { "www-authenticate": `Bearer resource_metadata="${metadata}"` }).end();
    }
    if (request.method !== "POST") return response.writeHead(405).end();
    const { id, method, params } = JSON.parse(request.body);
    if (id === undefined) return response.writeHead(202).end();
    const tool = { name: "whoami", inputSchema: { type: "object" }, annotations: { readOnlyHint: true } };
    const results: Record<string, unknown> = {
      initialize: {
        ...{ protocolVersion: params?.protocolVersion, capabilities: { tools: {} } },
        serverInfo: { name: "closed", version: "1" },
      },
      "tools/list": { tools: [tool] },
      "tools/call": { content: [{ type: "text", text: `You came with ${token}` }] },
    };
    const result = results[method];
    const error = { code: -32601, message: "Method not found" };
    return json(response, { jsonrpc: "2.0", id, ...(result ? { result } : { error }) });
  };
  const server = await startServer((request, _incoming, response) => {
    const { pathname } = new URL(request.url, origin());
    switch (pathname) {
      case "/mcp":
        return answerMcp(request, response);
      case "/.well-known/oauth-protected-resource/mcp":
        return json(response, {
          resource: lies.resource ?? `${origin()}/mcp`,
          authorization_servers: [lies.authorizationServer ?? origin()],
        });
      case "/.well-known/oauth-authorization-server":
        return json(response, {
          issuer: lies.issuer ?? origin(),
          authorization_endpoint: lies.authorizationEndpoint ?? `${origin()}/authorize`,
          token_endpoint: lies.tokenEndpoint ?? `${origin()}/token`,
          registration_endpoint: `${origin()}/register`,
          response_types_supported: ["code"],
          code_challenge_methods_supported: ["S256"],
        });
      case "/register":
        return json(response, { ...JSON.parse(request.body), client_id: "lamplight" }, 201);
      case "/token":
        return answerToken(request, response);
      default:
        return response.writeHead(404).end();
    }
  });
  const service: SignInService = {
    server,
    url: `${server.origin}/mcp`,
    lies,
    tokens,
    refreshes: 0,
    answerTo: (page) => {
      const asked = new URL(page).searchParams;
      const code = randomBytes(12).toString("hex");
      codes.set(code, {
        challenge: asked.get("code_challenge") ?? "",
        redirectUri: asked.get("redirect_uri") ?? "",
        resource: asked.get("resource") ?? "",
      });
      return new URLSearchParams({ code, state: asked.get("state") ?? "" });
    },
  };
  return service;
}
