// Connections the seed has made: found again, moved when a port changed, given a new secret when theirs is lost. What
// a person has removed or pointed elsewhere is left alone.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { openSecrets, ownerOf, sealSecrets, VaultError, vault } from "@/lib/connections/vault";
import type { Querier } from "@/lib/db/client";
import { readSealedSecret, updateConnection } from "@/lib/db/connections";
import type { Connection } from "@/lib/domain/connection";
import { connectionIdSchema } from "@/lib/domain/ids";

/** As `sandbox.seeds` remembers a connection. */
export const seededConnectionSchema = z.object({ id: connectionIdSchema, origin: z.string() });
export type SeededConnection = z.infer<typeof seededConnectionSchema>;

/** The seed's record of a connection, from its text; null when there is none. */
export function parseSeed<T>(schema: z.ZodType<T>, fingerprint: string | undefined): T | null {
  if (fingerprint === undefined) return null;
  try {
    return schema.parse(JSON.parse(fingerprint));
  } catch {
    return null;
  }
}

/** A connection of the seed's as it is now. `secret` is null when it can't be opened any more. */
export type FoundConnection =
  | { kind: "left-alone" }
  | { kind: "ours"; connection: Connection; secret: Record<string, string> | null };

export async function findSeeded(seeded: SeededConnection): Promise<FoundConnection> {
  const stored = await readSealedSecret(seeded.id);
  if (!stored?.connection.isSandbox || stored.connection.origin !== seeded.origin) {
    return { kind: "left-alone" };
  }
  const { connection, sealedSecret } = stored;
  try {
    const secret =
      sealedSecret === null ? null : openSecrets(await vault(), ownerOf(connection), sealedSecret);
    return { kind: "ours", connection, secret };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return { kind: "ours", connection, secret: null };
  }
}

/** Gives a connection another origin and secret; false when a person changed it meanwhile. */
export async function moveSeeded(
  connection: Connection,
  to: { origin: string; config?: Connection["config"]; secret: Record<string, string> },
  tx: Querier,
): Promise<boolean> {
  const { origin, config, secret } = to;
  const owner = ownerOf({ ...connection, origin, ...(config ? { config } : {}) });
  const sealedSecret = sealSecrets(await vault(), owner, secret);
  const changes = { origin, sealedSecret, ...(config ? { config } : {}) };
  return (await updateConnection(connection, changes, { querier: tx })) !== null;
}

/** 256 random bits as text. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}
