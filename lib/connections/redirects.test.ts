import { expect, test } from "vitest";
import { ToolError } from "@/lib/tools/tool-contract";
import { type Hop, nextHop } from "./redirects";

const hop = (more: Partial<Hop> = {}): Hop => ({
  url: new URL("https://a.example/start"),
  method: "GET",
  headers: {
    authorization: "Bearer t",
    "x-api-key": "k",
    cookie: "c=1",
    accept: "text/plain",
    "user-agent": "u",
  },
  body: null,
  ...more,
});

test("P8: only harmless headers follow to another origin", () => {
  const next = nextHop(hop(), { target: new URL("https://b.example/"), status: 302 });
  expect(next).toEqual({
    url: new URL("https://b.example/"),
    method: "GET",
    headers: { accept: "text/plain", "user-agent": "u" },
    body: null,
  });
});

test("P8: another port or scheme of the same host is another origin", () => {
  const next = nextHop(hop(), { target: new URL("https://a.example:8443/"), status: 302 });
  expect(next.headers).not.toHaveProperty("authorization");
});

test("keeps everything on the same origin", () => {
  const start = hop({ method: "POST", body: "x" });
  const next = nextHop(start, { target: new URL("https://a.example/next"), status: 308 });
  expect(next).toEqual({ ...start, url: new URL("https://a.example/next") });
});

test.each([
  ["http://a.example/", "GET", 302],
  ["http://b.example/", "GET", 302],
  ["https://b.example/", "POST", 307],
  ["https://b.example/", "PUT", 302],
  ["https://user:word@b.example/", "GET", 302],
  ["ftp://b.example/", "GET", 302],
  ["javascript:alert(1)", "GET", 302],
])("refuses to follow to %s with %s after %i", (target, method, status) => {
  expect(() => nextHop(hop({ method, body: "x" }), { target: new URL(target), status })).toThrow(ToolError);
});
