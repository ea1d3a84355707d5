// The second half of a key rotation: everything is sealed with the new key, then the earlier ones are forgotten (S3).
import { listSealedRows, replaceSealed, type SealedRow } from "@/lib/db/sealed-rows";
import { env } from "@/lib/env";
import { grantOwner } from "./oauth/grant-store";
import { signInOwner } from "./oauth/sign-in";
import { keepFirstKey } from "./secret-key";
import {
  isSealedWith,
  openSecrets,
  ownerOf,
  type SecretOwner,
  sealSecrets,
  type Vault,
  VaultError,
  vault,
} from "./vault";
import { webhookOwner } from "./webhook-secret";

/**
 * Seals with the key in use what was sealed with an earlier one. Each row is old or new, never in between, and the
 * earlier keys stay until none is left that needs them: stopped at any moment, everything opens and the next start
 * goes on.
 */
export async function sealAnew(): Promise<{ sealed: number; unreadable: number }> {
  const using = await vault();
  let sealed = 0;
  let unreadable = 0;
  for (const row of await listSealedRows()) {
    try {
      if (isSealedWith(using, row.sealed)) continue;
      const owner = ownerOfRow(row);
      const anew = sealSecrets(using, owner, openSecrets(using, owner, row.sealed));
      if (anew !== null) await replaceSealed(row, anew);
      sealed += 1;
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      unreadable += 1;
    }
  }
  // A second look: what was written meanwhile was sealed with the new key, or is found here.
  const rest = (await listSealedRows()).filter((row) => needsEarlierKey(using, row));
  if (rest.length === 0) await keepFirstKey(env().LAMPLIGHT_HOME);
  return { sealed, unreadable };
}

function needsEarlierKey(using: Vault, row: SealedRow): boolean {
  try {
    if (isSealedWith(using, row.sealed)) return false;
    openSecrets(using, ownerOfRow(row), row.sealed);
    return true;
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}

/** Whose a sealed text is. */
export function ownerOfRow(row: SealedRow): SecretOwner {
  switch (row.of) {
    case "connection":
      return ownerOf(row.connection);
    case "grant":
      return grantOwner(row.connection, row.name);
    case "sign-in":
      return signInOwner(row);
    case "webhook":
      return webhookOwner(row.hookId);
    default:
      return row satisfies never;
  }
}
