import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { conflict } from "./problem";
import { json, route } from "./route";

const home = mkdtempSync(path.join(os.tmpdir(), "lamplight-route-"));
const token = "the-token-of-this-installation";

beforeAll(() => {
  vi.stubEnv("LAMPLIGHT_HOME", home);
  vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none");
  writeFileSync(path.join(home, "api-token"), `${token}\n`);
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

const host = "127.0.0.1:3000";
const authorization = `Bearer ${token}`;
const context = { params: Promise.resolve({}) };
/** A `Request` of the browser's kind drops `Host`; Next's has it. */
const request = (headers: Record<string, string>, init: RequestInit = {}, query = "") => {
  const made = new Request(`http://${host}/api/things${query}`, init);
  const given = new Headers({ host, ...headers });
  Object.defineProperty(made, "headers", { value: given });
  return made;
};
const answerNothing = route({}, async () => json({}));

describe("route", () => {
  it("P9: lets in the token and the product's own pages, and nobody else", async () => {
    const status = async (headers: Record<string, string>) =>
      (await answerNothing(request(headers), context)).status;
    expect(await status({ authorization })).toBe(200);
    expect(await status({ authorization: `bearer  ${token}` })).toBe(200);
    expect(await status({ "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await status({})).toBe(401);
    expect(await status({ authorization: "Bearer " })).toBe(401);
    expect(await status({ authorization: `Bearer ${token} ${token}` })).toBe(401);
    expect(await status({ authorization: token })).toBe(401);
  });

  it("M4: refuses a foreign host, whatever it carries", async () => {
    const answer = await answerNothing(request({ authorization, host: "evil.example" }), context);
    expect(answer.status).toBe(421);
    const open = route({ access: "anybody" }, async () => json({}));
    expect((await open(request({ host: "evil.example" }), context)).status).toBe(421);
    expect((await open(request({}), context)).status).toBe(200);
  });

  it("asks who it is before it reads anything", async () => {
    const body = { getReader: vi.fn() };
    const made = request({ "content-type": "application/json" }, { method: "POST" });
    Object.defineProperty(made, "body", { value: body });
    const refused = await route({ body: z.strictObject({}) }, async () => json({}))(made, context);
    expect(refused.status).toBe(401);
    expect(body.getReader).not.toHaveBeenCalled();
  });

  it("gives every answer headers by which a browser does nothing with it", async () => {
    const answers = [
      await answerNothing(request({ authorization }), context),
      await answerNothing(request({}), context),
    ];
    for (const { headers } of answers) {
      expect(Object.fromEntries(headers)).toMatchObject({
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
    }
    const own = route({}, async () => new Response("", { headers: { "cache-control": "private" } }));
    expect((await own(request({ authorization }), context)).headers.get("cache-control")).toBe("private");
  });

  it("says where a mistake is", async () => {
    const strict = route({ query: z.strictObject({ limit: z.coerce.number() }) }, async () => json({}));
    const answer = await strict(request({ authorization }, {}, "?limit=many"), context);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      type: "urn:lamplight:problem:bad-request",
      status: 400,
      detail: expect.stringMatching(/^There is a mistake in the query, at "limit": /),
      issues: [{ path: "limit" }],
    });
  });

  it("answers with a problem that was thrown", async () => {
    const conflicting = route({}, async () => {
      throw conflict("Somebody was first.", { current: 2 });
    });
    const answer = await conflicting(request({ authorization }), context);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({
      type: "urn:lamplight:problem:conflict",
      title: "Conflict",
      status: 409,
      detail: "Somebody was first.",
      current: 2,
    });
  });

  it("S1: keeps what broke to the log, and there without what a query was about", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const broken = route({}, async () => {
      throw Object.assign(new Error("insert … params: my secret"), {
        query: "insert …",
        params: ["my secret"],
      });
    });
    const answer = await broken(request({ authorization }), context);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret");
    expect(JSON.stringify(log.mock.calls)).toContain("a query failed");
    expect(JSON.stringify(log.mock.calls)).not.toContain("secret");
  });
});
