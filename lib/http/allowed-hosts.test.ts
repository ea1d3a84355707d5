import { describe, expect, it } from "vitest";
import { isAllowedHost, isFromOwnPage, isOwnOrigin } from "./allowed-hosts";

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

describe("isFromOwnPage", () => {
  const host = "127.0.0.1:3000";
  const isOwn = (method: string, headers: Record<string, string>, publicOrigin?: string) =>
    isFromOwnPage({ method, headers: new Headers({ host, ...headers }) }, publicOrigin);

  it("N9, P11: refuses writes from elsewhere, of a null origin and of none", () => {
    expect(isOwn("POST", { origin: "https://evil.example" })).toBe(false);
    expect(isOwn("POST", { origin: "null" })).toBe(false);
    expect(isOwn("POST", { origin: "" })).toBe(false);
    expect(isOwn("POST", {})).toBe(false);
    expect(isOwn("POST", { "sec-fetch-site": "same-origin" })).toBe(false);
    expect(isOwn("POST", { referer: "http://127.0.0.1:3000/" })).toBe(false);
    expect(isOwn("POST", { origin: "http://127.0.0.1:3001" })).toBe(false);
    expect(isOwn("POST", { origin: "http://127.0.0.1:3000" })).toBe(true);
  });

  it("takes a read without an origin only when the browser says it is of the same one", () => {
    expect(isOwn("GET", {})).toBe(false);
    expect(isOwn("GET", { "sec-fetch-site": "cross-site" })).toBe(false);
    expect(isOwn("GET", { "sec-fetch-site": "same-site", referer: "http://127.0.0.1:3000/" })).toBe(false);
    expect(isOwn("GET", { "sec-fetch-site": "none" })).toBe(false);
    expect(isOwn("GET", { "sec-fetch-site": "same-origin" })).toBe(true);
  });

  it("goes by the page a read came from where the browser says nothing else", () => {
    expect(isOwn("GET", { referer: "http://127.0.0.1:3000/inbox" })).toBe(true);
    expect(isOwn("GET", { referer: "https://evil.example/127.0.0.1:3000" })).toBe(false);
  });

  it("takes the public origin, whatever host a proxy in front asks for", () => {
    const publicOrigin = "https://lamplight.example.com";
    expect(isOwn("POST", { origin: publicOrigin }, publicOrigin)).toBe(true);
    expect(isOwn("POST", { origin: "http://lamplight.example.com" }, publicOrigin)).toBe(false);
  });
});

describe("isOwnOrigin", () => {
  it("compares hosts whole, in whatever case", () => {
    expect(isOwnOrigin("http://LOCALHOST:3000", "localhost:3000", undefined)).toBe(true);
    expect(isOwnOrigin("http://localhost:3000", "LOCALHOST:3000", undefined)).toBe(true);
    expect(isOwnOrigin("http://localhost:3000.evil.example", "localhost:3000", undefined)).toBe(false);
    expect(isOwnOrigin("http://localhost", "localhost:3000", undefined)).toBe(false);
    expect(isOwnOrigin("http://localhost:3000", null, undefined)).toBe(false);
  });
});
