// What services granted connections: tokens, sealed for one connection and its origin.
import { openSecrets, ownerOf, type SecretOwner, sealSecrets, vault } from "@/lib/connections/vault";
import { findGrant, putGrant, withLockedGrant } from "@/lib/db/grants";
import type { Connection } from "@/lib/domain/connection";
import { boundOrigins } from "@/lib/domain/oauth-settings";

export interface Grant {
  /** By name: `accessToken`, `refreshToken`, and whatever else is to be kept sealed. */
  secrets: Record<string, string>;
  /** When the access token stops being good; null when the service did not say. */
  expiresAt: Date | null;
}

/** `lost`: the service took it back, or what is stored can't be opened. A person has to sign in again. */
export type GrantState = Grant | "none" | "lost";

type Bound = Pick<Connection, "id" | "kind" | "origin" | "config">;

/** The grant of a connection under a name. Throws `VaultError` for one sealed for another connection or origin. */
export async function readGrant(connection: Bound, name: string): Promise<GrantState> {
  return openGrant(connection, name, await findGrant({ connectionId: connection.id, name }));
}

/** Stores a grant in place of the one before. False when the connection is gone or was bound to another origin. */
export async function storeGrant(connection: Bound, name: string, grant: Grant): Promise<boolean> {
  return putGrant(keyOf(connection, name), await sealGrant(connection, name, grant));
}

/**
 * Renews a grant while no other process does: `decide` sees the grant as it is then, and returns what takes its place
 * (`keep`: nothing does; `lost`: a person has to sign in again). Its own answer is handed back.
 */
export async function renewGrant<T>(
  connection: Bound,
  name: string,
  decide: (grant: GrantState) => Promise<{ next: Grant | "keep" | "lost"; answer: T }>,
): Promise<T> {
  return withLockedGrant({ connectionId: connection.id, name }, async (stored, tx) => {
    const { next, answer } = await decide(await openGrant(connection, name, stored));
    if (next === "keep") return answer;
    const value =
      next === "lost" ? { sealed: null, expiresAt: null } : await sealGrant(connection, name, next);
    await putGrant(keyOf(connection, name), value, tx);
    return answer;
  });
}

async function openGrant(
  connection: Bound,
  name: string,
  stored: Awaited<ReturnType<typeof findGrant>>,
): Promise<GrantState> {
  if (!stored) return "none";
  if (stored.sealed === null) return "lost";
  return {
    secrets: openSecrets(await vault(), grantOwner(connection, name), stored.sealed),
    expiresAt: stored.expiresAt,
  };
}

async function sealGrant(connection: Bound, name: string, { secrets, expiresAt }: Grant) {
  return { sealed: sealSecrets(await vault(), grantOwner(connection, name), secrets), expiresAt };
}

function keyOf(connection: Bound, name: string) {
  return { connectionId: connection.id, name, expectedOrigins: boundOrigins(connection) };
}

/** Not the connection's own: an entered secret put in a grant's place opens nothing, and the other way round. */
export function grantOwner(connection: Bound, name: string): SecretOwner {
  return { ...ownerOf(connection), kind: `${connection.kind} grant ${name}` };
}
