import { createTransport, type SendMailOptions, type SentMessageInfo } from "nodemailer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { listDeliveries } from "@/lib/db/deliveries";
import { readFile } from "@/lib/files/store";
import { startTestServices, type TestServices } from "@/lib/sandbox/testing/test-services";

let services: TestServices;
beforeAll(async () => {
  services = await startTestServices();
});
afterAll(() => services.stop());
beforeEach(() => pool().query("truncate sandbox.deliveries"));

async function send(message: SendMailOptions, password = services.secrets.smtp): Promise<SentMessageInfo> {
  const auth = { user: "lamplight", pass: password };
  const transport = createTransport({ host: "127.0.0.1", port: services.smtpPort, secure: false, auth });
  try {
    return await transport.sendMail({ from: "Lamplight <lamplight@lamplight.example>", ...message });
  } finally {
    transport.close();
  }
}

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a message sent by nodemailer is in the outbox as it was sent", async () => {
  const csv = Buffer.from("name,revenue\nAda,12\n");
  await send({
    to: ["claire.dubois@lamplight.example", "kenji.watanabe@lamplight.example"],
    bcc: "ines.carvalho@lamplight.example",
    subject: "Umsätze – Q3 📈",
    text: "Sales grew by 12 %.\n\nSee the table.",
    html: '<h1>Sales</h1><p style="color:#333">grew by <b>12 %</b> <img src="cid:chart"></p>',
    attachments: [
      { filename: "sales.csv", content: csv },
      { filename: "chart.png", content: png, cid: "chart" },
    ],
  });
  const deliveries = await listDeliveries({ limit: 10 });
  expect(deliveries).toEqual([
    {
      id: expect.stringMatching(/^delivery_/),
      channel: "email",
      from: '"Lamplight" <lamplight@lamplight.example>',
      to: [
        "claire.dubois@lamplight.example",
        "kenji.watanabe@lamplight.example",
        "ines.carvalho@lamplight.example",
      ],
      subject: "Umsätze – Q3 📈",
      text: "Sales grew by 12 %.\n\nSee the table.",
      html: `<h1>Sales</h1><p style="color:#333">grew by <b>12 %</b> <img src="data:image/png;base64,${png.toString("base64")}" /></p>`,
      attachments: [
        {
          fileId: expect.stringMatching(/^file_/),
          name: "sales.csv",
          mediaType: "text/csv",
          sizeBytes: csv.length,
        },
      ],
      receivedAt: expect.any(String),
    },
  ]);
  const attachment = deliveries[0]?.attachments[0];
  if (!attachment) throw new Error("no attachment");
  expect((await readFile(attachment.fileId)).bytes.equals(csv)).toBe(true);
});

test("R2: the same message sent again is delivered once; to somebody else, it is another delivery", async () => {
  const message = { messageId: "<one@lamplight.example>", subject: "Once", text: "Once" };
  const [ada, bob] = ["ada@lamplight.example", "bob@lamplight.example"];
  await send({ ...message, to: [ada, bob] });
  await send({ ...message, to: [bob, ada] });
  await send({ ...message, to: [ada] });
  await Promise.all(Array.from({ length: 5 }, () => send({ ...message, to: [bob] })));
  const recipients = (await listDeliveries({ limit: 20 })).map((delivery) => delivery.to);
  expect(recipients).toEqual([[bob], [ada], [ada, bob]]);
});

describe("what the server refuses", () => {
  const message = { to: "ada@lamplight.example", subject: "x", text: "x" };

  test("a wrong password, and none", async () => {
    await expect(send(message, "wrong")).rejects.toMatchObject({ responseCode: 535 });
    const transport = createTransport({ host: "127.0.0.1", port: services.smtpPort });
    await expect(transport.sendMail({ from: "a@b.example", ...message })).rejects.toMatchObject({
      responseCode: 530,
    });
    expect(await listDeliveries({ limit: 1 })).toEqual([]);
  });

  test("a message over 25 MB, announced or not", async () => {
    const attachments = [{ filename: "big.bin", content: Buffer.alloc(20 * 1024 * 1024, 1) }];
    await expect(send({ ...message, attachments })).rejects.toMatchObject({ responseCode: 552 });
    expect(await listDeliveries({ limit: 1 })).toEqual([]);
    await send(message);
    expect(await listDeliveries({ limit: 10 })).toHaveLength(1);
  });
});

test("N6: recipients are those of the envelope, whatever the headers say", async () => {
  await send({
    envelope: { from: "lamplight@lamplight.example", to: ["ada@lamplight.example"] },
    to: "Everybody <all@lamplight.example>",
    subject: "x",
    text: "x",
  });
  expect((await listDeliveries({ limit: 1 }))[0]?.to).toEqual(["ada@lamplight.example"]);
});

test("a message without a body, a subject or HTML is a delivery too", async () => {
  await send({ to: "ada@lamplight.example" });
  expect(await listDeliveries({ limit: 1 })).toMatchObject([
    { subject: null, text: "", html: null, attachments: [] },
  ]);
});

test("a large image is listed as an attachment, and its place in the message is empty", async () => {
  const large = Buffer.concat([png, Buffer.alloc(600 * 1024)]);
  await send({
    to: "ada@lamplight.example",
    html: '<p>Look: <img src="cid:photo" alt="photo"></p>',
    attachments: [{ filename: "photo.png", content: large, cid: "photo" }],
  });
  expect(await listDeliveries({ limit: 1 })).toMatchObject([
    {
      html: "<p>Look: </p>",
      attachments: [{ name: "photo.png", mediaType: "image/png", sizeBytes: large.length }],
    },
  ]);
});

test("deliveries are listed a page at a time, the newest first, also those of one moment", async () => {
  for (const subject of ["1", "2", "3", "4", "5"])
    await send({ to: "ada@lamplight.example", subject, text: subject });
  await pool().query(
    "update sandbox.deliveries set received_at = '2026-01-01T00:00:00.000001Z' where subject <> '5'",
  );
  const pages: string[] = [];
  let before = null;
  for (;;) {
    const page = await listDeliveries({ limit: 2, before, channel: "email" });
    const last = page.at(-1);
    if (!last) break;
    pages.push(...page.map((delivery) => delivery.subject ?? ""));
    before = last.id;
  }
  expect(pages[0]).toBe("5");
  expect([...pages].sort()).toEqual(["1", "2", "3", "4", "5"]);
  expect(await listDeliveries({ limit: 5, channel: "sms" })).toEqual([]);
});
