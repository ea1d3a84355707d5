import { describe, expect, it } from "vitest";
import { withoutSecrets } from "./remembered-value";

describe("withoutSecrets", () => {
  it.each([
    ["Text Ada that lunch is ready", "Text Ada that lunch is ready"],
    ["Use sk-live0123456789abcdef, then stop", "Use [secret] then stop"],
    ["the password is hunter2. Mail it", "the password is [secret] Mail it"],
    ["api key: abc", "api key: [secret]"],
    ["(eyJhbGciOiJIUzI1NiJ9.x)", "[secret]"],
    // A word about secrets is none.
    [
      "Remind everybody to change the password on Monday",
      "Remind everybody to change the password on Monday",
    ],
  ])("S1: makes %j %j", (text, shown) => {
    expect(withoutSecrets(text)).toBe(shown);
  });
});
