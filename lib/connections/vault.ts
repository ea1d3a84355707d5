// Encrypts the secrets of connections. Every value is bound to the row, the origin and the field it was sealed
// for, so that a copied row, an edited origin or a flipped bit fails to open (S2, P8).
import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes } from "node:crypto";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { Connection } from "@/lib/domain/connection";
import { boundOrigins } from "@/lib/domain/oauth-settings";
import { env } from "@/lib/env";
import { keyFileStamp, loadSecretKeys } from "./secret-key";

const cipherName = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
/** `v1.<key id>.<nonce>.<tag>.<ciphertext>`, the last three in base64url. */
const envelopePattern = /^v1\.([0-9a-f]{8})\.([\w-]+)\.([\w-]+)\.([\w-]*)$/;

/** What a secret belongs to. Another one of any of these can't open it. */
export interface SecretOwner {
  connectionId: string;
  kind: string;
  origin: string;
}

/** A secret that can't be opened. Its message never holds plaintext, ciphertext or key. */
export class VaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "VaultError";
  }
}

export interface Vault {
  /** 8 hex digits naming the key; written into every envelope, so that keys can be rotated. */
  readonly keyId: string;
  seal(owner: SecretOwner, field: string, plaintext: string): string;
  /** Throws `VaultError` for an envelope of another owner, field or key, or one that was changed. */
  open(owner: SecretOwner, field: string, envelope: string): string;
}

/**
 * @param key 32 bytes: what is sealed with
 * @param earlier keys of before a rotation: what they sealed can still be opened
 */
export function createVault(key: Buffer, ...earlier: Buffer[]): Vault {
  if ([key, ...earlier].some(({ length }) => length !== 32)) {
    throw new VaultError("The secret key must be 32 bytes.");
  }
  const keyId = keyIdOf(key);
  // Made once: a key object takes longer to make than a secret to encrypt.
  const keys = new Map([...earlier, key].map((one) => [keyIdOf(one), createSecretKey(one)]));
  const sealing = createSecretKey(key);
  return {
    keyId,
    seal(owner, field, plaintext) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(cipherName, sealing, nonce, { authTagLength: tagBytes });
      cipher.setAAD(boundData(owner, field));
      const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      return ["v1", keyId, ...[nonce, cipher.getAuthTag(), ciphertext].map(encode)].join(".");
    },
    open(owner, field, envelope) {
      const [, sealedWith, nonce, tag, ciphertext] = envelopePattern.exec(envelope) ?? [];
      if (sealedWith === undefined || nonce === undefined || tag === undefined || ciphertext === undefined) {
        throw new VaultError(`The stored ${field} of this connection is damaged. Enter it again.`);
      }
      const opening = keys.get(sealedWith);
      if (!opening) {
        throw new VaultError(
          `The ${field} of this connection was encrypted with key ${sealedWith}, but the key in use is ${keyId}. ` +
            "Put the earlier LAMPLIGHT_SECRET_KEY or secret.key back, or enter it again.",
        );
      }
      try {
        const decipher = createDecipheriv(cipherName, opening, decode(nonce, nonceBytes), {
          authTagLength: tagBytes,
        });
        decipher.setAAD(boundData(owner, field));
        decipher.setAuthTag(decode(tag, tagBytes));
        return Buffer.concat([decipher.update(decode(ciphertext)), decipher.final()]).toString("utf8");
      } catch {
        throw new VaultError(
          `The stored ${field} does not belong to this connection and origin, or was changed. Enter it again.`,
        );
      }
    },
  };
}

/** Names a key without telling anything of it. */
function keyIdOf(key: Buffer): string {
  return createHash("sha256").update("lamplight key id").update(key).digest("hex").slice(0, 8);
}

let processVault: { stamp: string; vault: Promise<Vault> } | undefined;

/** The process's vault. Its keys are loaded, or made, at the first call, and again when the key file was replaced. */
export async function vault(): Promise<Vault> {
  const { LAMPLIGHT_HOME: home, LAMPLIGHT_SECRET_KEY: secretKey } = env();
  const stamp = `${home} ${await keyFileStamp(home)}`;
  if (processVault?.stamp === stamp) return processVault.vault;
  const loading = { stamp, vault: loadVault(home, secretKey) };
  processVault = loading;
  loading.vault.catch(() => {
    if (processVault === loading) processVault = undefined;
  });
  return loading.vault;
}

async function loadVault(home: string, secretKey: string | undefined): Promise<Vault> {
  const [first, ...earlier] = await loadSecretKeys({ home, secretKey });
  if (!first) throw new VaultError("There is no secret key.");
  return createVault(first, ...earlier);
}

/** All secrets of a connection as one text, as the database keeps them; null when there is none. */
export function sealSecrets(
  using: Vault,
  owner: SecretOwner,
  secrets: Readonly<Record<string, string>>,
): string | null {
  const fields = Object.entries(secrets).map(([field, value]) => [field, using.seal(owner, field, value)]);
  return fields.length === 0 ? null : JSON.stringify(Object.fromEntries(fields));
}

/** The inverse of `sealSecrets`. Throws `VaultError`. */
export function openSecrets(using: Vault, owner: SecretOwner, sealed: string | null): Record<string, string> {
  if (sealed === null) return {};
  const envelopes = parseEnvelopes(sealed);
  return Object.fromEntries(
    envelopes.map(([field, envelope]) => [field, using.open(owner, field, envelope)] as const),
  );
}

function parseEnvelopes(sealed: string): [string, string][] {
  const damaged = () =>
    new VaultError("The stored secrets of this connection are damaged. Enter them again.");
  let parsed: unknown;
  try {
    parsed = JSON.parse(sealed);
  } catch {
    throw damaged();
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw damaged();
  return Object.entries(parsed).map(([field, envelope]) => {
    if (typeof envelope !== "string") throw damaged();
    return [field, envelope];
  });
}

/** Whose a connection's secrets are: its own, for the origins they may be sent to. */
export function ownerOf(connection: Pick<Connection, "id" | "kind" | "origin" | "config">): SecretOwner {
  return { connectionId: connection.id, kind: connection.kind, origin: boundOrigins(connection) };
}

/** True when everything in what `sealSecrets` made was sealed with this vault's key, not with an earlier one. */
export function isSealedWith({ keyId }: Vault, sealed: string): boolean {
  return parseEnvelopes(sealed).every(([, envelope]) => envelope.startsWith(`v1.${keyId}.`));
}

/** The names of the secrets in what `sealSecrets` made. */
export function sealedNames(sealed: string | null): Set<string> {
  return new Set(sealed === null ? [] : parseEnvelopes(sealed).map(([name]) => name));
}

/** JSON, so that no two owners and fields give the same bytes. */
function boundData(owner: SecretOwner, field: string): Buffer {
  const { connectionId, kind, origin } = owner;
  return Buffer.from(canonicalJson(["lamplight connection secret", connectionId, kind, origin, field]));
}

function encode(bytes: Buffer): string {
  return bytes.toString("base64url");
}

function decode(text: string, length?: number): Buffer {
  const bytes = Buffer.from(text, "base64url");
  // Base64 ignores stray bits at the end; a sealed secret must be the exact text that was written.
  if (bytes.toString("base64url") !== text || (length !== undefined && bytes.length !== length)) {
    throw new VaultError("damaged");
  }
  return bytes;
}
