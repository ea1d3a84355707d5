import { afterEach, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import { type Script, startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import { callTool, failureOf, testConnection } from "@/lib/tools/testing/test-context";
import type { ToolContext } from "@/lib/tools/tool-contract";
import { smsSend } from "./definition";

const accountSid = "AC00000000000000000000000000000123";
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function twilio(script: Script, config: JsonObject = {}) {
  const server = await startScriptedHttp(script);
  stops.push(server.stop);
  const connection = testConnection({
    kind: "twilio",
    name: "Company SMS",
    origin: server.origin,
    config: { accountSid, from: "+15555550100", apiPath: "/twilio", ...config },
    secret: { authToken: "top-secret" },
  });
  const send = (input: JsonObject = {}, context: Partial<ToolContext> = {}) =>
    callTool(smsSend, { to: ["+14155550101"], text: "Hello", ...input }, { connection, ...context });
  return { send, asked: server.asked };
}

const created: Script = ({ body }) => ({
  status: 201,
  body: { sid: `SM${new URLSearchParams(body).get("To")?.slice(-4)}`, status: "queued" },
});
const refusal = (status: number, code: number, message = "no") => ({
  status,
  body: { status, code, message, more_info: `https://twilio.example/${code}` },
});

test("each number gets one message, through the connection's address and account", async () => {
  const { send, asked } = await twilio(created);
  const result = await send({ to: ["+14155550101", "+1 (415) 555-0102", "+14155550101"] });
  expect(result).toEqual({
    output: { messageIds: ["SM0101", "SM0102"], accepted: ["+14155550101", "+14155550102"], rejected: [] },
    receipt: {
      reference: "SM0101, SM0102",
      service: "Company SMS",
      detail: { accepted: ["+14155550101", "+14155550102"], rejected: [] },
    },
  });
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array(2).fill(`POST /twilio/2010-04-01/Accounts/${accountSid}/Messages.json`),
  );
  expect(Object.fromEntries(new URLSearchParams(asked[1]?.body))).toEqual({
    To: "+14155550102",
    From: "+15555550100",
    Body: "Hello",
  });
  expect(asked[0]?.headers.authorization).toBe(
    `Basic ${Buffer.from(`${accountSid}:top-secret`).toString("base64")}`,
  );
});

test("numbers Twilio can't reach are named; the others get the message", async () => {
  const { send } = await twilio((request) =>
    request.body.includes("0102") ? refusal(400, 21211, "Invalid 'To' Phone Number") : created(request),
  );
  const { output } = await send({ to: ["+14155550101", "+14155550102"] });
  expect(output).toEqual({
    messageIds: ["SM0101"],
    accepted: ["+14155550101"],
    rejected: [{ to: "+14155550102", reason: "Twilio refused: Invalid 'To' Phone Number." }],
  });
});

describe("what can't be sent says why, before anything is", () => {
  test.each([
    "415-555-0101",
    "+0123456789",
    "on-call",
    "+1415555010155555555",
    "+14155550101,+14155550102",
    "+1415\n5550101x",
  ])("%j is no phone number", async (number) => {
    const { send, asked } = await twilio(created);
    expect(await failureOf(send({ to: ["+14155550101", number] }))).toMatchObject({
      kind: "bad-input",
      effectUncertain: false,
    });
    expect(asked).toEqual([]);
  });
  test("a connection without an account", async () => {
    const { send } = await twilio(created, { accountSid: null });
    expect((await failureOf(send())).kind).toBe("credentials");
  });
});

describe("failures say what Twilio said, and whether the message may be out", () => {
  test.each([
    [401, 20003, "credentials", false],
    [429, 20429, "quota", false],
    [400, 21606, "bad-input", false],
    [404, 20404, "not-found", false],
    [500, 20500, "transient", true],
    [503, 20503, "transient", false],
  ])("%i %i", async (status, code, kind, effectUncertain) => {
    const { send, asked } = await twilio(() => refusal(status, code, "reason"));
    const failure = await failureOf(send());
    expect(failure).toMatchObject({ kind, effectUncertain, evidence: { status, code } });
    expect(asked).toHaveLength(1);
    expect(JSON.stringify([failure.message, failure.evidence])).not.toContain("top-secret");
  });

  test("nobody could be reached", async () => {
    const { send } = await twilio(() => refusal(400, 21614, "not a mobile number"));
    expect(await failureOf(send())).toMatchObject({ kind: "bad-input", effectUncertain: false });
  });

  test("R2: a connection that breaks", async () => {
    const { send } = await twilio(() => "cut");
    expect(await failureOf(send())).toMatchObject({ kind: "transient", effectUncertain: true });
  });

  test("R8: no answer in time", async () => {
    const { send } = await twilio(() => "hang");
    expect(await failureOf(send({}, { signal: AbortSignal.timeout(150) }))).toMatchObject({
      kind: "timeout",
      effectUncertain: true,
    });
  });

  test("R2: a failure after some were sent is not to be repeated for those", async () => {
    const { send, asked } = await twilio((request) =>
      request.body.includes("0102") ? refusal(429, 20429) : created(request),
    );
    const failure = await failureOf(send({ to: ["+14155550101", "+14155550102", "+14155550103"] }));
    expect(failure).toMatchObject({
      kind: "quota",
      effectUncertain: true,
      evidence: { sent: ["+14155550101"] },
    });
    expect(asked).toHaveLength(2);
  });

  test("garbage instead of an answer is no success", async () => {
    const { send } = await twilio(() => ({ status: 201, body: "<html>" }));
    expect((await failureOf(send())).effectUncertain).toBe(true);
  });
});

test("P8: a redirect does not take the token elsewhere", async () => {
  const trap = await startScriptedHttp(created);
  stops.push(trap.stop);
  const { send } = await twilio(({ path }) => ({
    status: 307,
    headers: { location: `${trap.origin}${path}` },
    body: {},
  }));
  await failureOf(send());
  expect(trap.asked).toEqual([]);
});
