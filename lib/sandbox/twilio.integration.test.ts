import twilio from "twilio";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { listDeliveries } from "@/lib/db/deliveries";
import { startTestServices, type TestServices } from "@/lib/sandbox/testing/test-services";
import { sandboxAccountSid, sandboxSmsSender } from "@/lib/setup/sandbox-connections";

let services: TestServices;
beforeAll(async () => {
  services = await startTestServices();
});
afterAll(() => services.stop());
beforeEach(() => pool().query("truncate sandbox.deliveries"));

/** Twilio's own client, sent to the sandbox the way twilio.ts says. */
function clientWith(password: string, accountSid = sandboxAccountSid) {
  const httpClient = new twilio.RequestClient();
  const request = httpClient.request.bind(httpClient);
  httpClient.request = (options) =>
    request({ ...options, uri: options.uri.replace("https://api.twilio.com", `${services.http}/twilio`) });
  return twilio(accountSid, password, { httpClient });
}
const message = { to: "+12065550118", from: sandboxSmsSender, body: "The nightly backup failed." };

test("a text message of Twilio's own client is in the outbox, and can be asked about", async () => {
  const client = clientWith(services.secrets.twilio);
  const sent = await client.messages.create(message);
  expect(sent).toMatchObject({
    ...message,
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    accountSid: sandboxAccountSid,
    status: "queued",
    direction: "outbound-api",
    numSegments: "1",
    errorCode: null,
    dateCreated: expect.any(Date),
  });
  expect(await listDeliveries({ limit: 5 })).toMatchObject([
    { channel: "sms", from: sandboxSmsSender, to: [message.to], text: message.body, subject: null },
  ]);
  const fetched = await client.messages(sent.sid).fetch();
  expect(fetched).toMatchObject({ ...message, sid: sent.sid, status: "delivered" });
});

test("the account is there", async () => {
  const account = await clientWith(services.secrets.twilio).api.v2010.accounts(sandboxAccountSid).fetch();
  expect(account).toMatchObject({
    sid: sandboxAccountSid,
    friendlyName: "Lamplight sandbox",
    status: "active",
  });
});

test("long texts and other letters take more segments", async () => {
  const client = clientWith(services.secrets.twilio);
  const segments = async (body: string) => (await client.messages.create({ ...message, body })).numSegments;
  expect(await segments("x".repeat(160))).toBe("1");
  expect(await segments("x".repeat(161))).toBe("2");
  expect(await segments("é".repeat(160))).toBe("1");
  expect(await segments("猫".repeat(71))).toBe("2");
});

describe("what is refused, with Twilio's codes", () => {
  test.each([
    [21211, 400, { ...message, to: "555-0118" }],
    [21211, 400, { ...message, to: "+0123" }],
    [21211, 400, { ...message, to: "+1206555011800000000" }],
    [21604, 400, { ...message, to: "" }],
    [21603, 400, { ...message, from: "" }],
    [21212, 400, { ...message, from: "Lamplight" }],
    [21606, 400, { ...message, from: "+14155550198" }],
    [21602, 400, { ...message, body: "" }],
    [21617, 400, { ...message, body: "x".repeat(1601) }],
    [21266, 400, { ...message, to: sandboxSmsSender }],
  ])("%d", async (code, status, request) => {
    const refused = clientWith(services.secrets.twilio).messages.create(request);
    await expect(refused).rejects.toMatchObject({
      code,
      status,
      moreInfo: `https://www.twilio.com/docs/errors/${code}`,
    });
    expect(await listDeliveries({ limit: 1 })).toEqual([]);
  });

  test("a wrong password, another account, an unknown message", async () => {
    await expect(clientWith("wrong").messages.create(message)).rejects.toMatchObject({
      code: 20003,
      status: 401,
    });
    const other = `AC${"1".repeat(32)}`;
    await expect(clientWith(services.secrets.twilio, other).messages.create(message)).rejects.toMatchObject({
      code: 20003,
    });
    const unknown = clientWith(services.secrets.twilio)
      .messages(`SM${"0".repeat(32)}`)
      .fetch();
    await expect(unknown).rejects.toMatchObject({ code: 20404, status: 404 });
    expect(await listDeliveries({ limit: 1 })).toEqual([]);
  });
});
