// The secret that signs the messages to a webhook: made here, sealed for its address, shown once.
import { randomBytes } from "node:crypto";
import type { HookId } from "@/lib/domain/ids";
import { openSecrets, type SecretOwner, sealSecrets, vault } from "./vault";

/** Whose the secret of a webhook is: its address's alone. */
export const webhookOwner = (hookId: HookId): SecretOwner => ({
  connectionId: hookId,
  kind: "webhook",
  origin: "",
});

/** A new secret, as Standard Webhooks writes one, and as the database keeps it. */
export async function newWebhookSecret(hookId: HookId): Promise<{ secret: string; sealed: string }> {
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const sealed = sealSecrets(await vault(), webhookOwner(hookId), { secret });
  if (sealed === null) throw new Error("a secret was sealed to nothing");
  return { secret, sealed };
}

/** The secret of a webhook. Throws `VaultError`. */
export async function openWebhookSecret(hookId: HookId, sealed: string): Promise<string> {
  const { secret = "" } = openSecrets(await vault(), webhookOwner(hookId), sealed);
  return secret;
}
