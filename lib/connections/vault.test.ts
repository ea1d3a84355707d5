import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createVault, isSealedWith, openSecrets, type SecretOwner, sealSecrets, VaultError } from "./vault";

const vault = createVault(randomBytes(32));
const owner: SecretOwner = {
  connectionId: "connection_0123456789abcdef",
  kind: "slack",
  origin: "https://slack.com",
};
const token = "xoxb-canary-4711";

/** The error of a refused opening. */
function refusal(open: () => unknown): Error {
  try {
    open();
  } catch (error) {
    if (error instanceof VaultError) return error;
    throw error;
  }
  throw new Error("It was opened.");
}

test("opens what it sealed, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (plaintext) => {
      const written = plaintext.toWellFormed();
      expect(vault.open(owner, "token", vault.seal(owner, "token", written))).toBe(written);
    }),
  );
});

test("S2: refuses an envelope with any bit flipped", () => {
  const envelope = vault.seal(owner, "token", token);
  const bytes = Buffer.from(envelope, "latin1");
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8((changed[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
    const error = refusal(() => vault.open(owner, "token", changed.toString("latin1")));
    expect(error.message).not.toContain(token);
  }
});

test("S2, P8: refuses an envelope of another row, kind, origin or field", () => {
  const envelope = vault.seal(owner, "token", token);
  const others: [SecretOwner, string][] = [
    [{ ...owner, connectionId: "connection_fedcba9876543210" }, "token"],
    [{ ...owner, kind: "twilio" }, "token"],
    [{ ...owner, origin: "https://slack.com.evil.example" }, "token"],
    [{ ...owner, origin: "http://slack.com" }, "token"],
    [owner, "password"],
  ];
  for (const [other, field] of others) {
    expect(refusal(() => vault.open(other, field, envelope)).message).not.toContain(token);
  }
  expect(vault.open(owner, "token", envelope)).toBe(token);
});

test("S2: 1,000,000 sealings have 1,000,000 nonces", { timeout: 300_000 }, () => {
  // Twelve bytes each, side by side and sorted as numbers: a set of a million texts would take a gigabyte.
  const total = 1_000_000;
  const nonces = new BigUint64Array(total);
  const rest = new Uint32Array(total);
  for (let count = 0; count < total; count += 1) {
    const nonce = Buffer.from(vault.seal(owner, "token", "").split(".")[2] ?? "", "base64url");
    if (nonce.length !== 12) throw new Error("a nonce of another length");
    nonces[count] = nonce.readBigUInt64BE(0);
    rest[count] = nonce.readUInt32BE(8);
  }
  // Two that are the same have the same first eight bytes; of those that have, the rest is compared.
  const seen = new Map<bigint, number[]>();
  const sorted = nonces.slice().sort();
  const doubles = new Set<bigint>();
  for (let index = 1; index < total; index += 1) {
    if (sorted[index] === sorted[index - 1]) doubles.add(sorted[index] ?? 0n);
  }
  nonces.forEach((start, index) => {
    if (doubles.has(start)) seen.set(start, [...(seen.get(start) ?? []), rest[index] ?? 0]);
  });
  for (const ends of seen.values()) expect(new Set(ends).size).toBe(ends.length);
});

test("S2: every flipped bit of an envelope makes it useless", () => {
  const envelope = vault.seal(owner, "token", token);
  for (let index = 0; index < envelope.length; index += 1) {
    for (let bit = 0; bit < 7; bit += 1) {
      const flipped = String.fromCharCode(envelope.charCodeAt(index) ^ (1 << bit));
      const changed = envelope.slice(0, index) + flipped + envelope.slice(index + 1);
      refusal(() => vault.open(owner, "token", changed));
    }
  }
});

test("S3: what an earlier key sealed is opened; sealing goes on with the new one", () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const before = createVault(first);
  const after = createVault(second, first);
  const sealed = sealSecrets(before, owner, { token }) ?? "";
  expect(openSecrets(after, owner, sealed)).toEqual({ token });
  expect(isSealedWith(after, sealed)).toBe(false);
  const anew = sealSecrets(after, owner, { token }) ?? "";
  expect(isSealedWith(after, anew)).toBe(true);
  expect(openSecrets(createVault(second), owner, anew)).toEqual({ token });
  refusal(() => openSecrets(createVault(second), owner, sealed));
});

test("names both keys when a secret was sealed with another one", () => {
  const other = createVault(randomBytes(32));
  const error = refusal(() => other.open(owner, "token", vault.seal(owner, "token", token)));
  expect(error.message).toContain(vault.keyId);
  expect(error.message).toContain(other.keyId);
});

test("seals all secrets of a connection, and none as null", () => {
  const secrets = { token, password: "päss\n“word”" };
  const sealed = sealSecrets(vault, owner, secrets);
  expect(sealed).not.toContain(token);
  expect(openSecrets(vault, owner, sealed)).toEqual(secrets);
  expect(sealSecrets(vault, owner, {})).toBeNull();
  expect(openSecrets(vault, owner, null)).toEqual({});
});

test("S2: refuses secrets whose fields were swapped", () => {
  const sealed = sealSecrets(vault, owner, { token, password: "other" });
  const envelopes = JSON.parse(sealed ?? "");
  const swapped = JSON.stringify({ token: envelopes.password, password: envelopes.token });
  refusal(() => openSecrets(vault, owner, swapped));
  for (const damaged of ["", "null", "[]", '{"token":1}', "{", '{"token":"v1.x"}']) {
    refusal(() => openSecrets(vault, owner, damaged));
  }
});

test("refuses a key that is not 32 bytes", () => {
  refusal(() => createVault(randomBytes(16)));
});
