// Opens a connection for one call of a tool: the only place where a secret is decrypted for use.
import { defaultOfKind, readSealedSecret } from "@/lib/db/connections";
import type { Connection } from "@/lib/domain/connection";
import type { ConnectionId } from "@/lib/domain/ids";
import { boundOrigins, oauthSettingsOf } from "@/lib/domain/oauth-settings";
import { type GuardedFetch, type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { guardedFetch } from "./guarded-fetch";
import { accessToken } from "./oauth/access-token";
import { openSecrets, ownerOf, VaultError, vault } from "./vault";

/** The secret that a token is got with: it goes to the token address, never to a tool. */
export const clientSecretName = "oauth.clientSecret";

/**
 * A connection with its secrets: the one with this id, or the default one of a kind. Where a token is got by OAuth,
 * it is ready for the call, and nothing it was made of is there. Throws a `credentials` ToolError when there is no
 * connection, a person has to sign in, or its secrets were not sealed for exactly this connection, kind and origins
 * (S2, P8).
 */
export async function openConnection(
  wanted: ConnectionId | { kind: string },
  fetch: GuardedFetch = guardedFetch,
): Promise<OpenConnection> {
  const id = typeof wanted === "string" ? wanted : (await defaultOfKind(wanted.kind))?.id;
  const stored = id === undefined ? null : await readSealedSecret(id);
  if (!stored) {
    const what = typeof wanted === "string" ? "The connection of this step is gone" : missing(wanted.kind);
    throw new ToolError("credentials", `${what}. Add one under Connections, then try again.`);
  }
  return opened(stored.connection, await secretsOf(stored), fetch);
}

/**
 * The connection with another token, after the service refused the one it was opened with; null when there is none
 * to be had. Throws a ToolError as `openConnection` does.
 */
export async function renewConnection(
  connection: OpenConnection,
  fetch: GuardedFetch = guardedFetch,
): Promise<OpenConnection | null> {
  const settings = oauthSettingsOf(connection);
  const rejected = settings?.secretNames.map((name) => connection.secret[name])[0];
  const stored = rejected === undefined ? null : await readSealedSecret(connection.id);
  // Pointed elsewhere in the meantime: that is not what was approved (A3).
  if (!stored || boundOrigins(stored.connection) !== boundOrigins(connection)) return null;
  const { secret } = await opened(stored.connection, await secretsOf(stored), fetch, rejected);
  return { ...connection, secret };
}

/** A connection with these secrets, as a tool gets it. */
export async function opened(
  connection: Connection,
  secrets: Readonly<Record<string, string>>,
  fetch: GuardedFetch,
  rejected?: string,
): Promise<OpenConnection> {
  const { [clientSecretName]: clientSecret = "", ...entered } = secrets;
  const settings = oauthSettingsOf(connection);
  const secret = withAliases(connection, entered);
  if (!settings) return { ...connection, secret };
  const token = await inVault(connection, () =>
    accessToken({ connection, settings, clientSecret, fetch, rejected }),
  );
  const tokens = Object.fromEntries(settings.secretNames.map((name) => [name, token]));
  return { ...connection, secret: { ...secret, ...tokens } };
}

/** All secrets of a stored connection, those a token is got with included. */
export async function secretsOf(stored: {
  connection: Connection;
  sealedSecret: string | null;
}): Promise<Record<string, string>> {
  const { connection, sealedSecret } = stored;
  return inVault(connection, async () => openSecrets(await vault(), ownerOf(connection), sealedSecret));
}

/** An entered secret also under the names of the schemes that go into the same place of a request. */
function withAliases({ config }: Connection, secrets: Record<string, string>): Record<string, string> {
  const { alsoFor } = config;
  if (typeof alsoFor !== "object" || alsoFor === null || Array.isArray(alsoFor)) return secrets;
  const copies = Object.entries(alsoFor).flatMap(([name, others]) => {
    const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (secret === undefined || !Array.isArray(others)) return [];
    return others.filter((other) => typeof other === "string").map((other) => [other, secret] as const);
  });
  return { ...Object.fromEntries(copies), ...secrets };
}

async function inVault<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw new ToolError("credentials", `Connection “${connection.name}”: ${error.message}`, { cause: error });
  }
}

function missing(kind: string): string {
  return `There is no connection of the kind “${kind}”`;
}
