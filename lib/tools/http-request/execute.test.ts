import { afterEach, describe, expect, test } from "vitest";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import type { JsonObject } from "@/lib/domain/json";
import { maxOutputBytes } from "@/lib/domain/tool";
import { type Script, startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import { callTool, failureOf, memoryFiles } from "@/lib/tools/testing/test-context";
import type { GuardedFetch, ToolContext } from "@/lib/tools/tool-contract";
import { httpRequest } from "./definition";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** The real client, allowed to reach the test's own server as if it were a connection's. */
async function web(script: Script) {
  const server = await startScriptedHttp(script);
  stops.push(server.stop);
  const fetch: GuardedFetch = (request) => guardedFetch({ ...request, boundOrigin: server.origin });
  const call = (input: JsonObject = {}, given: Partial<ToolContext> = {}) =>
    callTool(httpRequest, { url: `${server.origin}/path`, ...input }, { fetch, ...given });
  return { call, asked: server.asked, origin: server.origin };
}

test("a page of JSON comes as value and as text", async () => {
  const { call, asked } = await web(() => ({ body: { a: [1, null] }, headers: { "x-test": "1" } }));
  expect((await call({ query: { q: "a b&c", page: 2 }, headers: { "X-Own": "yes" } })).output).toMatchObject({
    status: 200,
    contentType: "application/json",
    headers: { "x-test": "1" },
    text: '{"a":[1,null]}',
    json: { a: [1, null] },
  });
  expect(asked[0]).toMatchObject({
    method: "GET",
    path: "/path?q=a+b%26c&page=2",
    headers: { "x-own": "yes" },
  });
});

test("a value is sent as JSON, a text as it is, with the call's key", async () => {
  const { call, asked } = await web(() => ({ body: "ok" }));
  await call({ method: "POST", json: { a: 1 } });
  await call({ method: "PUT", body: "plain", headers: { "Content-Type": "text/csv" } });
  expect(asked).toMatchObject([
    {
      method: "POST",
      body: '{"a":1}',
      headers: { "content-type": "application/json", "idempotency-key": "run_0000000000000001/s1" },
    },
    { method: "PUT", body: "plain", headers: { "content-type": "text/csv" } },
  ]);
});

test("a list of objects is a table too", async () => {
  const { call } = await web(() => ({ body: { page: 1, items: [{ a: 1 }, { a: 2 }] } }));
  expect((await call()).output).toMatchObject({
    table: { columns: [{ name: "a", type: "number" }], rows: [{ a: 1 }, { a: 2 }], rowCount: 2 },
  });
});

test("a large value is kept as a table, not as a value", async () => {
  const items = Array.from({ length: 30_000 }, (_, n) => ({ n, note: "x".repeat(40) }));
  const { call } = await web(() => ({ body: items }));
  const { output } = await call();
  expect(output).toMatchObject({ table: { rowCount: 30_000 } });
  expect(output).not.toHaveProperty("json");
});

test("a long answer is kept whole in a file, with its beginning as text", async () => {
  const { call } = await web(() => ({ body: "line\n".repeat(100_000) }));
  const files = memoryFiles();
  const { output } = await call({}, { files });
  expect(output).toMatchObject({
    text: "line\n".repeat(4000),
    file: { name: "path", sizeBytes: 500_000 },
  });
  expect(JSON.stringify(output).length).toBeLessThan(maxOutputBytes);
});

test("what is no text is saved, and what is asked to be", async () => {
  const { call } = await web(() => ({ body: "PNG", headers: { "content-type": "image/png" } }));
  const files = memoryFiles();
  const first = (await call({}, { files })).output;
  expect(first).toMatchObject({ text: "", file: { name: "path", mediaType: "image/png", sizeBytes: 3 } });
  const { call: read } = await web(() => ({ body: "plain", headers: { "content-type": "text/plain" } }));
  const { output } = await read({ saveAs: "own.txt" }, { files });
  expect(output).toMatchObject({ text: "", file: { name: "own.txt", sizeBytes: 5 } });
});

test("a file is sent as it is, with its media type", async () => {
  const { call, asked } = await web(() => ({ body: "ok" }));
  const files = memoryFiles();
  const file = files.add("a.csv", "a,b\n1,2\n", "text/csv");
  await call({ method: "PUT", file }, { files });
  expect(asked[0]).toMatchObject({
    body: "a,b\n1,2\n",
    headers: { "content-type": "text/csv", "content-length": "8" },
  });
});

test("text in another encoding is read; what only says it is JSON is text", async () => {
  const { call } = await web(({ path }) =>
    path === "/latin"
      ? { body: "x", headers: { "content-type": "text/plain" } }
      : { body: "oops", headers: { "content-type": "application/json" } },
  );
  const { output } = await call();
  expect(output).toMatchObject({ text: "oops" });
  expect(output).not.toHaveProperty("json");
});

describe("N1: private addresses are refused", () => {
  test.each([
    "http://127.0.0.1:1/",
    "http://localhost/",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]/",
    "http://10.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://①②⑦.0.0.1/",
  ])("%s", async (url) => {
    expect((await failureOf(callTool(httpRequest, { url }))).kind).toBe("refused");
  });
});

describe("what is not to be sent is refused", () => {
  test.each([
    [{ url: "file:///etc/passwd" }, "refused", "file:"],
    [{ url: "gopher://x" }, "refused", "gopher:"],
    [{ url: "example.com" }, "bad-input", "https:// in front"],
    [{ url: "https://user:pass@example.com" }, "refused", "user or password"],
    [{ headers: { Authorization: "Bearer x" } }, "refused", "would put a secret into the plan"],
    [{ headers: { Cookie: "x" } }, "refused", "secret"],
    [{ headers: { Host: "evil.example" } }, "refused", "set by the connection itself"],
    [{ headers: { "X-A": "1\r\nX-B: 2" } }, "bad-input", "not a header"],
    [{ headers: { "X A": "1" } }, "bad-input", "not a header"],
    [{ json: 1 }, "bad-input", "has no body"],
    [{ method: "POST", json: 1, body: "x" }, "bad-input", "one body"],
  ])("%j", async (input, kind, words) => {
    const { call, asked } = await web(() => ({ body: "ok" }));
    expect(await failureOf(call(input as JsonObject))).toMatchObject({
      kind,
      message: expect.stringContaining(words),
    });
    expect(asked).toEqual([]);
  });
});

describe("answers that are failures", () => {
  test.each([
    [401, "GET", "credentials", false],
    [404, "GET", "not-found", false],
    [429, "POST", "quota", false],
    [422, "POST", "bad-input", false],
    [500, "GET", "transient", false],
    [500, "POST", "transient", true],
    [503, "POST", "transient", false],
  ])("%i to %s", async (status, method, kind, effectUncertain) => {
    const { call } = await web(() => ({ status, body: "why" }));
    expect(await failureOf(call({ method }))).toMatchObject({
      kind,
      effectUncertain,
      evidence: { status, body: "why" },
    });
  });
  test("R2: a connection that breaks after a write leaves the outcome open", async () => {
    const { call } = await web(() => "cut");
    expect(await failureOf(call({ method: "POST", json: {} }))).toMatchObject({
      kind: "transient",
      effectUncertain: true,
    });
    expect(await failureOf(call())).toMatchObject({ kind: "transient", effectUncertain: false });
  });
});
