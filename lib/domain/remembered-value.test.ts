import { describe, expect, it } from "vitest";
import { valueWithoutSecrets, withoutSecrets } from "./remembered-value";

describe("withoutSecrets", () => {
  it.each([
    ["Text Ada that lunch is ready", "Text Ada that lunch is ready"],
    ["Use sk-live0123456789abcdef, then stop", "Use [secret] then stop"],
    ["the password is hunter2. Mail it", "the password is [secret] Mail it"],
    ["api key: abc", "api key: [secret]"],
    ["(eyJhbGciOiJIUzI1NiJ9.x)", "[secret]"],
    ["?access_token=abc1 was refused", "?access_token=[secret] was refused"],
    ['{"api_key": "abc1"', '{"api_key": "[secret]'],
    ["Authorization: Basic YWRh", "Authorization: Basic [secret]"],
    ["sent Bearer ab12cd34", "sent Bearer [secret]"],
    ["GET https://ada:hunter2@db.example/x", "GET https://[secret]@db.example/x"],
    ["The bearer of basic news", "The bearer of basic news"],
    // A word about secrets is none.
    [
      "Remind everybody to change the password on Monday",
      "Remind everybody to change the password on Monday",
    ],
  ])("S1: makes %j %j", (text, shown) => {
    expect(withoutSecrets(text)).toBe(shown);
  });
});

it("S1: blanks in a value what looks like a secret, and what stands under a secret's name", () => {
  const value = {
    status: 401,
    request: { headers: { authorization: "x", "x-api-key": ["y"] }, setCookie: "z" },
    body: ["token: t1", "no such place"],
    session_id: null,
  };
  expect(valueWithoutSecrets(value)).toEqual({
    status: 401,
    request: { headers: { authorization: "[secret]", "x-api-key": "[secret]" }, setCookie: "[secret]" },
    body: ["token: [secret]", "no such place"],
    session_id: null,
  });
});
