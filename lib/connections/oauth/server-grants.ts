// The tokens an MCP server's own sign-in page led to: sealed for its connection, renewed by one process at a time.

import { openConnection } from "@/lib/connections/open-connection";
import type { Connection } from "@/lib/domain/connection";
import { type McpServer, needsConnection, serverConnectionKind } from "@/lib/domain/mcp-server";
import {
  authorizationText,
  readAuthorization,
  renewTokens,
  type ServerAuthorization,
  type Tokens,
} from "@/lib/tools/mcp/oauth";
import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { readGrant, renewGrant, storeGrant } from "./grant-store";

const grantName = "mcp";
/** A token that ends this soon is renewed before it is used. */
const marginMs = 60_000;

type Bound = Pick<Connection, "id" | "kind" | "origin" | "config">;

/** Stores what a sign-in led to. False when the connection is gone. */
export function storeServerTokens(
  connection: Bound,
  authorization: ServerAuthorization,
  tokens: Tokens,
): Promise<boolean> {
  return storeGrant(connection, grantName, grantOf(authorization, tokens));
}

function grantOf(authorization: ServerAuthorization, tokens: Tokens) {
  const { accessToken, refreshToken, expiresAt } = tokens;
  return {
    secrets: {
      accessToken,
      ...(refreshToken === null ? {} : { refreshToken }),
      authorization: authorizationText(authorization),
    },
    expiresAt,
  };
}

/** The connection of a server as a call needs it; null for a server without one. Throws a `credentials` ToolError. */
export async function openServerConnection(
  server: McpServer,
  options: { rejected?: string } = {},
): Promise<OpenConnection | null> {
  if (!needsConnection(server)) return null;
  return withToken(server, await openConnection({ kind: serverConnectionKind(server.id) }), options);
}

/**
 * The connection with a token that is good for now, where its server signs people in; any other as it is.
 * @param rejected a token the server has just refused
 */
export async function withToken(
  server: McpServer,
  connection: OpenConnection,
  { rejected }: { rejected?: string } = {},
): Promise<OpenConnection> {
  if (server.signIn.kind !== "oauth") return connection;
  const signInAgain = () =>
    new ToolError("credentials", `Sign in at “${server.title}” under Tools, MCP servers, then try again.`);
  const isGood = (token: string, expiresAt: Date | null) =>
    token !== rejected && (expiresAt === null || expiresAt.getTime() > Date.now() + marginMs);
  const grant = await readGrant(connection, grantName);
  if (grant === "none" || grant === "lost") throw signInAgain();
  const known = grant.secrets.accessToken ?? "";
  if (isGood(known, grant.expiresAt)) return withSecret(connection, known);
  const token = await renewGrant(connection, grantName, async (current) => {
    if (current === "none" || current === "lost") return { next: "keep", answer: null };
    const { accessToken = "", refreshToken, authorization: text = "" } = current.secrets;
    // Another process was first.
    if (isGood(accessToken, current.expiresAt)) return { next: "keep", answer: accessToken };
    if (refreshToken === undefined) return { next: "lost", answer: null };
    const authorization = readAuthorization(text);
    try {
      const tokens = await renewTokens(server, authorization, refreshToken);
      return { next: grantOf(authorization, tokens), answer: tokens.accessToken };
    } catch (error) {
      if (error instanceof ToolError && error.kind === "credentials") return { next: "lost", answer: null };
      throw error;
    }
  });
  if (token === null) throw signInAgain();
  return withSecret(connection, token);
}

const withSecret = (connection: OpenConnection, token: string): OpenConnection => ({
  ...connection,
  secret: { ...connection.secret, token },
});
