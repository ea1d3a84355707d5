import { describe, expect, it } from "vitest";
import { isAllowedHost, isSameOrigin } from "./allowed-hosts";

describe("isAllowedHost", () => {
  it.each(["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST:80"])(
    "lets %s in",
    (host) => {
      expect(isAllowedHost(host, undefined)).toBe(true);
    },
  );

  it.each([
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:3000",
    "localhost:3000@evil.example",
    "127.0.0.2:3000",
    "0.0.0.0:3000",
    "",
    null,
  ])("M4: refuses %s", (host) => {
    expect(isAllowedHost(host, undefined)).toBe(false);
  });

  it("lets the public origin in, with its port and no other", () => {
    expect(isAllowedHost("lamplight.example.com", "https://lamplight.example.com")).toBe(true);
    expect(isAllowedHost("lamplight.example.com:8443", "https://lamplight.example.com")).toBe(false);
  });
});

describe("isSameOrigin", () => {
  const request = (method: string, headers: Record<string, string>) =>
    new Request("http://127.0.0.1:3000/api/plans", {
      method,
      headers: { host: "127.0.0.1:3000", ...headers },
    });

  it("N9, P11: refuses writes from elsewhere, of a null origin and of none", () => {
    expect(isSameOrigin(request("POST", { origin: "https://evil.example" }))).toBe(false);
    expect(isSameOrigin(request("POST", { origin: "null" }))).toBe(false);
    expect(isSameOrigin(request("POST", {}))).toBe(false);
    expect(isSameOrigin(request("POST", { "sec-fetch-site": "same-origin" }))).toBe(false);
    expect(isSameOrigin(request("POST", { origin: "http://127.0.0.1:3001" }))).toBe(false);
    expect(isSameOrigin(request("POST", { origin: "http://127.0.0.1:3000" }))).toBe(true);
  });

  it("takes a read without an origin only when the browser says it is of the same one", () => {
    expect(isSameOrigin(request("GET", {}))).toBe(false);
    expect(isSameOrigin(request("GET", { "sec-fetch-site": "cross-site" }))).toBe(false);
    expect(isSameOrigin(request("GET", { "sec-fetch-site": "same-origin" }))).toBe(true);
  });
});
