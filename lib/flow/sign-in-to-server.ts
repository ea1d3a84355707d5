// A person's way to the sign-in page of an MCP server, and what comes of it (M5).

import { storeServerTokens } from "@/lib/connections/oauth/server-grants";
import { beginSignIn, keepForAnswer } from "@/lib/connections/oauth/sign-in";
import { defaultOfKind } from "@/lib/db/connections";
import { findServer } from "@/lib/db/mcp-servers";
import { serverConnectionKind } from "@/lib/domain/mcp-server";
import { authorizationText, prepareSignIn, readAuthorization, redeemCode } from "@/lib/tools/mcp/oauth";
import { ToolError } from "@/lib/tools/tool-contract";
import type { SignInExchange } from "./sign-in-exchange";

/** Begins a sign-in; `page` is where the person's browser goes next. */
export async function beginServerSignIn(request: {
  serverId: string;
  redirectUri: string;
  browserKey: string;
}): Promise<{ kind: "begun"; page: string } | { kind: "refused"; message: string }> {
  const { serverId, redirectUri, browserKey } = request;
  const server = await findServer(serverId);
  if (server?.signIn.kind !== "oauth") {
    return { kind: "refused", message: "This server has no sign-in page." };
  }
  let signInId: Parameters<typeof keepForAnswer>[0] | null = null;
  const state = async () => {
    const begun = await beginSignIn({
      purpose: { kind: "mcp", serverId },
      ...{ redirectUri, browserKey, returnTo: `/tools/servers/${serverId}` },
    });
    signInId = begun.id;
    return begun.state;
  };
  try {
    const { page, codeVerifier, authorization } = await prepareSignIn(server, { redirectUri, state });
    if (!signInId) throw new Error("a sign-in was prepared without a state");
    await keepForAnswer(signInId, {
      secrets: { codeVerifier, authorization: authorizationText(authorization) },
      issuer: authorization.metadata.issuer,
    });
    return { kind: "begun", page };
  } catch (error) {
    if (error instanceof ToolError) return { kind: "refused", message: error.message };
    throw error;
  }
}

/** Redeems the code a server's sign-in page sent the person back with. */
export const exchangeForServer: SignInExchange = async ({ signIn, kept, code, parameters }) => {
  const { purpose, redirectUri } = signIn;
  const server = purpose.kind === "mcp" ? await findServer(purpose.serverId) : null;
  const connection = server && (await defaultOfKind(serverConnectionKind(server.id)));
  if (!server || !connection) return { kind: "failed", message: "This MCP server was removed." };
  const authorization = readAuthorization(kept.authorization ?? "");
  const { codeVerifier = "" } = kept;
  const iss = parameters.get("iss");
  const tokens = await redeemCode(server, authorization, { code, iss, codeVerifier, redirectUri });
  if (!(await storeServerTokens(connection, authorization, tokens))) {
    return { kind: "failed", message: "The connection of this MCP server was changed meanwhile. Try again." };
  }
  return { kind: "completed", message: `Signed in at “${server.title}”.` };
};
