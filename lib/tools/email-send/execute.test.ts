import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressObject } from "mailparser";
import { afterEach, describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import { type MailServer, mailUser, startMailServer as startServer } from "@/lib/tools/testing/mail-server";
import { callTool, failureOf, memoryFiles, testConnection } from "@/lib/tools/testing/test-context";
import type { ToolContext } from "@/lib/tools/tool-contract";
import { emailSend } from "./definition";

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const user = mailUser;

async function startMailServer(refused: Record<string, number> = {}): Promise<MailServer> {
  const server = await startServer({ refused });
  stops.push(() => server.stop());
  return server;
}

const portOf = (server: Pick<Server, "address">) => (server.address() as AddressInfo).port;

function connectionTo(port: number, password = user.password) {
  return testConnection({
    kind: "smtp",
    name: "Company mail",
    origin: `smtp://127.0.0.1:${port}`,
    config: { user: user.user, from: "Lamplight <lamplight@lamplight.example>" },
    secret: { password },
  });
}

const message = { to: ["ada@example.com"], subject: "Hello", text: "Good morning." };

function send(port: number, input: JsonObject = {}, context: Partial<ToolContext> = {}) {
  return callTool(emailSend, { ...message, ...input }, { connection: connectionTo(port), ...context });
}

const addressesOf = (field: AddressObject | AddressObject[] | undefined) =>
  [field ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));

test("one message reaches everybody named, with a receipt", async () => {
  const { port, received } = await startMailServer();
  const files = memoryFiles();
  const chart = files.add("chart.png", Buffer.from([1, 2, 3]), "image/png");
  const result = await send(
    port,
    {
      to: ["ada@example.com", "ben@example.com"],
      cc: ["cyd@example.com"],
      bcc: ["dee@example.com"],
      replyTo: "answers@example.com",
      attachments: [chart],
    },
    { files },
  );
  const [one, second] = received;
  expect(second).toBeUndefined();
  expect(one?.envelope).toEqual({
    from: "lamplight@lamplight.example",
    to: ["ada@example.com", "ben@example.com", "cyd@example.com", "dee@example.com"],
  });
  expect(addressesOf(one?.mail.to)).toEqual(["ada@example.com", "ben@example.com"]);
  expect(addressesOf(one?.mail.cc)).toEqual(["cyd@example.com"]);
  expect(one?.raw.toString()).not.toContain("dee@example.com");
  expect(one?.mail).toMatchObject({
    subject: "Hello",
    text: "Good morning.",
    html: false,
    date: new Date("2026-11-23T09:00:00Z"),
  });
  expect(addressesOf(one?.mail.from)).toEqual(["lamplight@lamplight.example"]);
  expect(addressesOf(one?.mail.replyTo)).toEqual(["answers@example.com"]);
  expect(one?.mail.attachments).toMatchObject([
    { filename: "chart.png", contentType: "image/png", content: Buffer.from([1, 2, 3]) },
  ]);
  const { messageId } = one?.mail ?? {};
  expect(messageId).toMatch(/^<[0-9a-f]{32}@lamplight\.example>$/);
  expect(result).toEqual({
    output: { messageId, accepted: one?.envelope.to, rejected: [] },
    receipt: {
      reference: messageId,
      service: "Company mail",
      detail: expect.objectContaining({ accepted: one?.envelope.to }),
    },
  });
});

test("R2: every attempt of a call has the same message id, another call another", async () => {
  const { port, received } = await startMailServer();
  await send(port);
  await send(port);
  await send(port, {}, { idempotencyKey: "run_0000000000000002/s1" });
  const ids = received.map(({ mail }) => mail.messageId);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
});

test("Markdown is also sent as HTML; what was given as HTML is sent as it is", async () => {
  const { port, received } = await startMailServer();
  await send(port, { text: "# Report\n\n| a | b |\n|---|---|\n| 1 | 2 |" });
  await send(port, { text: "plain", markdown: "**bold**" });
  await send(port, { text: "plain", html: "<p>own</p>" });
  expect(received[0]?.mail.html).toMatch(/<h1>Report<\/h1>[\s\S]*<td[^>]*>1<\/td>/);
  expect(received[0]?.mail.text).toContain("# Report");
  expect(received[1]?.mail.html).toContain("<strong>bold</strong>");
  expect(received[2]?.mail.html).toContain("<p>own</p>");
});

describe("N6: nothing reaches the envelope or the headers but what was named", () => {
  test.each<JsonObject>([
    { to: ["ada@example.com\r\nBcc: evil@e.com"] },
    { to: ["ada@example.com, evil@e.com"] },
    { to: ["ada@example.com"], cc: ["Friends: evil@e.com;"] },
    { to: ["ada@example.com"], replyTo: "a@x.com\r\nBcc: evil@e.com" },
  ])("%j is refused before anything is sent", async (input) => {
    const { port, received } = await startMailServer();
    expect(await failureOf(send(port, input))).toMatchObject({ kind: "bad-input", effectUncertain: false });
    expect(received).toEqual([]);
  });

  test("a subject with line breaks is one line", async () => {
    const { port, received } = await startMailServer();
    await send(port, { subject: "Hello\r\nBcc: evil@e.com\r\n\r\nbody" });
    expect(received[0]?.envelope.to).toEqual(["ada@example.com"]);
    expect(received[0]?.mail.subject).toBe("Hello Bcc: evil@e.com body");
    expect(received[0]?.mail.bcc).toBeUndefined();
  });

  test("an attachment is a stored file, never a path or an address", async () => {
    const { port, received } = await startMailServer();
    for (const id of ["/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/", "file_0000000000000000"]) {
      expect((await failureOf(send(port, { attachments: [id] }))).kind).toBe("not-found");
    }
    expect(received).toEqual([]);
  });

  test("the name of an attachment stays inside its header", async () => {
    const { port, received } = await startMailServer();
    const files = memoryFiles();
    const evil = files.add('x"\r\nBcc: evil@e.com\r\n.txt', "hi", "text/plain\r\nX-Evil: 1");
    await send(port, { attachments: [evil] }, { files });
    expect(received[0]?.envelope.to).toEqual(["ada@example.com"]);
    expect(received[0]?.mail.headers.has("x-evil")).toBe(false);
    expect(received[0]?.mail.bcc).toBeUndefined();
  });
});

test("recipients the server refuses are named; the others get the message", async () => {
  const { port, received } = await startMailServer({ "gone@example.com": 550 });
  const { output } = await send(port, { to: ["ada@example.com", "gone@example.com"] });
  expect(output).toMatchObject({ accepted: ["ada@example.com"], rejected: ["gone@example.com"] });
  expect(received).toHaveLength(1);
});

describe("failures say what was wrong, and whether the message may be out", () => {
  test("a wrong password", async () => {
    const { port } = await startMailServer();
    const failure = await failureOf(
      callTool(emailSend, message, { connection: connectionTo(port, "wrong") }),
    );
    expect(failure).toMatchObject({ kind: "credentials", effectUncertain: false });
    expect(failure.message).toContain("“Company mail” refused the user or password");
    expect(JSON.stringify(failure.evidence)).not.toContain("wrong");
  });

  test("nobody takes the message", async () => {
    const { port } = await startMailServer({ "ada@example.com": 550 });
    expect(await failureOf(send(port))).toMatchObject({ kind: "bad-input", effectUncertain: false });
  });

  test("a server that has no time now", async () => {
    const { port } = await startMailServer({ "ada@example.com": 451 });
    expect(await failureOf(send(port))).toMatchObject({ kind: "transient", effectUncertain: false });
  });

  test("no server at all", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const port = portOf(server);
    await new Promise((resolve) => server.close(resolve));
    const failure = await failureOf(send(port));
    expect(failure).toMatchObject({ kind: "transient", effectUncertain: false });
    expect(failure.message).toContain(`The mail server at smtp://127.0.0.1:${port} can't be reached`);
  });

  test("a server that talks nonsense", async () => {
    const port = await startScript(() => "HTTP/1.1 200 OK\r\n\r\n");
    expect(await failureOf(send(port))).toMatchObject({ kind: "transient", effectUncertain: false });
  });

  test("R2: a connection that breaks before the message is a safe failure", async () => {
    const port = await startScript((line) => (line.startsWith("RCPT") ? null : answer(line)));
    expect(await failureOf(send(port))).toMatchObject({ kind: "transient", effectUncertain: false });
  });

  test("R2: a connection that breaks after the message leaves the outcome open", async () => {
    const port = await startScript((line) => (line === "." ? null : answer(line)));
    const failure = await failureOf(send(port));
    expect(failure).toMatchObject({ kind: "transient", effectUncertain: true });
    expect(failure.message).toContain("It may have been sent.");
  });

  test("R2: a refusal after the message is certain", async () => {
    const port = await startScript((line) => (line === "." ? "554 looks like spam\r\n" : answer(line)));
    const failure = await failureOf(send(port));
    expect(failure).toMatchObject({ kind: "refused", effectUncertain: false });
    expect(failure.message).toContain("looks like spam");
  });

  test.each([
    ["before the message", "RCPT", false],
    ["after the message", ".", true],
  ])(
    "R8: a server that goes silent %s, and the call is stopped",
    async (_when, silentAt, effectUncertain) => {
      const stop = new AbortController();
      const port = await startScript((line) => {
        if (!line.startsWith(silentAt)) return answer(line);
        setTimeout(() => stop.abort(), 20);
        return "";
      });
      expect(await failureOf(send(port, {}, { signal: stop.signal }))).toMatchObject({
        kind: "timeout",
        effectUncertain,
      });
    },
  );
});

test("a connection without a sender is not used", async () => {
  const connection = { ...connectionTo(25), config: {} };
  expect((await failureOf(callTool(emailSend, message, { connection }))).kind).toBe("credentials");
});

/** What a mail server would say, until the end of the message. */
function answer(line: string): string {
  if (line === "greeting") return "220 ready\r\n";
  if (line.startsWith("EHLO")) return "250-hello\r\n250 AUTH PLAIN\r\n";
  if (line.startsWith("AUTH")) return "235 ok\r\n";
  if (line === "DATA") return "354 go on\r\n";
  return line === "." || /^(?:MAIL|RCPT|QUIT)/.test(line) ? "250 ok\r\n" : "";
}

/** A server that answers each line by a script; null closes the connection. */
async function startScript(reply: (line: string) => string | null): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    const say = (line: string) => {
      const text = reply(line);
      if (text === null) socket.destroy();
      else if (text !== "") socket.write(text);
    };
    let rest = "";
    say("greeting");
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) say(line);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return portOf(server);
}
