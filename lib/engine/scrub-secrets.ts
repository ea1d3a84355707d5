import type { Json } from "@/lib/domain/json";

const mask = "[secret]";
/** Shorter ones would blank out ordinary words. */
const minSecretLength = 6;

/** The part of a secret's base64 that stays the same wherever it begins in a longer text: three alignments. */
function base64Cores(secret: string, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const text = bytes.toString(encoding).replace(/=+$/, "");
    // Characters that also hold bits of what stands before or after the secret.
    const before = Math.ceil((offset * 8) / 6);
    const after = (bytes.length * 8) % 6 === 0 ? 0 : 1;
    return text.slice(before, text.length - after);
  });
}

/** Every way a secret is likely to be written: as it is, in JSON, in a URL, in base64 and in hex. */
function spellings(secret: string): string[] {
  const hex = Buffer.from(secret).toString("hex");
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams([["", secret]]).toString().slice(1),
    hex,
    hex.toUpperCase(),
    ...base64Cores(secret, "base64"),
    ...base64Cores(secret, "base64url"),
  ];
}

/** A function that blanks out these secrets wherever they are in a value (S1). */
export function secretScrubber(secrets: readonly string[]): <T extends Json>(value: T) => T {
  const known = [...new Set(secrets.filter((one) => one.length >= minSecretLength).flatMap(spellings))]
    .filter((one) => one.length >= minSecretLength)
    // Longer ones first: one may be part of another.
    .sort((a, b) => b.length - a.length);
  const scrubText = (text: string) => known.reduce((rest, one) => rest.replaceAll(one, mask), text);
  function scrub<T extends Json>(value: T): T;
  function scrub(value: Json): Json {
    if (typeof value === "string") return scrubText(value);
    if (Array.isArray(value)) return value.map((item) => scrub(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [scrubText(name), scrub(inner)]));
  }
  return known.length === 0 ? (value) => value : scrub;
}
