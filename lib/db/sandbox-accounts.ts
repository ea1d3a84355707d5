// Who may use the stand-ins. They never see the vault: each knows its account by a hash, as a service would.
import { createHash, timingSafeEqual } from "node:crypto";
import { eq } from "drizzle-orm";
import { db, type Querier } from "./client";
import { sandboxAccounts } from "./schema";

const sha256 = (text: string) => createHash("sha256").update(text).digest();

/** Gives a service its one account, in place of the one it had. The secret must be 256 random bits. */
export async function setSandboxAccount(
  account: { service: string; userName: string; secret: string },
  querier: Querier = db(),
): Promise<void> {
  const { service, userName, secret } = account;
  const values = { userName, secretSha256: sha256(secret).toString("hex") };
  await querier
    .insert(sandboxAccounts)
    .values({ service, ...values })
    .onConflictDoUpdate({ target: sandboxAccounts.service, set: values });
}

/** True for the secret of the service's account, and for its user name when one is given. */
export async function isSandboxAccount(
  account: { service: string; userName?: string; secret: string },
  querier: Querier = db(),
): Promise<boolean> {
  const [row] = await querier
    .select()
    .from(sandboxAccounts)
    .where(eq(sandboxAccounts.service, account.service));
  if (!row) return false;
  const sameSecret = timingSafeEqual(sha256(account.secret), Buffer.from(row.secretSha256, "hex"));
  return sameSecret && (account.userName === undefined || account.userName === row.userName);
}
