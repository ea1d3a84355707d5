import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretScrubber } from "./scrub-secrets";

describe("secretScrubber", () => {
  it("S1: blanks out a secret in every spelling, wherever it stands", () => {
    // Secrets are long and random; what surrounds them is anything.
    const secret = fc
      .stringMatching(/^[A-Za-z0-9+/="&%ü -]{12,40}$/)
      .filter((text) => text.trim().length >= 12);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
        const scrub = secretScrubber([text]);
        const whole = `${before}${text}${after}`;
        const spellings = [
          whole,
          encodeURIComponent(text),
          Buffer.from(text).toString("hex"),
          Buffer.from(text).toString("hex").toUpperCase(),
          JSON.stringify({ token: text }),
        ];
        for (const spelling of spellings) expect(scrub(spelling)).toContain("[secret]");
        expect(Object.keys(scrub({ list: [whole], [text]: 1 }))).not.toContain(text);
        expect(JSON.stringify(scrub([whole]))).not.toContain(JSON.stringify(text).slice(1, -1));
      }),
    );
  });

  it("S1: blanks out a secret inside a longer text in base64, at any alignment", () => {
    const scrub = secretScrubber(["correct-horse-battery"]);
    for (const before of ["", "u", "us", "use", "user:", "Bearer "]) {
      for (const encoding of ["base64", "base64url"] as const) {
        const text = Buffer.from(`${before}correct-horse-battery and more`).toString(encoding);
        const scrubbed = scrub(`Authorization: Basic ${text}`);
        expect(scrubbed).toContain("[secret]");
        const left = Buffer.from(scrubbed.replace("[secret]", ""), "base64").toString();
        expect(left).not.toContain("horse");
      }
    }
  });

  it("leaves values alone that hold no secret, and ordinary words that a short one would hit", () => {
    const value = { text: "a password is not the password", list: [1, null, true] };
    expect(secretScrubber(["pass", ""])(value)).toEqual(value);
    expect(secretScrubber(["hunter2hunter2"])(value)).toEqual(value);
  });
});
