import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createVault, openSecrets, type SecretOwner, sealSecrets, VaultError } from "./vault";

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

test("S2: 200,000 sealings have 200,000 nonces", () => {
  const nonces = new Set<string>();
  for (let count = 0; count < 200_000; count += 1) {
    nonces.add(vault.seal(owner, "token", "").split(".")[2] ?? "");
  }
  expect(nonces.size).toBe(200_000);
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
