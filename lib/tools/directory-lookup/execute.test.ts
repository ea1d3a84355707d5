import { afterEach, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import { type Script, startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import { callTool, failureOf, testConnection } from "@/lib/tools/testing/test-context";
import { directoryLookup } from "./definition";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function directory(script: Script) {
  const server = await startScriptedHttp(script);
  stops.push(server.stop);
  const connection = testConnection({
    kind: "scim",
    name: "Company directory",
    origin: server.origin,
    config: { basePath: "/scim/v2/" },
    secret: { token: "scim-secret" },
  });
  const lookUp = (who: string, input: JsonObject = {}) =>
    callTool(directoryLookup, { who, ...input }, { connection });
  return { lookUp, asked: server.asked };
}

const users = [
  {
    id: "1",
    userName: "ada",
    name: { givenName: "Ada", familyName: "Lovelace" },
    title: "Engineer",
    emails: [{ value: "old@example.com" }, { value: "ada@example.com", primary: true }],
    phoneNumbers: [{ value: "tel:+1 415 555 0100" }],
    ims: [{ value: "ada" }],
  },
  { id: "2", displayName: "Ben Okri", active: false, emails: [{ value: "ben@example.com" }] },
  { id: "3", displayName: "Cyd Ray", nickName: "cyd", emails: [] },
];
const groups = [
  { id: "g1", displayName: "Engineering", members: [{ value: "1" }, { value: "2" }, { value: "3" }] },
];

/** One entry a page, so that the pages show. */
const scim: Script = ({ path, headers }) => {
  if (headers.authorization !== "Bearer scim-secret") return { status: 401, body: { detail: "no" } };
  const url = new URL(path, "http://x");
  const all: object[] =
    url.pathname === "/scim/v2/Users" ? users : url.pathname === "/scim/v2/Groups" ? groups : [];
  const start = Number(url.searchParams.get("startIndex"));
  return {
    body: {
      totalResults: all.length,
      startIndex: start,
      itemsPerPage: 1,
      Resources: all.slice(start - 1, start),
    },
  };
};

test("the people of a team come with what the directory has of them, page by page", async () => {
  const { lookUp, asked } = await directory(scim);
  expect((await lookUp("the engineering team")).output).toEqual({
    emails: ["ada@example.com"],
    phones: ["+14155550100"],
    handles: ["@ada", "@cyd"],
    names: ["Ada Lovelace", "Cyd Ray"],
    name: "Ada Lovelace",
    email: "ada@example.com",
    phone: "+14155550100",
    handle: "@ada",
    people: [
      {
        name: "Ada Lovelace",
        title: "Engineer",
        email: "ada@example.com",
        phone: "+14155550100",
        handle: "@ada",
        team: "Engineering",
      },
      { name: "Cyd Ray", handle: "@cyd", team: "Engineering" },
    ],
    count: 2,
  });
  expect(asked).toHaveLength(4);
});

test("people who lack what is asked for are left out", async () => {
  const { lookUp } = await directory(scim);
  expect((await lookUp("engineering", { fields: ["email"] })).output).toMatchObject({
    names: ["Ada Lovelace"],
    count: 1,
  });
  const failure = await failureOf(lookUp("Cyd", { fields: ["email", "phone"] }));
  expect(failure).toMatchObject({
    kind: "not-found",
    message: "Nobody found for “Cyd” has an e-mail address and a phone number in the directory.",
  });
});

test("nobody found names the near ones; people who left are not found", async () => {
  const { lookUp } = await directory(scim);
  expect(await failureOf(lookUp("enginering"))).toMatchObject({
    kind: "not-found",
    message: expect.stringContaining("There is: Engineering"),
  });
  expect((await failureOf(lookUp("Ben Okri"))).kind).toBe("not-found");
});

describe("a directory that does not answer as it should", () => {
  test.each<[string, Script, string]>([
    ["refuses the token", () => ({ status: 401, body: {} }), "credentials"],
    ["has no time", () => ({ status: 429, body: {} }), "quota"],
    ["is broken", () => ({ status: 500, body: "oops" }), "transient"],
    ["is something else", () => ({ body: "<html>" }), "broken-tool"],
    [
      "answers another form",
      () => ({ body: { totalResults: 1, Resources: [{ nothing: true }] } }),
      "broken-tool",
    ],
    [
      "is never done",
      ({ path }) => ({
        body: {
          totalResults: 1_000_000,
          Resources: Array.from({ length: 200 }, (_, n) => ({ id: `${path}${n}`, displayName: "x" })),
        },
      }),
      "quota",
    ],
    ["breaks off", () => "cut", "transient"],
  ])("%s", async (_what, script, kind) => {
    const { lookUp } = await directory(script);
    const failure = await failureOf(lookUp("engineering"));
    expect(failure.kind).toBe(kind);
    expect(JSON.stringify([failure.message, failure.evidence])).not.toContain("scim-secret");
  });
});
